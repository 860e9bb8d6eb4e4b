import type { Duplex } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { noProxies, type Proxies, type ProxyServer } from '../../keep/proxies.js';
import { guardedLookup, openTunnels, TUNNEL_SHARE } from '../calls/agent.js';
import { callFailure } from '../calls/call-failure.js';
import type { HostPolicy } from '../calls/host-policy.js';
import { retryAfter } from '../calls/retry-after.js';
import type { Tunnels } from '../calls/tunnel.js';
import { PAYLOAD_MAX_BYTES } from './limits.js';

/** Why a socket is no more, or never was. */
export interface SocketEnd {
  /** In words, without the host. */
  readonly reason: string;
  /** XRPC name of the error that the server refused with, or `malformed` for frames that WebSocket does not have. */
  readonly error?: string | undefined;
  /** Milliseconds after which the server wants to be asked again. */
  readonly retryAfterMs?: number | undefined;
}

export interface SocketHandlers {
  open(): void;
  message(data: string | Buffer): void;
  /** Called once, unless it was left before. */
  ended(end: SocketEnd): void;
}

export interface StreamSocket {
  send(text: string): void;
  /** Asks the other side for a sign of life, which counts among the bytes heard. */
  ping(): void;
  /** Bytes that came so far. */
  heard(): number;
  /** Holds the source back: what it sends stays in the network's buffers. A little still comes. */
  pause(): void;
  resume(): void;
  /** Ends it at once and calls no handler any more. */
  leave(): void;
}

/** Opens WebSockets over one undici Agent for each way to them, which is loaded with the first of them. */
export interface SocketOpener {
  open(url: URL, subprotocol: string | undefined, handlers: SocketHandlers): StreamSocket;
  /** The body of a GET, or undefined for an answer that is not 200. */
  get(url: URL, signal: AbortSignal): Promise<Uint8Array | undefined>;
  close(): void;
}

/** Bytes that are read of an answer that refuses a connection. */
const REFUSAL_MAX_BYTES = 4096;
/** Bytes that a file fetched beside the stream (a dictionary) may have. */
const FILE_MAX_BYTES = 1024 * 1024;

/** The state of a WebSocket whose end has begun. */
const CLOSING = 2;
const NO_FRAME = 'it sent a frame that cannot be read, or one of more than 16 MB';

/**
 * @param timeoutMs Milliseconds for a connection to come about.
 * @param guard What each address is held against, where somebody other than the user has named the sources.
 */
export function createSocketOpener(
  timeoutMs: number,
  proxies: Proxies = noProxies,
  guard?: HostPolicy,
): SocketOpener {
  const loading = new Map<string, Promise<Loaded>>();
  let closed = false;

  /** Throws where the environment names a proxy that cannot be one, and where an address may not be followed. */
  async function load(url: URL): Promise<Loaded> {
    const way = proxies.wayTo(url);
    if (way.kind === 'unusable') throw new Error(way.problem);
    guard?.check(new URL(url.href.replace(/^ws/, 'http')), way.kind === 'proxy' ? way.proxy.host : undefined);
    const key = way.kind === 'proxy' ? way.proxy.variable : '';
    let loaded = loading.get(key);
    if (loaded === undefined) {
      loaded = loadAgent(timeoutMs, way.kind === 'proxy' ? way.proxy : undefined, guard);
      loading.set(key, loaded);
    }
    return await loaded;
  }

  return {
    open(url, subprotocol, handlers) {
      const socket = new Socket(url, handlers);
      load(url).then(
        (loaded) => {
          if (!closed) socket.connect(loaded, subprotocol, timeoutMs);
        },
        (error: Error) => socket.fail(error.message),
      );
      return socket;
    },

    async get(url, signal) {
      const { undici, agent } = await load(url);
      const { statusCode, body } = await undici.request(url, { dispatcher: agent, signal });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of body) {
        size += chunk.length;
        if (size > FILE_MAX_BYTES) {
          throw new Error(`${url.host} sent a file of more than ${FILE_MAX_BYTES} bytes`);
        }
        chunks.push(chunk);
      }
      return statusCode === 200 ? Buffer.concat(chunks) : undefined;
    },

    close() {
      closed = true;
      for (const loaded of loading.values()) {
        void loaded.then(({ agent, tunnels }) => {
          tunnels?.close();
          return agent.destroy();
        });
      }
    },
  };
}

interface Loaded {
  readonly undici: typeof import('undici');
  readonly agent: Agent;
  readonly tunnels: Tunnels | undefined;
}

/** Streams go through a proxy by a tunnel, also those of plain ws: a proxy that asks in our place knows of no WebSockets. */
async function loadAgent(
  timeoutMs: number,
  proxy: ProxyServer | undefined,
  guard: HostPolicy | undefined,
): Promise<Loaded> {
  // By its default: a bundle gives a package of CommonJS no other name.
  const [{ default: undici }, { lookup }] = await Promise.all([import('undici'), import('node:dns')]);
  const settings = { timeoutMs: timeoutMs * TUNNEL_SHARE, http2: false, forwards: false };
  const tunnels = proxy && (await openTunnels(proxy, settings));
  const agent = new undici.Agent({
    allowH2: false,
    connect: tunnels?.connect ?? {
      timeout: timeoutMs,
      ...(guard && { lookup: guardedLookup(guard, lookup) }),
    },
    webSocket: { maxPayloadSize: PAYLOAD_MAX_BYTES },
  });
  return { undici, agent, tunnels };
}

