import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Answer, give, type Origin, type Request } from './answer.js';
import { error, upstream } from './answers.js';
import { localhostCertificate } from './localhost-certificate.js';

/**
 * A service on a real socket of this machine that misbehaves as it is told to, and is a proxy of a real one for the
 * rest. What it says is data (`answer.ts`), most of it made by `answers.ts`:
 *
 *     await using pds = await startService(
 *       {
 *         'com.atproto.repo.listRecords': inTurn(error(500), error(500), upstream()),
 *         'com.atproto.repo.describeRepo': hang(),
 *       },
 *       { upstream: network.pds },
 *     );
 *     await using plc = await startService({ '/did:*': upstream(withPds(pds.origin)) }, { upstream: network.plc });
 *     …
 *     expect(pds.count('com.atproto.repo.listRecords')).toBe(3);
 */
export interface Service extends AsyncDisposable {
  /** `http://127.0.0.1:…`; with TLS `https://localhost:…` */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** All that was asked, in order. */
  readonly requests: Request[];
  /** Method, path and query of each request so far: `GET /xrpc/a.b.c?d=e`. */
  readonly asked: readonly string[];
  /** By NSID or path, see `Routes`: changes from now on. */
  readonly answers: Map<string, Answer>;
  /** How often an NSID or path was asked for. */
  count(route: string): number;
  /** Cuts all connections and ends it. */
  close(): Promise<void>;
}

/**
 * Answers by NSID (`com.atproto.repo.getRecord`) or by path (`/.well-known/atproto-did`, `/did:plc:…`). A `*` at the end
 * stands for any rest; the longest route that fits is taken. What no route fits goes to the upstream, or gets 404.
 */
export type Routes = Readonly<Record<string, Answer>>;

export interface ServiceOptions {
  /** The real service behind. */
  readonly upstream?: string;
  /** With TLS: `https` is HTTP/1.1, `h2` is HTTP/2 and nothing else, by `localhost-certificate.ts`. */
  readonly speaks?: 'http' | 'https' | 'h2' | 'https and h2';
}

/** Starts a service with these routes, or with one answer to everything. */
export async function startService(
  routes: Routes | Answer = {},
  { upstream: behind, speaks = 'http' }: ServiceOptions = {},
): Promise<Service> {
  const answers = new Map(Object.entries(isAnswer(routes) ? { '*': routes } : routes));
  const requests: Request[] = [];
  const origin: Origin = { upstream: behind, turns: new Map() };

  const server = serverFor(speaks, async (incoming, response) => {
    const request = await read(incoming);
    requests.push(request);
    // A client that has gone away is none of its errors.
    response.on('error', () => {});
    const route = [...answers.keys()]
      .filter((route) => fits(route, request))
      .toSorted((a, b) => b.length - a.length)[0];
    const answer = (route !== undefined && answers.get(route)) || upstream();
    try {
      await give(answer, request, response, origin);
    } catch (problem) {
      if (response.headersSent) response.destroy();
      else await give(error(502, 'UpstreamFailure', String(problem)), request, response, origin);
    }
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = speaks === 'http' ? `127.0.0.1:${port}` : `localhost:${port}`;

  async function close() {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    origin: `${speaks === 'http' ? 'http' : 'https'}://${host}`,
    host,
    port,
    requests,
    get asked() {
      return requests.map(({ method, url }) => `${method} ${url}`);
    },
    answers,
    count: (route) => requests.filter((request) => fits(route, request)).length,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** An origin of this machine where nobody listens: connections to it are refused. */
export async function deadOrigin(): Promise<string> {
  const service = await startService();
  await service.close();
  return service.origin;
}

function serverFor(speaks: NonNullable<ServiceOptions['speaks']>, listener: RequestListener): Server {
  if (speaks === 'http') return createServer(listener);
  if (speaks === 'https') return createTlsServer(localhostCertificate, listener);
  return createSecureServer(
    { ...localhostCertificate, allowHTTP1: speaks !== 'h2' },
    // Its requests and responses are made to be used like those of node:http.
    (request, response) =>
      listener(
        request as unknown as IncomingMessage,
        response as unknown as ServerResponse & { req: IncomingMessage },
      ),
  );
}

/** Whether it is one answer to everything. Every route has a dot, a slash or a star, and no member of an answer has. */
function isAnswer(routes: Routes | Answer): routes is Answer {
  if (typeof routes === 'function' || Array.isArray(routes)) return true;
  return Object.keys(routes).some((key) => !/[./*]/.test(key));
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const url = incoming.url ?? '/';
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const path = decodeURIComponent(pathname);
  const nsid = path.startsWith('/xrpc/') ? path.slice('/xrpc/'.length) : undefined;
  const body = (await buffer(incoming)).toString();
  return Object.assign(incoming, { method: incoming.method ?? 'GET', url, path, nsid, query, body });
}

function fits(route: string, { path, nsid }: Request): boolean {
  const asked = route.startsWith('/') || route === '*' ? path : nsid;
  if (!route.endsWith('*')) return asked === route;
  return asked?.startsWith(route.slice(0, -1)) ?? false;
}
