import type { StreamFilter } from './event-stream.js';
import { COLLECTIONS_MAX, sameFilter, type Wanted } from './filter.js';
import { JsonCommit, ownStrings } from './json-commit.js';
import { isNoEvent, tellAccount, tellCommit, tellIdentity } from './json-events.js';
import {
  type Fields,
  fieldsOf,
  millisecondsOf,
  operationOf,
  optionalString,
  optionalTime,
  optionalWhole,
  parseFrame,
  stringOf,
  timeOf,
  wholeOf,
} from './json-fields.js';
import { FRAME_MAX_BYTES } from './limits.js';
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
const TAIL =
  /"rev":"([^"\\]*)","rkey":"([^"\\]+)","seq":(\d{1,15}),"time":"([^"\\]+)"(?:,"witnessedAt":"([^"\\]+)")?\}\}$/y;

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
    url.searchParams.set('maxMessageSizeBytes', String(FRAME_MAX_BYTES));
    if (cursor !== undefined) url.searchParams.set('cursor', String(cursor));
    if (dictionary !== undefined) url.searchParams.set('zstdDictionary', String(dictionary));
    return url;
  },

  hello: () => undefined,

  change: (from, to) => (sameFilter(asked(from), asked(to)) ? 'nothing' : 'reconnect'),

  resume(position, { sameSource, idleUntil }) {
    if (sameSource && idleUntil === undefined && !isTimeCursor(position.cursor)) {
      return Math.max(position.cursor - REWIND_SEQ, 1);
    }
    return timeCursor(microsecondsOf(position), idleUntil);
  },

  read(frame, wanted, sink) {
    if (typeof frame !== 'string') throw malformed('a frame is binary');
    if (readEnds(frame, wanted, sink)) return;

    if (isNoEvent(frame)) return;
    const message = parseFrame(frame);
    if (message.$type === 'error') {
      throw new StreamFault(
        stringOf(message, 'error'),
        optionalString(message, 'message') ?? stringOf(message, 'error'),
      );
    }
    if (message.$type === 'message') readPayload(fieldsOf(message.payload, 'a payload'), frame, sink);
  },
};

const commitIn = (message: Fields) => message.payload;

/** Reads a commit from the ends of its frame, or returns false. */
function readEnds(frame: string, wanted: Wanted, sink: FrameSink): boolean {
  const head = HEAD.exec(frame);
  if (head === null) return false;
  TAIL.lastIndex = frame.lastIndexOf('"rev":"');
  const tail = TAIL.exec(frame);
  if (tail === null || tail.index < head[0].length) return false;
  const { 1: collection = '', 2: did = '', 3: operation = '' } = head;
  const { 1: rev = '', 2: rkey = '', 3: seq, 4: shownTime = '', 5: witnessedAt } = tail;
  const time = millisecondsOf(witnessedAt ?? shownTime);
  if (Number.isNaN(time)) return false;

  const cursor = Number(seq);
  if (wanted.collection(collection) && wanted.did(did)) {
    const own = ownStrings(collection, did, rev, rkey);
    const commit = { did: own[1], time, cursor, collection: own[0], rkey: own[3] };
    const event = new JsonCommit({ ...commit, operation: operationOf(operation) }, frame, commitIn);
    sink.event(event, own[2]);
  }
  sink.progress(cursor, time);
  return true;
}

function readPayload(payload: Fields, frame: string, sink: FrameSink): void {
  const type = stringOf(payload, '$type');
  const name = type.startsWith(`${NSID}#`) ? type.slice(NSID.length + 1) : undefined;
  if (name === 'info') {
    if (payload.name === 'OutdatedCursor') sink.outdated();
    else if (payload.name === 'FutureCursor') sink.anew();
  } else if (name === 'commit' || name === 'identity' || name === 'account') {
    const cursor = wholeOf(payload, 'seq');
    // When it was witnessed, which a cursor by time goes by; an operator may have set the other one.
    const time = optionalTime(payload, 'witnessedAt') ?? timeOf(payload, 'time');
    const head = { did: stringOf(payload, 'did'), cursor, time };
    if (name === 'commit') tellCommit(head, payload, frame, commitIn, sink);
    else if (name === 'identity') tellIdentity(head, payload.identity, sink);
    else tellAccount(head, payload.account, sink);
    sink.progress(cursor, time);
  } else {
    // Kinds that are not known today have a place in the stream, too, or are none of it.
    const cursor = optionalWhole(payload, 'seq');
    const time = optionalTime(payload, 'witnessedAt') ?? optionalTime(payload, 'time');
    if (cursor !== undefined && time !== undefined) sink.progress(cursor, time);
  }
}

/** The part of a filter that the server takes; the rest is done here. */
function asked({ collections, dids }: StreamFilter): StreamFilter {
  return {
    collections: collections.length > COLLECTIONS_MAX ? [] : collections,
    dids: dids.length > DIDS_IN_URL ? [] : dids,
  };
}
