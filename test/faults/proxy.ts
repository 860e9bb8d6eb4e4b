import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { localhostCertificate } from './localhost-certificate.js';

export interface ProxyOptions {
  /** Default: `http`. */
  readonly kind?: 'http' | 'https' | 'socks5';
  /** What it asks for, as `name:password`. */
  readonly user?: string;
  /** It answers every request with this status; a SOCKS proxy with this reply. */
  readonly refuses?: number;
  /** It takes connections and says nothing. */
  readonly isSilent?: boolean;
  /** It closes every connection as soon as something comes. */
  readonly hangsUp?: boolean;
}

/** A proxy on a real socket that leads every name to this machine. */
export interface TestProxy extends AsyncDisposable {
  readonly port: number;
  /** `127.0.0.1:…` */
  readonly host: string;
  /** As in the environment, without a user name. */
  readonly url: string;
  /** `CONNECT host:port` of tunnels, `GET http://…` of what it asked for itself, in order. */
  readonly asked: readonly string[];
  /** The headers of each of them; none with SOCKS. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** Connections that are open now. */
  readonly open: number;
  close(): Promise<void>;
}

/** Starts a proxy by HTTP (tunnels and requests in one's place), by HTTP over TLS, or by SOCKS 5. */
export async function startProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const { kind = 'http' } = options;
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = kind === 'socks5' ? socksServer(options, asked) : httpServer(options, asked, headers);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    if (options.hangsUp) socket.once('data', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  }
  return {
    port,
    host: `127.0.0.1:${port}`,
    url: `${kind}://127.0.0.1:${port}`,
    asked,
    headers,
    get open() {
      return sockets.size;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function join(one: Duplex, other: Duplex): void {
  one.on('error', () => other.destroy()).on('close', () => other.destroy());
  other.on('error', () => one.destroy()).on('close', () => one.destroy());
  one.pipe(other).pipe(one);
}

function httpServer(
  { kind, user, refuses, isSilent, hangsUp }: ProxyOptions,
  asked: string[],
  headersOf: IncomingHttpHeaders[],
): Server {
  const server = kind === 'https' ? createHttpsServer(localhostCertificate) : createHttpServer();
  const expected = user && `Basic ${Buffer.from(user).toString('base64')}`;

  /** The status that a request is refused with. */
  function refusal(method: string, url: string, headers: IncomingHttpHeaders): number | undefined {
    asked.push(`${method} ${url}`);
    headersOf.push(headers);
    if (expected !== undefined && headers['proxy-authorization'] !== expected) return 407;
    return refuses;
  }

  server.on('connect', ({ url = '', headers }, socket: Duplex) => {
    const status = refusal('CONNECT', url, headers);
    if (isSilent || hangsUp) return void socket.resume().on('end', () => socket.end());
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 2\r\n\r\nno`);
    const target = connect(Number(/:(\d+)$/.exec(url)?.[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(socket, target);
    });
    target.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  server.on('request', (incoming, response) => {
    const { url = '', method = 'GET', headers } = incoming;
    const status = refusal(method, url, headers);
    if (isSilent || hangsUp) return;
    if (status !== undefined) return void response.writeHead(status).end('<h1>no</h1>');
    const { 'proxy-authorization': _, ...passed } = headers;
    const { port, pathname, search } = new URL(url);
    const outgoing = request(
      { host: '127.0.0.1', port: port || 80, path: pathname + search, method, headers: passed },
      (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    outgoing.on('error', () => response.writeHead(502).end('<h1>Bad Gateway</h1>'));
    incoming.pipe(outgoing);
  });
  return server;
}

/** RFC 1928, with the user names of RFC 1929. */
function socksServer({ user, refuses = 0, isSilent, hangsUp }: ProxyOptions, asked: string[]) {
  const methods = { none: 0, user: 2, noneOfThem: 0xff };
  return createNetServer(async (socket) => {
    if (isSilent || hangsUp) return void socket.resume();
    const read = reader(socket);
    try {
      const [, count = 0] = await read(2);
      const offered = [...(await read(count))];
      const method = user === undefined ? methods.none : methods.user;
      if (!offered.includes(method)) return void socket.end(Buffer.of(5, methods.noneOfThem));
      socket.write(Buffer.of(5, method));
      if (user !== undefined) {
        const name = await read((await read(2))[1] ?? 0);
        const password = await read((await read(1))[0] ?? 0);
        const isRight = `${name}:${password}` === user;
        socket.write(Buffer.of(1, isRight ? 0 : 1));
        if (!isRight) return void socket.end();
      }
      const type = (await read(4))[3];
      const host = await hostOf(type, read);
      const port = (await read(2)).readUInt16BE();
      asked.push(`CONNECT ${host}:${port}`);
      const reply = (code: number) => Buffer.of(5, code, 0, 1, 127, 0, 0, 1, 0, 0);
      if (refuses !== 0) return void socket.end(reply(refuses));
      const target = connect(port, '127.0.0.1', () => {
        socket.write(reply(0));
        join(socket, target);
      });
      target.once('error', () => socket.end(reply(5)));
    } catch {
      socket.destroy();
    }
  });
}

async function hostOf(type: number | undefined, read: (bytes: number) => Promise<Buffer>): Promise<string> {
  if (type === 1) return [...(await read(4))].join('.');
  if (type === 4) return `[${(await read(16)).toString('hex')}]`;
  return (await read((await read(1))[0] ?? 0)).toString();
}

/** Reads so many bytes; rejects where the other side ends before. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    if (bytes === 0) return Buffer.alloc(0);
    for (;;) {
      const chunk = socket.read(bytes) as Buffer | null;
      if (chunk !== null) return chunk;
      if (socket.readableEnded || socket.destroyed) throw new Error('it ended');
      await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
    }
  };
}
