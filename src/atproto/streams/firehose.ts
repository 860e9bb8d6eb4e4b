import { decode, decodeFirst } from '@atcute/cbor';
import { isCommitFrame, readCommit } from './firehose-commit.js';
import { type Fields, fieldsOf, optionalString, stringOf, timeOf, wholeOf } from './json-fields.js';
import { malformed, StreamFault, type StreamProtocol } from './protocol.js';

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
    if (isCommitFrame(frame)) {
      readCommit(frame, wanted, sink);
      return;
    }
    const { type, body } = frameOf(frame);
    if (type === '#info') {
      if (body.name === 'OutdatedCursor') sink.outdated();
    } else if (type === '#identity') {
      const { did, cursor, time } = placeOf(body);
      sink.event(
        { kind: 'identity', did, time, cursor, handle: optionalString(body, 'handle') },
        stringOf(body, 'time'),
      );
      sink.progress(cursor, time);
    } else if (type === '#account') {
      const { did, cursor, time } = placeOf(body);
      const status = optionalString(body, 'status');
      sink.event(
        { kind: 'account', did, time, cursor, active: body.active === true, status },
        stringOf(body, 'time'),
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
