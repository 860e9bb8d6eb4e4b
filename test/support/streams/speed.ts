import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeCarStream } from '@atcute/car';
import { CidLinkWrapper, encode, toBytes } from '@atcute/cbor';
import { create, fromString } from '@atcute/cid';
// The package's own decoder, which it does not export.
import { decodeFrame } from '../../../node_modules/@atcute/firehose/dist/frame-decoder.js';
import { Connection } from '../../../src/atproto/streams/connection.js';
import { Delivery } from '../../../src/atproto/streams/delivery.js';
import type { StreamFilter } from '../../../src/atproto/streams/event-stream.js';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';
import type { SocketHandlers, SocketOpener } from '../../../src/atproto/streams/socket.js';
import { TIMINGS } from '../../../src/atproto/streams/timings.js';
import type { StreamKind } from '../../../src/keep/stream-url.js';
import { CID, commitV2, messageFrame, timeAt } from './frames.js';

/** How fast frames become events, beside what only decodes them. Each figure is a median of the rounds. */
export interface Speed {
  readonly kind: StreamKind;
  /** What was asked for. */
  readonly filter: string;
  /** Frames a second on one core: read, filtered, told apart from those seen before, handed to a listener. */
  readonly handled: number;
  /** Frames a second of decoding them and nothing else: JSON.parse, or the decoder of @atcute/firehose. */
  readonly decoded: number;
  readonly rounds: number;
}

const FRAMES = 20_000;
const ROUNDS = 15;

const FILTERS: Readonly<Record<string, StreamFilter>> = {
  'all collections': { collections: [], dids: [] },
  'follows only': { collections: ['app.bsky.graph.follow'], dids: [] },
};

/** About what the network sends: of 20 events, so many of each. */
const MIX = [
  ...Array<string>(9).fill('app.bsky.feed.like'),
  ...Array<string>(5).fill('app.bsky.feed.post'),
  ...Array<string>(3).fill('app.bsky.graph.follow'),
  ...Array<string>(3).fill('app.bsky.feed.repost'),
];

export async function measureSpeeds(): Promise<Speed[]> {
  const speeds: Speed[] = [];
  for (const kind of ['jetstream', 'jetstream-v2', 'firehose'] as const) {
    const frames = await Promise.all(
      Array.from({ length: FRAMES }, (_, index) => mixedFrame(kind, index + 1)),
    );
    for (const [filter, wanted] of Object.entries(FILTERS)) {
      const handled: number[] = [];
      const decoded: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        decoded.push(perSecond(() => decodeOnly(frames)));
        const { receive, close } = await open(kind, wanted);
        handled.push(perSecond(() => frames.forEach(receive)));
        close();
      }
      speeds.push({ kind, filter, handled: median(handled), decoded: median(decoded), rounds: ROUNDS });
    }
  }
  return speeds;
}

/** A connection whose socket is this function, and whose events go through a queue to a listener that does nothing. */
async function open(kind: StreamKind, filter: StreamFilter) {
  let handlers: SocketHandlers | undefined;
  const opener: SocketOpener = {
    open(_url, _subprotocol, given) {
      handlers = given;
      queueMicrotask(given.open);
      return { send() {}, ping() {}, heard: () => 0, pause() {}, resume() {}, leave() {} };
    },
    get: async () => undefined,
    close() {},
  };
  const listener = { events: (_batch: readonly RepoEvent[]) => {}, gap() {}, status() {} };
  const delivery = new Delivery(listener, { everyMs: 50, fullAt: 2_000, onFlush() {} });
  const connection = new Connection({
    sources: [{ kind, url: new URL('ws://localhost/subscribe') }],
    filter,
    from: undefined,
    opener,
    dictionaries: { of: async () => undefined, refused() {} },
    timings: TIMINGS,
    onEvent(event) {
      delivery.push(event);
      if (delivery.isFull) delivery.flush();
    },
    onGap() {},
    onOtherOrder() {},
    onMarksLost() {},
    laterStart: () => undefined,
    onStatus() {},
  });
  await nextTurn();
  return {
    receive: (frame: string | Buffer) => handlers?.message(frame),
    close() {
      connection.close();
      delivery.close();
    },
  };
}

function decodeOnly(frames: readonly (string | Buffer)[]): void {
  for (const frame of frames) {
    if (typeof frame === 'string') JSON.parse(frame);
    else decodeFrame(frame);
  }
}

async function mixedFrame(kind: StreamKind, seq: number): Promise<string | Buffer> {
  const collection = MIX[seq % MIX.length]!;
  const did = `did:plc:${(seq * 2_654_435_761).toString(36).padStart(24, 'a').slice(0, 24)}`;
  const rkey = `3l${seq.toString(36).padStart(11, '2')}`;
  const rev = `3m${seq.toString(36).padStart(11, '2')}`;
  const time = new Date(timeAt(0) + seq).toISOString();
  const record = recordOf(collection, time, seq);
  if (kind === 'firehose') {
    return await firehoseFrame({ seq, did, rev, time, path: `${collection}/${rkey}`, record });
  }
  const commit = { rev, operation: 'create', collection, rkey, record, cid: CID };
  if (kind === 'jetstream') {
    return JSON.stringify({ did, time_us: (timeAt(0) + seq) * 1000, kind: 'commit', commit });
  }
  return commitV2({ ...commit, did, seq, time: time.replace('Z', '000Z') });
}

function recordOf(collection: string, createdAt: string, seq: number): object {
  const subject = { cid: CID, uri: 'at://did:plc:ragtjsm2j2vknwkz3zp4oxrd/app.bsky.feed.post/3klvirybw6c2b' };
  if (collection === 'app.bsky.graph.follow') {
    return { $type: collection, createdAt, subject: 'did:plc:ragtjsm2j2vknwkz3zp4oxrd' };
  }
  if (collection !== 'app.bsky.feed.post') return { $type: collection, createdAt, subject };
  const text = 'Some words about the weather, and a link to more of them. '.repeat(1 + (seq % 4));
  return { $type: collection, createdAt, langs: ['en'], text, reply: { parent: subject, root: subject } };
}

interface FirehoseCommit {
  readonly seq: number;
  readonly did: string;
  readonly rev: string;
  readonly time: string;
  readonly path: string;
  readonly record: object;
}

const LINK_BYTES = new Uint8Array(fromString(CID).bytes);
const LINK = new CidLinkWrapper(LINK_BYTES);

/** A commit with the blocks that its proof takes in a repository of some thousand records: its own, six of the tree, the record. */
async function firehoseFrame({ seq, did, rev, time, path, record }: FirehoseCommit): Promise<Buffer> {
  const data = encode(record);
  const { bytes } = await create(0x71, data);
  const cid = new Uint8Array(bytes);
  const blocks = [{ cid, data }];
  for (let node = 0; node < 7; node++)
    blocks.unshift({ cid: LINK_BYTES, data: NOISE.subarray(node, node + 500) });
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeCarStream([LINK], blocks)) chunks.push(chunk);
  return messageFrame('#commit', {
    seq,
    rebase: false,
    tooBig: false,
    repo: did,
    commit: LINK,
    rev,
    since: rev,
    blocks: toBytes(Buffer.concat(chunks)),
    ops: [{ action: 'create', path, cid: new CidLinkWrapper(cid) }],
    blobs: [],
    time,
    prevData: LINK,
  });
}

const NOISE = new Uint8Array(randomBytes(600));

function perSecond(run: () => void): number {
  const start = process.hrtime.bigint();
  run();
  return FRAMES / (Number(process.hrtime.bigint() - start) / 1e9);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