class Socket implements StreamSocket {
  #url: URL;
  #handlers: SocketHandlers | undefined;
  #webSocket: InstanceType<typeof import('undici').WebSocket> | undefined;
  #ping: (() => void) | undefined;
  #stream: (Duplex & { readonly bytesRead?: number }) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #paused = false;
  #failure: string | undefined;
  #givenUp = false;

  constructor(url: URL, handlers: SocketHandlers) {
    this.#url = url;
    this.#handlers = handlers;
  }

  connect({ undici, agent }: Loaded, subprotocol: string | undefined, timeoutMs: number): void {
    if (this.#handlers === undefined) return;
    this.#timer = setTimeout(() => this.#end({ reason: 'it did not answer in time' }), timeoutMs);
    const dispatcher = agent.compose(
      (dispatch) => (options, handler) => dispatch(options, this.#watched(handler)),
    );
    const webSocket = new undici.WebSocket(this.#url, {
      dispatcher,
      ...(subprotocol !== undefined && { protocols: subprotocol }),
    });
    this.#webSocket = webSocket;
    this.#ping = () => undici.ping(webSocket);
    webSocket.binaryType = 'arraybuffer';
    webSocket.onopen = () => {
      clearTimeout(this.#timer);
      this.#handlers?.open();
    };
    webSocket.onmessage = ({ data }: { data: string | ArrayBuffer }) => {
      // undici lets its socket flow again when it has worked off what it had read.
      if (this.#paused) this.#stream?.pause();
      this.#handlers?.message(typeof data === 'string' ? data : Buffer.from(data));
    };
    webSocket.onclose = ({ code, reason }) => {
      if (this.#givenUp && code === 1006) this.#end({ reason: NO_FRAME, error: 'malformed' });
      else if (this.#stream === undefined) this.#end({ reason: this.#failure ?? 'it did not connect' });
      else this.#end({ reason: closeWords(code, reason) });
    };
  }

  /** Ends it before it began. */
  fail(reason: string): void {
    this.#end({ reason });
  }

  send(text: string): void {
    this.#webSocket?.send(text);
  }

  ping(): void {
    this.#ping?.();
  }

  heard(): number {
    return this.#stream?.bytesRead ?? 0;
  }

  pause(): void {
    this.#paused = true;
    this.#stream?.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#stream?.resume();
  }

  leave(): void {
    this.#handlers = undefined;
    clearTimeout(this.#timer);
    // A closing handshake would wait for the other side, which may be the reason for leaving.
    this.#webSocket?.close();
    this.#stream?.destroy();
  }

  #end(end: SocketEnd): void {
    const handlers = this.#handlers;
    this.leave();
    handlers?.ended(end);
  }

  /**
   * Takes note of the socket under the WebSocket, and of why there is none: WebSocket itself tells of neither. An answer
   * that is no WebSocket is read here, because its body says what is wrong (CursorTooOld, say).
   */
  #watched(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
    let refusal = '';
    let status = 0;
    let retryAfterMs: number | undefined;
    return {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onRequestUpgrade: (controller, code, headers, stream) => {
        this.#stream = stream;
        // Asked before undici hears of it, its state shows whether it was undici that gave the connection up.
        let broke = false;
        stream.once('error', () => {
          broke = true;
        });
        stream.once('close', () => {
          this.#givenUp = !broke && this.#webSocket?.readyState === CLOSING;
        });
        handler.onRequestUpgrade?.(controller, code, headers, stream);
      },
      onResponseStart(_controller, code, headers) {
        status = code;
        const now = Date.now();
        const retryAt = retryAfter(code, headers, now);
        retryAfterMs = retryAt === undefined ? undefined : retryAt - now;
      },
      onResponseData: (controller, chunk) => {
        if (refusal.length < REFUSAL_MAX_BYTES) refusal += chunk.toString();
        else controller.abort(new Error('refused'));
      },
      onResponseEnd: (controller) => {
        const end = { ...refusalOf(status, refusal), retryAfterMs };
        this.#end(end);
        handler.onResponseError?.(controller, new Error(end.reason));
      },
      onResponseError: (controller, error) => {
        const { host } = this.#url;
        const { message } = callFailure(error, host, '').error;
        this.#failure = message.startsWith(`${host}: `) ? message.slice(host.length + 2) : message;
        handler.onResponseError?.(controller, error);
      },
    };
  }
}

function refusalOf(status: number, body: string): SocketEnd {
  try {
    const { error, message } = JSON.parse(body) as { error?: unknown; message?: unknown };
    if (typeof error === 'string') {
      const words = typeof message === 'string' && message !== '' ? message : error;
      return { reason: `it refused (${status}): ${words}`, error };
    }
  } catch {
    // Jetstream v1 answers in plain text.
  }
  const text = /^\s*</.test(body) ? '' : body.trim().slice(0, 200);
  return {
    reason: text === '' ? `it answered ${status} and not with a stream` : `it refused (${status}): ${text}`,
  };
}

function closeWords(code: number, reason: string): string {
  if (reason !== '') return `it closed the connection: ${reason}`;
  return code === 1006 ? 'the connection broke off' : `it closed the connection (${code})`;
}
