import { decode, decodeFirst } from '@atcute/cbor';
import { recordIn } from './car-record.js';
import type { Wanted } from './filter.js';
import {
  type Fields,
  fieldsOf,
  isOperation,
  type Operation,
  optionalString,
  stringOf,
  timeOf,
  wholeOf,
} from './json-fields.js';
import { accountKey, commitKey, identityKey } from './keys.js';
import { type FrameSink, malformed, StreamFault, type StreamProtocol } from './protocol.js';
import type { CommitEvent } from './repo-event.js';

/** Sequence numbers that a cursor is set back by. */
const REWIND_SEQ = 200;

/**
 * The firehose of a PDS or a relay (com.atproto.sync.subscribeRepos): it knows no filter, so everything comes and is picked
 * from here. Its cursors are its own: at another host they mean nothing.
 */
export const firehose: StreamProtocol = {
  sharedCursors: false,

  url(source, { cursor }) {
    const url = new URL(source.url);
    if (cursor !== undefined) url.searchParams.set('cursor', String(cursor));
    return url;
  },

  hello: () => undefined,

  change: () => 'nothing',

  resume: (position, { sameSource }) => (sameSource ? Math.max(position.cursor - REWIND_SEQ, 0) : undefined),

  read(frame, wanted, sink) {
    if (typeof frame === 'string') throw malformed('a frame is text');
    const { type, body } = frameOf(frame);
    if (type === '#info') {
      if (body.name === 'OutdatedCursor') sink.outdated();
    } else if (type === '#commit') {
      readCommit(body, wanted, sink);
    } else if (type === '#identity') {
      const { did, cursor, time } = placeOf(body);
      sink.event(
        { kind: 'identity', did, time, cursor, handle: optionalString(body, 'handle') },
        identityKey(did, stringOf(body, 'time')),
      );
      sink.progress(cursor, time);
    } else if (type === '#account') {
      const { did, cursor, time } = placeOf(body);
      const status = optionalString(body, 'status');
      sink.event(
        { kind: 'account', did, time, cursor, active: body.active === true, status },
        accountKey(did, stringOf(body, 'time'), body.active === true, status),
      );
      sink.progress(cursor, time);
    } else if (typeof body.seq === 'number' && typeof body.time === 'string') {
      sink.progress(wholeOf(body, 'seq'), timeOf(body, 'time'));
    }
  },
};

/** Splits a frame into its header and its body (atproto event stream specification, "Wire Protocol"). */
function frameOf(frame: Uint8Array): { type: unknown; body: Fields } {
  let header: Fields;
  let body: Fields;
  try {
    const [first, rest] = decodeFirst(frame);
    header = fieldsOf(first, 'a header');
    body = fieldsOf(decode(rest), 'a body');
  } catch (error) {
    if (error instanceof StreamFault) throw error;
    throw malformed('a frame is not CBOR');
  }
  if (header.op === -1) {
    const error = stringOf(body, 'error');
    throw new StreamFault(error, optionalString(body, 'message') ?? error);
  }
  if (header.op !== 1) throw malformed('a frame has an unknown header');
  return { type: header.t, body };
}

function placeOf(body: Fields): { did: string; cursor: number; time: number } {
  return { did: stringOf(body, 'did'), cursor: wholeOf(body, 'seq'), time: timeOf(body, 'time') };
}

function readCommit(body: Fields, wanted: Wanted, sink: FrameSink): void {
  const cursor = wholeOf(body, 'seq');
  const did = stringOf(body, 'repo');
  const time = timeOf(body, 'time');
  if (wanted.did(did)) {
    if (body.tooBig === true) sink.missing(time, `a commit of ${did} was too big to be sent`);
    if (!Array.isArray(body.ops)) throw malformed('a commit has no ops');
    const blocks = body.blocks;
    for (const value of body.ops as readonly unknown[]) {
      const op = fieldsOf(value, 'an op');
      const path = stringOf(op, 'path');
      const slash = path.indexOf('/');
      if (slash <= 0 || !isOperation(op.action)) throw malformed('a commit has an op that is none');
      const collection = path.slice(0, slash);
      if (wanted.collection(collection)) {
        const rkey = path.slice(slash + 1);
        const event = new FirehoseCommit(did, time, cursor, op.action, collection, rkey, op.cid, blocks);
        sink.event(event, commitKey(did, stringOf(body, 'rev'), op.action, collection, rkey));
      }
    }
  }
  sink.progress(cursor, time);
}

/** A commit whose record stays in the blocks of its frame, undecoded, until it is asked for. */
class FirehoseCommit implements CommitEvent {
  readonly kind = 'commit';
  #link: unknown;
  #blocks: unknown;
  #record: unknown;

  constructor(
    readonly did: string,
    readonly time: number,
    readonly cursor: number,
    readonly operation: Operation,
    readonly collection: string,
    readonly rkey: string,
    link: unknown,
    blocks: unknown,
  ) {
    this.#link = link;
    this.#blocks = operation === 'delete' ? undefined : blocks;
  }

  get cid(): string | undefined {
    return optionalString(fieldsOf(this.#link ?? {}, 'a CID'), '$link');
  }

  record(): unknown {
    if (this.#blocks !== undefined) {
      this.#record = recordIn(this.#blocks, this.#link);
      this.#blocks = undefined;
    }
    return this.#record;
  }
}
