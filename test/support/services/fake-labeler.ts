import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { encode, toBytes } from '@atcute/cbor';
import { type WebSocket, WebSocketServer } from 'ws';
import { didOf, newKey, plcOperation, signed, type TestKey } from '../plc/written-log.js';
import { messageFrame } from '../streams/frames.js';

/** A label as it goes over the wire in JSON. */
export type WireLabel = Readonly<Record<string, unknown>> & { readonly uri: string; readonly val: string };

/** What a label says beside who says it; and how it is wrong. */
export interface Said {
  readonly uri: string;
  readonly val: string;
  readonly cid?: string;
  readonly neg?: true;
  readonly cts?: string;
  readonly exp?: string;
  /** `none`: it is not signed; `broken`: one bit is another; `other key`: by a key that is not its own; `text`: no bytes. */
  readonly sig?: 'good' | 'none' | 'broken' | 'other key' | 'text';
  /** In whose name it is said. Default: its own. */
  readonly src?: string;
}

/**
 * How it answers `queryLabels`. `repeating`: pages without an order, which give some labels twice; `circle`: the same cursor again and
 * again; `endless`: a new label and a cursor for ever; `slow`: no answer; `failing`: an error; `odd`: labels that are none among others;
 * `breaking`: an error from the second page on.
 */
export type Paging = 'proper' | 'repeating' | 'circle' | 'endless' | 'slow' | 'failing' | 'odd' | 'breaking';

/** A labeler that does what a test says, for what no real one can be brought to do: over real sockets, with a DID and a key in the directory. */
export interface FakeLabeler extends AsyncDisposable {
  readonly did: string;
  readonly origin: string;
  paging: Paging;
  /** What it was asked, newest last: path and query. */
  readonly asked: readonly string[];
  /** Signs a label, keeps it, and tells it to who listens. */
  say(said: Said): Promise<WireLabel>;
  /** Sends bytes as they are to who listens. */
  send(frame: Uint8Array | string): void;
  /** Cuts the connections of who listens, or closes them with an error frame before. */
  cut(error?: { readonly error: string; readonly message: string }): void;
  /** From now on those who ask for a cursor before this are told so. */
  oldest: number;
  /** Resolves with the next one that listens. */
  nextListener(): Promise<void>;
}

export interface FakeLabelerOptions {
  /** Origin of the directory that is to know it. */
  readonly plc: string;
  /** What its DID document names. Default: both. */
  readonly names?: readonly ('endpoint' | 'key')[];
  readonly curve?: 'k256' | 'p256';
  /** Where it says that it is. Default: where it is. */
  readonly endpoint?: string;
}

