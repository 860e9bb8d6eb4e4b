import { fromUint8Array } from '@atcute/car';
import { CidLinkWrapper } from '@atcute/cbor';
import { CborReader, wordsOf } from './cbor-reader.js';
import type { Wanted } from './filter.js';
import type { Operation } from './json-fields.js';
import { type FrameSink, malformed } from './protocol.js';
import { readRecord } from './record-reader.js';
import type { CommitEvent, CommitHead } from './repo-event.js';

/** The header of every commit: the map {t: "#commit", op: 1}, in the one order that DAG-CBOR has for it. */
const HEADER = Buffer.from('a261746723636f6d6d6974626f7001', 'hex');

/** Whether a frame is a commit, which can be read with {@link readCommit}. */
export function isCommitFrame(frame: Buffer): boolean {
  let same = 0;
  while (same < HEADER.length && frame[same] === HEADER[same]) same++;
  return same === HEADER.length;
}

const COMMIT_KEYS = wordsOf('seq', 'repo', 'rev', 'time', 'ops', 'blocks', 'tooBig');
const OP_KEYS = wordsOf('action', 'path', 'cid');
const ACTIONS = wordsOf('create', 'update', 'delete');

interface Op {
  readonly action: Operation | undefined;
  readonly path: string;
  readonly cid: Uint8Array | undefined;
}

/**
 * Reads a commit (com.atproto.sync.subscribeRepos#commit), of which there are a thousand to one of all the rest. Its blocks
 * stay as they are. `start`: where its body begins. Throws a `malformed` StreamFault.
 */
export function readCommit(
  frame: Buffer,
  wanted: Wanted,
  sink: FrameSink,
  start: number = HEADER.length,
): void {
  const reader = new CborReader(frame, start);
  let seq: number | undefined;
  let did: string | undefined;
  let rev: string | undefined;
  let time = Number.NaN;
  let ops: readonly Op[] | undefined;
  let blocks: Uint8Array | undefined;
  let isTooBig = false;
  for (let entries = reader.map(); entries > 0; entries--) {
    const key = reader.word(COMMIT_KEYS);
    if (key === 'seq') seq = reader.unsigned();
    else if (key === 'repo') did = reader.text();
    else if (key === 'rev') rev = reader.text();
    else if (key === 'time') time = reader.time();
    else if (key === 'ops') ops = readOps(reader);
    else if (key === 'blocks') blocks = reader.bytes();
    else if (key === 'tooBig') isTooBig = reader.boolean();
    else reader.skip();
  }
  if (!reader.isAtEnd()) throw malformed('a frame goes on after its end');
  if (
    seq === undefined ||
    did === undefined ||
    rev === undefined ||
    ops === undefined ||
    Number.isNaN(time)
  ) {
    throw malformed('a commit is not whole');
  }

  if (wanted.did(did)) {
    if (isTooBig) sink.missing(time, `a commit of ${did} was too big to be sent`);
    for (const { action, path, cid } of ops) {
      const slash = path.indexOf('/');
      // An action that is not known today is none that could be shown.
      if (action === undefined) continue;
      if (slash <= 0) throw malformed('a commit has an operation without a record');
      const collection = path.slice(0, slash);
      if (wanted.collection(collection)) {
        const rkey = path.slice(slash + 1);
        sink.event(
          new FirehoseCommit({ did, time, cursor: seq, operation: action, collection, rkey }, cid, blocks),
          rev,
        );
      }
    }
  }
  sink.progress(seq, time);
}

function readOps(reader: CborReader): Op[] {
  const ops: Op[] = [];
  for (let left = reader.array(); left > 0; left--) {
    let action: Operation | undefined;
    let path = '';
    let cid: Uint8Array | undefined;
    for (let entries = reader.map(); entries > 0; entries--) {
      const key = reader.word(OP_KEYS);
      if (key === 'action') action = reader.word(ACTIONS) as Operation | undefined;
      else if (key === 'path') path = reader.text();
      else if (key === 'cid') cid = reader.cid();
      else reader.skip();
    }
    ops.push({ action, path, cid });
  }
  return ops;
}

/** A commit whose record stays in the blocks of its frame, undecoded, until it is asked for. */
class FirehoseCommit implements CommitEvent {
  readonly kind = 'commit';
  readonly did: string;
  readonly time: number;
  readonly cursor: number;
  readonly operation: Operation;
  readonly collection: string;
  readonly rkey: string;
  readonly #cid: Uint8Array | undefined;
  #blocks: Uint8Array | undefined;
  #record: unknown;

  constructor(head: CommitHead, cid: Uint8Array | undefined, blocks: Uint8Array | undefined) {
    this.did = head.did;
    this.time = head.time;
    this.cursor = head.cursor;
    this.operation = head.operation;
    this.collection = head.collection;
    this.rkey = head.rkey;
    this.#cid = cid;
    this.#blocks = head.operation === 'delete' ? undefined : blocks;
  }

  get cid(): string | undefined {
    return this.#cid === undefined ? undefined : new CidLinkWrapper(new Uint8Array(this.#cid)).$link;
  }

  record(): unknown {
    if (this.#blocks !== undefined) {
      if (this.#cid !== undefined) this.#record = recordIn(this.#blocks, this.#cid);
      this.#blocks = undefined;
    }
    return this.#record;
  }
}

/**
 * The record with that CID among the blocks of a commit, as plain JSON (links as `{$link}`, bytes as `{$bytes}`), or
 * undefined where it is not among them or cannot be read.
 */
function recordIn(blocks: Uint8Array, wanted: Uint8Array): unknown {
  try {
    for (const { cid, bytes } of fromUint8Array(blocks)) {
      if (Buffer.compare(cid.bytes, wanted) === 0) return readRecord(bytes);
    }
  } catch {
    // Bytes that are no CAR and no record hold no record; that the event happened is true all the same.
  }
  return undefined;
}
