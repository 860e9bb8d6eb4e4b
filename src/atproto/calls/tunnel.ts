import type { Duplex } from 'node:stream';
import type { buildConnector } from 'undici';
import type { ProxyServer } from '../../keep/proxies.js';
import { connectionWords } from './connection-words.js';
import { credentialWords, ProxyError, proxyAuthorization, proxyStatusError } from './proxy-error.js';

/** Connects to hosts through a proxy, for an undici Agent. */
export interface Tunnels {
  readonly connect: buildConnector.connector;
  /** Ends what is on its way. */
  close(): void;
}

export interface TunnelSettings {
  /** Milliseconds that the proxy may take until the other side can be spoken to. */
  readonly timeoutMs: number;
  readonly http2: boolean;
}

type Target = { readonly hostname: string; readonly port: number };

/** One way to make a tunnel. Adds what is to be ended with it to `open`. Rejects with a ProxyError. */
type Dig = (proxy: ProxyServer, target: Target, open: Opened) => Promise<Duplex>;

/** What an attempt has opened so far. */
type Opened = (end: () => void) => void;

/**
 * Tunnels by CONNECT of an HTTP proxy (RFC 9110 9.3.6) or by SOCKS 5 (RFC 1928). The proxy is given the name of the host and
 * looks it up itself. What fails before the other side can be spoken to is the proxy's failure: a {@link ProxyError}.
 */
export async function createTunnels(
  proxy: ProxyServer,
  { timeoutMs, http2 }: TunnelSettings,
): Promise<Tunnels> {
  const [dig, { default: build }] = await Promise.all([
    proxy.kind === 'socks5' ? loadSocks(timeoutMs) : loadConnect(timeoutMs),
    import('undici/lib/core/connect.js'),
  ]);
  const secure = build({ allowH2: http2, timeout: timeoutMs });
  const underWay = new Set<() => void>();

  /** The tunnel in time; where it is too late, or all is ended, nothing stays open. */
  function inTime(target: Target): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      let ends: (() => void)[] = [];
      let over = false;
      function end(error: Error): void {
        over = true;
        finish();
        for (const endIt of ends.splice(0)) endIt();
        reject(error);
      }
      function finish(): void {
        clearTimeout(timer);
        underWay.delete(stop);
      }
      const stop = () => end(new ProxyError(proxy, 'was left'));
      const late = () => new ProxyError(proxy, 'did not answer in time', { failure: 'timeout' });
      const timer = setTimeout(() => end(late()), timeoutMs);
      underWay.add(stop);
      dig(proxy, target, (endIt) => {
        ends.push(endIt);
        if (over) endIt();
      }).then(
        (socket) => {
          finish();
          ends = [];
          if (over) socket.destroy();
          else resolve(socket);
        },
        (error: Error) => end(error),
      );
    });
  }

  return {
    connect(options, callback) {
      const { hostname, protocol, port } = options;
      const target = { hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
      inTime(target).then(
        (socket) => {
          if (protocol === 'https:') secure({ ...options, httpSocket: socket as never }, callback);
          else callback(null, socket as never);
        },
        (error: Error) => callback(error, null),
      );
    },
    close() {
      for (const stop of underWay) stop();
    },
  };
}

/** Connects to a proxy that asks in our place, for an undici Agent. */
export async function createForwarding(proxy: ProxyServer, timeoutMs: number): Promise<Tunnels> {
  const { default: build } = await import('undici/lib/core/connect.js');
  return { connect: reach(proxy, build, timeoutMs), close() {} };
}

/** The origin that a proxy by HTTP is spoken to at. */
export const originOf = ({ kind, host }: ProxyServer): string => `${kind}://${host}`;

/**
 * Connects to the proxy itself. undici takes the name that a certificate is to be for from the `Host` of a request, which here is
 * that of another host.
 */
function reach(
  proxy: ProxyServer,
  build: typeof buildConnector,
  timeoutMs: number,
): buildConnector.connector {
  const connect = build({ allowH2: false, timeout: timeoutMs });
  return ({ servername: _, ...options }, callback) =>
    connect({ ...options, host: proxy.host }, (error, socket) => {
      // Some errors of a connection are taken for passing by undici, which then connects for ever.
      if (error !== null) callback(unreachable(proxy, error), null);
      else callback(null, socket);
    });
}

const hostPort = ({ hostname, port }: Target): string =>
  `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;

async function loadConnect(timeoutMs: number): Promise<Dig> {
  const [{ default: Client }, { default: build }, { default: connect }] = await Promise.all([
    import('undici/lib/dispatcher/client.js'),
    import('undici/lib/core/connect.js'),
    import('undici/lib/api/api-connect.js'),
  ]);
  return async (proxy, target, open) => {
    const host = hostPort(target);
    const origin = originOf(proxy);
    const client = new Client(origin, {
      allowH2: false,
      connect: reach(proxy, build, timeoutMs),
      headersTimeout: 0,
    });
    open(() => void client.destroy());
    try {
      const headers = { host, ...proxyAuthorization(proxy) };
      const { statusCode, socket } = await connect.call(client, { origin, path: host, headers });
      if (statusCode >= 200 && statusCode < 300) return socket;
      socket.on('error', () => {}).destroy();
      throw proxyStatusError(proxy, statusCode, `a connection to ${host}`);
    } catch (cause) {
      throw cause instanceof ProxyError ? cause : unreachable(proxy, cause);
    }
  };
}

async function loadSocks(timeoutMs: number): Promise<Dig> {
  const [{ connect }, { default: socks5 }] = await Promise.all([
    import('node:net'),
    import('undici/lib/core/socks5-client.js'),
  ]);
  return (proxy, target, open) => {
    const socket = connect({ host: proxy.hostname, port: proxy.port, timeout: timeoutMs, noDelay: true });
    open(() => socket.destroy());
    return new Promise((resolve, reject) => {
      const user = { username: proxy.user?.name, password: proxy.user?.password };
      const client = new socks5.Socks5Client(socket, user);
      // It stays: what breaks later is told by the socket itself, and an error nobody listens for ends the process.
      client.on('error', (cause: unknown) => reject(socksError(proxy, target, cause)));
      client.once('close', () => reject(new ProxyError(proxy, 'closed the connection', { passing: true })));
      client.once('authenticated', () => client.connect(target.hostname, target.port));
      client.once('connected', () => {
        socket.setTimeout(0);
        resolve(socket);
      });
      socket.once('connect', () => client.handshake());
    });
  };
}

/** The errors of undici's SOCKS 5 client by their code; those of the socket have another. */
function socksError(proxy: ProxyServer, target: Target, cause: unknown): ProxyError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const said = cause instanceof Error ? cause.message : '';
  if (/^UND_ERR_SOCKS5_AUTH/.test(code)) {
    return new ProxyError(proxy, credentialWords(proxy, 'SOCKS 5'), { cause });
  }
  if (/^UND_ERR_SOCKS5_REPLY_\d/.test(code)) {
    const why = said.replace(/^.*?: /, '').toLowerCase();
    return new ProxyError(proxy, `gives no connection to ${hostPort(target)}: ${why}`, {
      cause,
      passing: true,
    });
  }
  if (/^UND_ERR_SOCKS5/.test(code)) return new ProxyError(proxy, 'does not speak SOCKS 5', { cause });
  return unreachable(proxy, cause);
}

function unreachable(proxy: ProxyServer, cause: unknown): ProxyError {
  const { words, failure, passing } = connectionWords(cause);
  return new ProxyError(proxy, `cannot be reached: ${words}`, { cause, passing, failure });
}
