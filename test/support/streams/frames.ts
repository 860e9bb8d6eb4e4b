import { writeCarStream } from '@atcute/car';
import { CidLinkWrapper, encode, toBytes } from '@atcute/cbor';
import { create } from '@atcute/cid';
import type { StreamKind } from '../../../src/keep/stream-url.js';

/** A follow or its undoing, as any of the sources would tell of it. */
export interface SomeCommit {
  /** Its place in the stream: the sequence number, and the second since `EPOCH` at which it happened. */
  readonly seq: number;
  readonly did?: string;
  readonly operation?: 'create' | 'delete';
  readonly collection?: string;
  readonly rkey?: string;
}

/** Milliseconds since 1970 at which the frames' time begins: an hour ago. */
export const EPOCH = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

/** Milliseconds since 1970 of the event with that number. */
export function timeAt(seq: number): number {
  return EPOCH + seq * 1000;
}

export const CID = 'bafyreigxrk4yvrpnyp7u4phpz5y2r2r6y2j5w5i4z7u3b2v3x2v3x2v3xa';
export const RECORD = {
  $type: 'app.bsky.graph.follow',
  subject: 'did:plc:subject',
  createdAt: '2026-01-01T00:00:00Z',
};

/** The cursor that a source has for the event with that number. */
export function cursorAt(kind: StreamKind, seq: number): number {
  return kind === 'jetstream' ? timeAt(seq) * 1000 : seq;
}

export async function commitFrame(kind: StreamKind, commit: SomeCommit): Promise<string | Buffer> {
  const {
    seq,
    did = 'did:plc:a',
    operation = 'create',
    collection = RECORD.$type,
    rkey = `r${seq}`,
  } = commit;
  const made = operation === 'create';
  const rev = `rev${seq}`;
  const time = new Date(timeAt(seq)).toISOString();
  if (kind === 'firehose') {
    const block = encode(RECORD);
    const { bytes } = await create(0x71, block);
    const link = new CidLinkWrapper(new Uint8Array(bytes));
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeCarStream([link], [{ cid: bytes, data: block }])) chunks.push(chunk);
    const op = { action: operation, path: `${collection}/${rkey}`, cid: made ? link : null };
    const body = { seq, repo: did, rev, time, ops: [op], blocks: toBytes(Buffer.concat(chunks)) };
    return messageFrame('#commit', body);
  }
  const what = { rev, operation, collection, rkey, ...(made && { record: RECORD, cid: CID }) };
  if (kind === 'jetstream') {
    return JSON.stringify({ did, time_us: timeAt(seq) * 1000, kind: 'commit', commit: what });
  }
  return commitV2({ ...what, did, seq, time });
}

/** The fields sorted, as the encoder of the real one has them. */
export function commitV2(fields: Readonly<Record<string, unknown>>): string {
  const $type = 'network.bsky.jetstream.subscribeEvents#commit';
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ $type: 'message', payload: { $type, ...Object.fromEntries(sorted) } });
}

export function accountFrame(kind: StreamKind, seq: number, did: string): string | Buffer {
  const time = new Date(timeAt(seq)).toISOString();
  const account = { seq, did, time, active: false, status: 'deactivated' };
  if (kind === 'firehose') return messageFrame('#account', account);
  if (kind === 'jetstream') {
    return JSON.stringify({ did, time_us: timeAt(seq) * 1000, kind: 'account', account });
  }
  const $type = 'network.bsky.jetstream.subscribeEvents#account';
  return JSON.stringify({ $type: 'message', payload: { $type, seq, did, time, account } });
}

/** Says that the cursor is older than what is kept. Jetstream v1 has no such frame. */
export function outdatedFrame(kind: StreamKind): string | Buffer {
  const info = { name: 'OutdatedCursor', message: 'it is too old' };
  if (kind === 'firehose') return messageFrame('#info', info);
  const $type = 'network.bsky.jetstream.subscribeEvents#info';
  return JSON.stringify({ $type: 'message', payload: { $type, ...info } });
}

export function messageFrame(t: string, body: unknown): Buffer {
  return Buffer.concat([encode({ op: 1, t }), encode(body)]);
}
