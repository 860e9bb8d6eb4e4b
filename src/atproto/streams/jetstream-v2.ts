import type { StreamFilter } from './event-stream.js';
import { MAX_COLLECTIONS, sameFilter, type Wanted } from './filter.js';
import { commitHead, JsonCommit, ownStrings } from './json-commit.js';
import {
  type Fields,
  fieldsOf,
  millisecondsOf,
  operationOf,
  optionalString,
  parseFrame,
  stringOf,
  timeOf,
  wholeOf,
} from './json-fields.js';
import { MAX_FRAME } from './limits.js';
import {
  type FrameSink,
  isTimeCursor,
  malformed,
  microsecondsOf,
  StreamFault,
  type StreamProtocol,
  timeCursor,
} from './protocol.js';

const NSID = 'network.bsky.jetstream.subscribeEvents';

/** Sequence numbers that a cursor is set back by. */
const REWIND_SEQ = 100;

/** DIDs that are asked for in the URL; more of them would make it too long for proxies, and are picked out here. */
const DIDS_IN_URL = 200;

/**
 * What a commit frame has before and behind the record, as the server writes it (its generated encoder sorts the fields). What
 * does not fit is read in full.
 */
const HEAD =
  /^\{"\$type":"message","payload":\{"\$type":"network\.bsky\.jetstream\.subscribeEvents#commit",(?:"cid":"[^"\\]*",)?"collection":"([^"\\]+)","did":"([^"\\]+)","operation":"(create|update|delete)",/;
const TAIL = /"rev":"([^"\\]*)","rkey":"([^"\\]+)","seq":(\d{1,15}),"time":"([^"\\]+)"\}\}$/y;

/**
 * Jetstream v2 (bluesky-social/jetstream: lexicons/network/bsky/jetstream/subscribeEvents.json). It takes its filter from
 * the URL only, and closes the socket on any message of the client.
 */
export const jetstreamV2: StreamProtocol = {
  subprotocol: 'xrpc.v1.json',
  sharedCursors: false,

  url(source, { filter, cursor, dictionary }) {
    const url = new URL(source.url);
    const { collections, dids } = asked(filter);
    // Without #sync, which tells nothing that an event could be made of.
    for (const kind of ['commit', 'identity', 'account']) url.searchParams.append('kinds', kind);
    for (const collection of collections) url.searchParams.append('collections', collection);
    for (const did of dids) url.searchParams.append('dids', did);
    url.searchParams.set('maxMessageSizeBytes', String(MAX_FRAME));
    if (cursor !== undefined) url.searchParams.set('cursor', String(cursor));
    if (dictionary !== undefined) url.searchParams.set('zstdDictionary', String(dictionary));
    return url;
  },

  hello: () => undefined,

  change: (from, to) => (sameFilter(asked(from), asked(to)) ? 'nothing' : 'reconnect'),

  resume(position, { sameSource, idleUntil }) {
    if (sameSource && idleUntil === undefined && !isTimeCursor(position.cursor))
      return Math.max(position.cursor - REWIND_SEQ, 1);
    return timeCursor(microsecondsOf(position), idleUntil);
  },

  read(frame, wanted, sink) {
    if (typeof frame !== 'string') throw malformed('a frame is binary');
    if (readEnds(frame, wanted, sink)) return;

    const message = parseFrame(frame);
    if (message.$type === 'error') {
      throw new StreamFault(
        stringOf(message, 'error'),
        optionalString(message, 'message') ?? stringOf(message, 'error'),
      );
    }
    const payload = fieldsOf(message.payload, 'a payload');
    const type = stringOf(payload, '$type');
    if (type === `${NSID}#info`) {
      if (payload.name === 'OutdatedCursor') sink.outdated();
      else if (payload.name === 'FutureCursor') sink.anew();
    } else {
      readEvent(type.slice(NSID.length), payload, frame, sink);
    }
  },
};

const commitIn = (message: Fields) => message.payload;

/** Reads a commit from the ends of its frame, or returns false. */
function readEnds(frame: string, wanted: Wanted, sink: FrameSink): boolean {
  const head = HEAD.exec(frame);
  if (head === null) return false;
  TAIL.lastIndex = frame.lastIndexOf('"rev":"');
  const tail = TAIL.exec(frame);
  const time = tail === null ? Number.NaN : millisecondsOf(tail[4]!);
  if (tail === null || tail.index < head[0].length || Number.isNaN(time)) return false;

  const cursor = Number(tail[3]);
  if (wanted.collection(head[1]!) && wanted.did(head[2]!)) {
    const [collection, did, rev, rkey] = ownStrings(head[1]!, head[2]!, tail[1]!, tail[2]!);
    const operation = operationOf(head[3]!);
    sink.event(new JsonCommit({ did, time, cursor, operation, collection, rkey }, frame, commitIn), rev);
  }
  sink.progress(cursor, time);
  return true;
}

function readEvent(type: string, payload: Fields, frame: string, sink: FrameSink): void {
  const did = stringOf(payload, 'did');
  const cursor = wholeOf(payload, 'seq');
  const time = timeOf(payload, 'time');
  if (type === '#commit') {
    const event = new JsonCommit(commitHead(did, cursor, time, payload), frame, commitIn);
    sink.event(event, stringOf(payload, 'rev'));
  } else if (type === '#identity') {
    const identity = fieldsOf(payload.identity, 'an identity');
    const mark = optionalString(identity, 'time') ?? String(cursor);
    sink.event({ kind: 'identity', did, time, cursor, handle: optionalString(identity, 'handle') }, mark);
  } else if (type === '#account') {
    const account = fieldsOf(payload.account, 'an account');
    const status = optionalString(account, 'status');
    const mark = optionalString(account, 'time') ?? String(cursor);
    sink.event({ kind: 'account', did, time, cursor, active: account.active === true, status }, mark);
  }
  sink.progress(cursor, time);
}

/** The part of a filter that the server takes; the rest is done here. */
function asked({ collections, dids }: StreamFilter): StreamFilter {
  return {
    collections: collections.length > MAX_COLLECTIONS ? [] : collections,
    dids: dids.length > DIDS_IN_URL ? [] : dids,
  };
}
