import { create as tid } from '@atcute/tid';
import type { JetstreamEvent } from './jetstream-event.js';

/** Accounts that the events come from. */
const ACCOUNTS = 20_000;
/** Events that lie between a record's creation and its being deleted. */
const DELETED_AFTER = 211;
/** Microseconds since 1970 of the first event, and between two of them. */
const BEGIN = Date.UTC(2026, 0, 1) * 1000;
const STEP = 1000;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const PAIRS = Array.from({ length: 1024 }, (_, bits) => `${BASE32[bits >>> 5]}${BASE32[bits & 31]}`);
/** A CID ends in two bits that say nothing, and are 0. */
const CID_ENDS = 'aeimquy4';

const WORDS =
  'the garden is full of light this morning and someone left the gate open 🌱 so the cats came in おはよう again'.split(
    ' ',
  );

/**
 * An event of the network, made of its index alone: the same index is the same event, in every run. Kinds and sizes are
 * mixed about as the network mixes them: likes before all, then posts, follows, reposts and blocks, a few profiles that
 * change, a tenth deleted, and one event in a hundred that tells of an account or its handle.
 */
export function syntheticEvent(index: number): JetstreamEvent {
  const random = randomFrom(index);
  const did = didOf(Math.floor(random() * ACCOUNTS));
  const share = random() * 100;
  if (share < 0.5) {
    return {
      kind: 'identity',
      did,
      identity: { did, handle: handleOf(did), seq: index + 1, time: timeOf(index) },
    };
  }
  if (share < 1) {
    return { kind: 'account', did, account: { active: true, did, seq: index + 1, time: timeOf(index) } };
  }
  if (share < 11 && index >= DELETED_AFTER) {
    const deleted = syntheticEvent(index - DELETED_AFTER);
    if (deleted.kind === 'commit' && deleted.operation === 'create') {
      const { collection, rkey } = deleted;
      return {
        kind: 'commit',
        did: deleted.did,
        rev: tidOf(index, 1),
        operation: 'delete',
        collection,
        rkey,
      };
    }
  }

  const createdAt = timeOf(index);
  if (share < 14) {
    return commit(index, random, did, 'update', 'app.bsky.actor.profile', {
      avatar: { $type: 'blob', ref: { $link: cid(random) }, mimeType: 'image/jpeg', size: 48_211 },
      createdAt,
      description: sentence(random, 12),
      displayName: sentence(random, 2),
    });
  }
  if (share < 30) {
    const parent = strongRef(random);
    return commit(index, random, did, 'create', 'app.bsky.feed.post', {
      createdAt,
      langs: ['en'],
      ...(random() < 0.5 && { reply: { parent, root: parent } }),
      text: sentence(random, 4 + Math.floor(random() * 24)),
    });
  }
  if (share < 42) {
    const subject = didOf(Math.floor(random() * ACCOUNTS));
    return commit(index, random, did, 'create', 'app.bsky.graph.follow', { createdAt, subject });
  }
  if (share < 44) {
    const subject = didOf(Math.floor(random() * ACCOUNTS));
    return commit(index, random, did, 'create', 'app.bsky.graph.block', { createdAt, subject });
  }
  const collection = share < 54 ? 'app.bsky.feed.repost' : 'app.bsky.feed.like';
  return commit(index, random, did, 'create', collection, { createdAt, subject: strongRef(random) });
}

type Random = () => number;

function commit(
  index: number,
  random: Random,
  did: string,
  operation: 'create' | 'update',
  collection: string,
  value: Record<string, unknown>,
): JetstreamEvent {
  const rkey = operation === 'update' ? 'self' : tidOf(index, 0);
  const record = { $type: collection, ...value };
  return {
    kind: 'commit',
    did,
    rev: tidOf(index, 1),
    operation,
    collection,
    rkey,
    record,
    cid: cid(random),
  };
}

function strongRef(random: Random): { cid: string; uri: string } {
  const author = didOf(Math.floor(random() * ACCOUNTS));
  const rkey = tidOf(Math.floor(random() * 1_000_000), 2);
  return { cid: cid(random), uri: `at://${author}/app.bsky.feed.post/${rkey}` };
}

const dids = new Map<number, string>();

function didOf(account: number): string {
  let did = dids.get(account);
  if (did === undefined) {
    did = `did:plc:${letters(randomFrom(-1 - account), 24)}`;
    dids.set(account, did);
  }
  return did;
}

function handleOf(did: string): string {
  return `${did.slice(8, 16)}.bsky.social`;
}

function cid(random: Random): string {
  return `bafyrei${letters(random, 51)}${CID_ENDS[Math.floor(random() * CID_ENDS.length)]}`;
}

function letters(random: Random, count: number): string {
  let text = '';
  while (text.length < count) {
    const bits = random() * 2 ** 30;
    text += PAIRS[bits & 1023]! + PAIRS[(bits >>> 10) & 1023]! + PAIRS[(bits >>> 20) & 1023]!;
  }
  return text.slice(0, count);
}

function sentence(random: Random, words: number): string {
  return Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}

function tidOf(index: number, clock: number): string {
  return tid(BEGIN + index * STEP, clock);
}

function timeOf(index: number): string {
  return new Date((BEGIN + index * STEP) / 1000).toISOString();
}

/** Numbers from 0 to 1 that depend on the seed only (mulberry32, by Tommy Ettinger, in the public domain). */
function randomFrom(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
