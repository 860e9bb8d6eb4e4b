import type { StreamFilter } from './event-stream.js';
import { COLLECTIONS_MAX, DIDS_MAX, sameFilter, type Wanted } from './filter.js';
import { JsonCommit, ownStrings } from './json-commit.js';
import { isNoEvent, tellAccount, tellCommit, tellIdentity } from './json-events.js';
import {
  type Fields,
  fieldsOf,
  operationOf,
  optionalWhole,
  parseFrame,
  stringOf,
  wholeOf,
} from './json-fields.js';
import { FRAME_MAX_BYTES } from './limits.js';
import {
  type FrameSink,
  isTimeCursor,
  malformed,
  microsecondsOf,
  type StreamProtocol,
  timeCursor,
} from './protocol.js';

/** DIDs that a URL may hold: proxies refuse request lines of much more than 8 KB. */
const DIDS_IN_URL = 100;

/**
 * The start of a commit frame as every Jetstream writes it (Go keeps the order of the fields): all but the record. What does
 * not fit is read in full.
 */
const HEAD =
  /^\{"did":"([^"\\]+)","time_us":(\d{1,16})(?:,"cursor":\d+)?,"kind":"commit","commit":\{"rev":"([^"\\]*)","operation":"(create|update|delete)","collection":"([^"\\]+)","rkey":"([^"\\]+)"(?=[,}])/;

/**
 * Jetstream v1 (bluesky-social/jetstream-legacy: README.md; served by bluesky-social/jetstream at the same path). Its
 * custom zstd scheme needs a dictionary that no server gives out, and excludes permessage-deflate, which undici always
 * offers: so frames are compressed by the latter.
 */
export const jetstreamV1: StreamProtocol = {
  sharedCursors: true,

  url(source, { filter, cursor }) {
    const url = new URL(source.url);
    const { collections, dids } = asked(filter);
    for (const collection of collections) url.searchParams.append('wantedCollections', collection);
    if (dids.length > DIDS_IN_URL) url.searchParams.set('requireHello', 'true');
    else for (const did of dids) url.searchParams.append('wantedDids', did);
    url.searchParams.set('maxMessageSizeBytes', String(FRAME_MAX_BYTES));
    if (cursor !== undefined) url.searchParams.set('cursor', String(cursor));
    return url;
  },

  hello: (filter) => (asked(filter).dids.length > DIDS_IN_URL ? update(filter) : undefined),

  change: (from, to) => (sameFilter(asked(from), asked(to)) ? 'nothing' : { send: update(to) }),

  resume: (position, { idleUntil }) => timeCursor(microsecondsOf(position), idleUntil),

  read(frame, wanted, sink) {
    if (typeof frame !== 'string') throw malformed('a frame is binary');
    const head = HEAD.exec(frame);
    if (head !== null && frame.endsWith('}}')) readHead(head, frame, wanted, sink);
    else if (!isNoEvent(frame)) readWhole(parseFrame(frame), frame, sink);
  },
};

const commitIn = (message: Fields) => message.commit;

function readHead(head: RegExpExecArray, frame: string, wanted: Wanted, sink: FrameSink): void {
  const { 1: did = '', 2: digits, 3: rev = '', 4: operation = '', 5: collection = '', 6: rkey = '' } = head;
  const cursor = Number(digits);
  const time = Math.floor(cursor / 1000);
  if (wanted.collection(collection) && wanted.did(did)) {
    const own = ownStrings(did, rev, collection, rkey);
    const commit = { did: own[0], time, cursor, collection: own[2], rkey: own[3] };
    const event = new JsonCommit({ ...commit, operation: operationOf(operation) }, frame, commitIn);
    sink.event(event, own[1]);
  }
  // What counts by no time is no place to go on from.
  if (isTimeCursor(cursor)) sink.progress(cursor, time);
}

function readWhole(fields: Fields, frame: string, sink: FrameSink): void {
  const { kind } = fields;
  if (kind === 'commit' || kind === 'identity' || kind === 'account') {
    const cursor = wholeOf(fields, 'time_us');
    const head = { did: stringOf(fields, 'did'), cursor, time: Math.floor(cursor / 1000) };
    if (kind === 'commit') tellCommit(head, fieldsOf(fields.commit, 'a commit'), frame, commitIn, sink);
    else if (kind === 'identity') tellIdentity(head, fields.identity, sink);
    else tellAccount(head, fields.account, sink);
  }
  // Kinds that are not known today have a place in the stream, too, or are none of it.
  const cursor = optionalWhole(fields, 'time_us');
  if (cursor !== undefined && isTimeCursor(cursor)) sink.progress(cursor, Math.floor(cursor / 1000));
}

function update(filter: StreamFilter): string {
  const { collections, dids } = asked(filter);
  return JSON.stringify({
    type: 'options_update',
    payload: { wantedCollections: collections, wantedDids: dids, maxMessageSizeBytes: FRAME_MAX_BYTES },
  });
}

/** The part of a filter that the server takes; the rest is done here. */
function asked({ collections, dids }: StreamFilter): StreamFilter {
  return {
    collections: collections.length > COLLECTIONS_MAX ? [] : collections,
    dids: dids.length > DIDS_MAX ? [] : dids,
  };
}
