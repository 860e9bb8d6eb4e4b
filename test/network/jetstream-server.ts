import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Changes, waitUntil } from '../support/wait-until.js';
import { type JetstreamConnection, ServedConnection } from './jetstream-connection.js';
import { type FrameDictionary, frameDictionary } from './jetstream-dictionary.js';
import { frameOf, type JetstreamEvent, type JetstreamVersion } from './jetstream-event.js';
import { createFaultOrders, faultsOf, type JetstreamFaults } from './jetstream-faults.js';
import { type Flood, flood } from './jetstream-flood.js';
import { negotiate, Refusal } from './jetstream-handshake.js';
import { EventLog } from './jetstream-log.js';
import { openUpstream, type Upstream } from './jetstream-upstream.js';

/**
 * A Jetstream on a real socket, fed by the firehose of a PDS and spoiled on demand. It speaks as
 * bluesky-social/jetstream does at `/subscribe` (version 1) and at `subscribeEvents` (version 2):
 *
 *     const jetstream = await startJetstream({ version: 2, firehose: network.pds });
 *     const streams = createEventStreams({ urls: [jetstream.url] });
 *     await author.write([…]);
 *     jetstream.faults.cut();
 *     await jetstream.processed();
 *     await jetstream.close();
 */
export interface Jetstream extends AsyncDisposable {
  /** `ws://127.0.0.1:…/subscribe` or `ws://127.0.0.1:…/xrpc/network.bsky.jetstream.subscribeEvents`. */
  readonly url: string;
  /** All that were ever given a stream, in order. */
  readonly connections: readonly JetstreamConnection[];
  /** All that were not. */
  readonly refusals: readonly JetstreamRefusal[];
  readonly faults: JetstreamFaults;
  /** What the last event has as its `seq`; 0 before the first. */
  readonly seq: number;
  /** What frames are compressed with for clients that ask for it. Version 1 does not give it out, as the real one. */
  readonly dictionary: FrameDictionary;
  /**
   * Puts events into the stream as heard of at once, now. With `at`, in milliseconds since 1970, they say to be of that time,
   * and the clock of the stream stays where it is.
   */
  tell(events: readonly JetstreamEvent[], at?: number): void;
  /** Resolves when all that the PDS has taken note of is in the stream; clients need not have read it. */
  processed(): Promise<void>;
  /** Resolves as soon as it holds; asked whenever a client comes, goes or sends, and whenever events come. */
  until(holds: () => boolean): Promise<void>;
  /** Sends events that are made up, in the shape and mix of real ones. Resolves when the last is in the stream. */
  flood(flood: Flood): Promise<void>;
  /** Breaks all connections off and ends it. A second call does nothing more. */
  close(): Promise<void>;
}

export interface JetstreamOptions {
  readonly version: JetstreamVersion;
  /** Origin of the PDS; without it, nothing comes but what is made up. */
  readonly firehose?: string;
  /** Events that are kept for clients that come with a cursor. */
  readonly retention?: number;
}

/** A client that was answered with an error. */
export interface JetstreamRefusal {
  readonly query: URLSearchParams;
  /** Undefined where the connection broke off without an answer. */
  readonly status?: number | undefined;
  /** XRPC name of the error, also where version 1 did not tell it. */
  readonly error?: string | undefined;
}

const PATHS = { 1: '/subscribe', 2: '/xrpc/network.bsky.jetstream.subscribeEvents' } as const;
const DICTIONARY_PATH = '/xrpc/network.bsky.jetstream.getZstdDictionary';
const SUBPROTOCOL = 'xrpc.v1.json';
/** A client of a flood may be slow for long. */
const CATCH_UP_GUARD_MS = 600_000;
/** Bytes that a message of a client may have. */
const MAX_PAYLOAD = 10_000_000;