export async function startFakeLabeler({
  plc,
  names = ['endpoint', 'key'],
  curve = 'k256',
  endpoint,
}: FakeLabelerOptions): Promise<FakeLabeler> {
  const [labelKey, otherKey, rotation] = await Promise.all([newKey(curve), newKey(curve), newKey()]);
  const labels: WireLabel[] = [];
  const asked: string[] = [];
  let paging: Paging = 'proper';
  let oldest = 0;
  let endless = 0;
  const stopped = new AbortController();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${url.pathname}${url.search}`);
    if (url.pathname !== '/xrpc/com.atproto.label.queryLabels') {
      return json(response, 501, { error: 'MethodNotImplemented' });
    }
    answer(url.searchParams, response).catch(() => response.destroy());
  });

  async function answer(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const patterns = query.getAll('uriPatterns');
    if (patterns.length === 0) {
      return json(response, 400, { error: 'InvalidRequest', message: 'uriPatterns is required' });
    }
    const found = labels.filter(({ uri }) => patterns.some((pattern) => fits(pattern, uri)));
    const limit = Math.min(Number(query.get('limit') ?? 50), 250);
    const cursor = query.get('cursor');
    const start = Number(cursor ?? 0);
    switch (paging) {
      case 'slow':
        await wait(60_000, undefined, { signal: stopped.signal });
        return;
      case 'failing':
        return json(response, 500, { error: 'InternalServerError', message: 'the labeler is ill' });
      case 'breaking':
        if (cursor !== null) return json(response, 500, { error: 'InternalServerError' });
        return json(response, 200, { cursor: '1', labels: found.slice(0, 1) });
      case 'odd':
        return json(response, 200, {
          labels: [null, 'spam', { val: 'x' }, ...found, { src: 5, uri: 6, val: 7 }],
        });
      case 'circle':
        return json(response, 200, { cursor: 'again', labels: found });
      case 'endless': {
        const made = await write({ uri: patterns[0]!.replace('*', 'a.b.c/d'), val: `endless-${endless++}` });
        return json(response, 200, { cursor: String(endless), labels: [made] });
      }
      case 'repeating': {
        // Every label twice, on two pages, and none of them where one would look for it.
        if (start >= 2) return json(response, 200, { labels: [] });
        return json(response, 200, {
          cursor: String(start + 1),
          labels: start === 0 ? found.toReversed() : found,
        });
      }
      case 'proper': {
        const page = found.slice(start, start + limit);
        // As Ozone does: a cursor with the last page as well, and none with an empty one.
        return json(response, 200, {
          ...(page.length > 0 && { cursor: String(start + page.length) }),
          labels: page,
        });
      }
    }
  }

  async function write({ sig = 'good', src = did, neg, ...said }: Said): Promise<WireLabel> {
    const label = { ver: 1, src, ...said, ...(neg && { neg }), cts: said.cts ?? new Date().toISOString() };
    if (sig === 'none') return label;
    if (sig === 'text') return { ...label, sig: 'a signature' };
    const bytes = await (sig === 'other key' ? otherKey : labelKey).key.sign(encode(label));
    if (sig === 'broken') bytes[5]! ^= 1;
    return { ...label, sig: { $bytes: Buffer.from(bytes).toString('base64').replace(/=+$/, '') } };
  }

  const waiting: (() => void)[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, raw, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${url.pathname}${url.search}`);
    sockets.handleUpgrade(request, raw, head, (socket) => {
      socket.on('error', () => {});
      replay(socket, url.searchParams.get('cursor'));
      for (const resolve of waiting.splice(0)) resolve();
    });
  });

  /** What is newer than a cursor, after a word that some is missing. */
  function replay(socket: WebSocket, cursor: string | null): void {
    if (cursor === null) return;
    const from = Number(cursor);
    if (from > labels.length) {
      socket.send(errorFrame('FutureCursor', 'Cursor in the future.'));
      socket.close(1008);
      return;
    }
    if (from < oldest) socket.send(messageFrame('#info', { name: 'OutdatedCursor', message: 'too old' }));
    for (let seq = Math.max(from, oldest) + 1; seq <= labels.length; seq++) socket.send(frameOf(seq));
  }

  const frameOf = (seq: number): Buffer =>
    messageFrame('#labels', { seq, labels: [withBytes(labels[seq - 1]!)] });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const did = await register(plc, rotation, {
    ...(names.includes('endpoint') && { endpoint: endpoint ?? origin }),
    ...(names.includes('key') && { key: labelKey.did }),
  });

  return {
    did,
    origin,
    asked,
    get paging() {
      return paging;
    },
    set paging(next) {
      paging = next;
    },
    get oldest() {
      return oldest;
    },
    set oldest(seq) {
      oldest = seq;
    },
    nextListener: () => new Promise((resolve) => waiting.push(resolve)),
    async say(said) {
      const label = await write(said);
      labels.push(label);
      for (const socket of sockets.clients) socket.send(frameOf(labels.length));
      return label;
    },
    send(frame) {
      for (const socket of sockets.clients) socket.send(frame);
    },
    cut(error) {
      for (const socket of sockets.clients) {
        if (error === undefined) socket.terminate();
        else {
          socket.send(errorFrame(error.error, error.message));
          socket.close(1008);
        }
      }
    },
    async [Symbol.asyncDispose]() {
      stopped.abort();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const errorFrame = (error: string, message: string): Buffer =>
  Buffer.concat([encode({ op: -1 }), encode({ error, message })]);

const fits = (pattern: string, uri: string): boolean =>
  pattern.endsWith('*') ? uri.startsWith(pattern.slice(0, -1)) : pattern === uri;

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Its signature as bytes, as it goes in CBOR. */
function withBytes({ sig, ...label }: WireLabel): object {
  const bytes = (sig as { readonly $bytes?: string } | undefined)?.$bytes;
  if (bytes === undefined) return sig === undefined ? label : { ...label, sig };
  return { ...label, sig: toBytes(Uint8Array.from(Buffer.from(bytes, 'base64'))) };
}

/** Makes a DID in the directory whose document names a labeler and its key. */
async function register(
  plc: string,
  rotation: TestKey,
  { endpoint, key }: { readonly endpoint?: string; readonly key?: string },
): Promise<string> {
  const operation = {
    ...plcOperation(null, [rotation], rotation),
    alsoKnownAs: [],
    services: endpoint === undefined ? {} : { atproto_labeler: { type: 'AtprotoLabeler', endpoint } },
    verificationMethods: { atproto: rotation.did, ...(key !== undefined && { atproto_label: key }) },
  };
  const whole = await signed(operation, rotation);
  const did = await didOf(whole);
  const answer = await fetch(`${plc}/${did}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(whole),
  });
  if (!answer.ok) throw new Error(`The directory answered ${answer.status}: ${await answer.text()}`);
  return did;
}
