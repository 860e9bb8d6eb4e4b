import type { StreamFilter } from './event-stream.js';
import { MAX_COLLECTIONS, MAX_DIDS, sameFilter } from './filter.js';
import { fieldsOf, isOperation, optionalString, parseFrame, stringOf, wholeOf } from './json-fields.js';
import { accountKey, commitKey, identityKey } from './keys.js';
import { MAX_FRAME } from './limits.js';
import { malformed, microsecondsOf, type StreamProtocol, timeCursor } from './protocol.js';

/** DIDs that a URL may hold: proxies refuse request lines of much more than 8 KB. */
const DIDS_IN_URL = 100;

/**
 * The start of a commit frame as every Jetstream writes it (Go keeps the order of the fields). Where it fits, the
 * commonest reason to drop a frame is known without parsing the rest.
 */
const COMMIT_START =
  /^\{"did":"([^"\\]+)","time_us":(\d{1,16})(?:,"cursor":\d+)?,"kind":"commit","commit":\{"rev":"[^"\\]*","operation":"[a-z]+","collection":"([^"\\]+)",/;

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
    url.searchParams.set('maxMessageSizeBytes', String(MAX_FRAME));
    if (cursor !== undefined) url.searchParams.set('cursor', String(cursor));
    return url;
  },

  hello: (filter) => (asked(filter).dids.length > DIDS_IN_URL ? update(filter) : undefined),

  change: (from, to) => (sameFilter(asked(from), asked(to)) ? 'nothing' : { send: update(to) }),

  resume: (position, { idleUntil }) => timeCursor(microsecondsOf(position), idleUntil),

  read(frame, wanted, sink) {
    if (typeof frame !== 'string') throw malformed('a frame is binary');
    const start = COMMIT_START.exec(frame);
    if (start !== null && !(wanted.collection(start[3]!) && wanted.did(start[1]!))) {
      const cursor = Number(start[2]);
      sink.progress(cursor, Math.floor(cursor / 1000));
      return;
    }

    const fields = parseFrame(frame);
    const did = stringOf(fields, 'did');
    const cursor = wholeOf(fields, 'time_us');
    const time = Math.floor(cursor / 1000);
    if (fields.kind === 'commit') {
      const commit = fieldsOf(fields.commit, 'a commit');
      const { operation, record } = commit;
      const collection = stringOf(commit, 'collection');
      const rkey = stringOf(commit, 'rkey');
      if (!isOperation(operation)) throw malformed('a commit has no operation');
      const key = commitKey(did, stringOf(commit, 'rev'), operation, collection, rkey);
      const cid = optionalString(commit, 'cid');
      sink.event(
        { kind: 'commit', did, time, cursor, operation, collection, rkey, cid, record: () => record },
        key,
      );
    } else if (fields.kind === 'identity') {
      const identity = fieldsOf(fields.identity, 'an identity');
      const key = identityKey(did, optionalString(identity, 'time') ?? cursor);
      sink.event({ kind: 'identity', did, time, cursor, handle: optionalString(identity, 'handle') }, key);
    } else if (fields.kind === 'account') {
      const account = fieldsOf(fields.account, 'an account');
      const status = optionalString(account, 'status');
      const key = accountKey(did, optionalString(account, 'time') ?? cursor, account.active === true, status);
      sink.event({ kind: 'account', did, time, cursor, active: account.active === true, status }, key);
    }
    sink.progress(cursor, time);
  },
};

function update(filter: StreamFilter): string {
  const { collections, dids } = asked(filter);
  return JSON.stringify({
    type: 'options_update',
    payload: { wantedCollections: collections, wantedDids: dids, maxMessageSizeBytes: MAX_FRAME },
  });
}

/** The part of a filter that the server takes; the rest is done here. */
function asked({ collections, dids }: StreamFilter): StreamFilter {
  return {
    collections: collections.length > MAX_COLLECTIONS ? [] : collections,
    dids: dids.length > MAX_DIDS ? [] : dids,
  };
}
