import { isObject } from '../../text/json-fields.js';
import { bodyOf, decoded, readFrame } from './event-frame.js';
import type { Wanted } from './filter.js';
import { isCommitFrame, readCommit } from './firehose-commit.js';
import {
  type Fields,
  optionalString,
  optionalTime,
  optionalWhole,
  stringOf,
  timeOf,
  wholeOf,
} from './json-fields.js';
import type { FrameSink, StreamProtocol } from './protocol.js';
import { readRecord } from './record-reader.js';

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
    // A text is none of the frames that hold events: a sign of life, say.
    if (typeof frame === 'string') return;
    if (isCommitFrame(frame)) {
      readCommit(frame, wanted, sink);
      return;
    }
    const message = readFrame(frame);
    if (message !== undefined) readMessage(message.type, message.rest, frame, wanted, sink);
  },
};

function readMessage(type: unknown, rest: Uint8Array, frame: Buffer, wanted: Wanted, sink: FrameSink): void {
  if (type === '#commit') {
    readCommit(frame, wanted, sink, frame.length - rest.length);
  } else if (type === '#info') {
    const { name } = bodyOf(rest);
    if (name === 'OutdatedCursor') sink.outdated();
    else if (name === 'FutureCursor') sink.anew();
  } else if (type === '#identity') {
    const body = bodyOf(rest);
    const place = placeOf(body);
    sink.event(
      { kind: 'identity', ...place, handle: optionalString(body, 'handle') },
      stringOf(body, 'time'),
    );
    sink.progress(place.cursor, place.time);
  } else if (type === '#account') {
    const body = bodyOf(rest);
    const place = placeOf(body);
    const status = optionalString(body, 'status');
    sink.event({ kind: 'account', ...place, active: body.active === true, status }, stringOf(body, 'time'));
    sink.progress(place.cursor, place.time);
  } else {
    const body = decoded(() => readRecord(rest));
    if (!isObject(body)) return;
    const cursor = optionalWhole(body, 'seq');
    const time = optionalTime(body, 'time');
    if (cursor !== undefined && time !== undefined) sink.progress(cursor, time);
  }
}

function placeOf(body: Fields): { did: string; cursor: number; time: number } {
  return { did: stringOf(body, 'did'), cursor: wholeOf(body, 'seq'), time: timeOf(body, 'time') };
}