export async function startJetstream(options: JetstreamOptions): Promise<Jetstream> {
  const { version, firehose, retention = 100_000 } = options;
  const log = new EventLog(retention);
  const connections: ServedConnection[] = [];
  const refusals: JetstreamRefusal[] = [];
  const orders = createFaultOrders();
  const changes = new Changes();
  const ended = new AbortController();
  let dictionary = frameDictionary(version);
  let seq = 0;
  let timeUs = 0;

  /** Gives events that were heard of at once their places, and sends them. */
  function publish(events: readonly JetstreamEvent[], time: number): void {
    timeUs = Math.max(timeUs + 1, time * 1000);
    place(events, timeUs);
  }

  function place(events: readonly JetstreamEvent[], timeUs: number): void {
    for (const event of events) {
      const place = { seq: ++seq, timeUs };
      const text = frameOf(version, event, place);
      if (text === undefined) continue;
      const { kind, did } = event;
      const collection = kind === 'commit' ? event.collection : undefined;
      for (const entry of orders.arrange({ ...place, kind, did, collection, text })) log.append(entry);
    }
  }

  function pump(): void {
    for (const connection of connections) connection.pump();
    changes.tell();
  }

  const until = (holds: () => boolean, guardMs?: number): Promise<void> =>
    waitUntil({
      what: `a Jetstream with ${holds}`,
      holds,
      subscribe: changes.subscribe,
      found: () => `${connections.length} connections, ${refusals.length} refusals, at ${seq}`,
      inVain: () => (ended.signal.aborted ? 'The Jetstream was closed' : undefined),
      guardMs,
    });

  const sockets = { noServer: true, maxPayload: MAX_PAYLOAD, handleProtocols: subprotocolOf(version) };
  const plain = new WebSocketServer({ ...sockets, perMessageDeflate: false });
  const deflating = new WebSocketServer({ ...sockets, perMessageDeflate: { threshold: 128 } });

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {});
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const query = url.searchParams;
    const fault = orders.admit();
    if (fault === 'broken off') {
      socket.destroy();
      refusals.push({ query });
      changes.tell();
      return;
    }
    try {
      if (url.pathname !== PATHS[version]) throw new Refusal(404, 'NotFound', 'not found');
      if (fault !== undefined) throw fault;
      const offer = { version, log, last: { seq, timeUs }, dictionary, earlyMs: orders.earlyMs };
      const subscription = negotiate(request, query, offer);
      const server = version === 1 && subscription.dictionary === undefined ? deflating : plain;
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const settings = { version, log, subscription, request, query, onChange: () => changes.tell() };
        const connection = new ServedConnection(webSocket, settings);
        connection.trickle(orders.pace);
        connections.push(connection);
        changes.tell();
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(socket, version, error);
      refusals.push({ query, status: error.status, error: error.error });
      changes.tell();
    }
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (version === 2 && url.pathname === DICTIONARY_PATH) {
      serveDictionary(url.searchParams.get('id'), dictionary, response);
    } else {
      response.writeHead(url.pathname === PATHS[version] ? 426 : 404).end();
    }
  }

  const server = createServer(answer).on('upgrade', upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  let upstream: Upstream | undefined;
  let closing: Promise<void> | undefined;
  const jetstream: Jetstream = {
    url: `ws://${origin}${PATHS[version]}`,
    connections,
    refusals,
    faults: faultsOf(orders, {
      version,
      connections,
      tip: () => ({ seq, timeUs }),
      forget: () => log.clear(),
      begin() {
        log.begin();
        seq = 0;
      },
      retireDictionary() {
        dictionary = frameDictionary(dictionary.id + 1);
      },
    }),
    get seq() {
      return seq;
    },
    get dictionary() {
      return dictionary;
    },
    tell(events, at) {
      if (at === undefined) publish(events, Date.now());
      else place(events, at * 1000);
      pump();
    },
    async processed() {
      await upstream?.processed();
    },
    until,
    async flood(order) {
      await flood(order, {
        signal: ended.signal,
        publish(events) {
          for (const event of events) publish([event], Date.now());
          pump();
        },
        caughtUp: () =>
          until(
            () => connections.every((connection) => !connection.lags(Math.floor(retention / 2))),
            CATCH_UP_GUARD_MS,
          ),
      });
    },
    close() {
      closing ??= (async () => {
        upstream?.close();
        ended.abort();
        changes.tell();
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        for (const { clients } of [plain, deflating]) for (const client of clients) client.terminate();
        await closed;
      })();
      return closing;
    },
    async [Symbol.asyncDispose]() {
      await jetstream.close();
    },
  };

  if (firehose !== undefined) {
    upstream = openUpstream(firehose, (events, time) => {
      publish(events, time);
      pump();
    });
    await upstream.processed().catch(async (error: unknown) => {
      await jetstream.close();
      throw error;
    });
  }
  return jetstream;
}

/** Version 1 knows of none. */
function subprotocolOf(version: JetstreamVersion): (offered: Set<string>) => string | false {
  return (offered) => (version === 2 && offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false);
}

/** Version 1 says in plain text what is wrong, version 2 as any XRPC service does. */
function refuse(socket: Duplex, version: JetstreamVersion, refusal: Refusal): void {
  const { status, error, message, retryAfter } = refusal;
  const [type, body] =
    version === 1
      ? ['text/plain; charset=utf-8', `${message}\n`]
      : ['application/json', JSON.stringify({ error, message })];
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      (retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`) +
      `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

/** bluesky-social/jetstream: internal/xrpcapi/getzstddictionary.go. */
function serveDictionary(asked: string | null, dictionary: FrameDictionary, response: ServerResponse): void {
  const { id, bytes } = dictionary;
  if (asked !== null && Number(asked) !== id) {
    const isNumber = /^-?\d+$/.test(asked);
    const error = isNumber ? 'DictionaryNotFound' : 'InvalidRequest';
    const message = isNumber
      ? `no dictionary with id ${asked}; current dictionary id is ${id}`
      : 'id must be an integer zstd dictionary ID';
    response.writeHead(isNumber ? 404 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error, message }));
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    etag: `"zstd-dict-${id}"`,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-zstd-dictionary-id': String(id),
  });
  response.end(bytes);
}
