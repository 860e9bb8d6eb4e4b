import { isDid, isHandle } from '@atcute/lexicons/syntax';
import type { Address } from './address.js';

/** Collections that bsky.app has a page for, and the word that stands for them in its addresses. */
const pages = {
  post: 'app.bsky.feed.post',
  feed: 'app.bsky.feed.generator',
  lists: 'app.bsky.graph.list',
} as const;

const starterPack = 'app.bsky.graph.starterpack';

/** Pages of a post or a feed that show nothing but the record from another side. */
const sides = new Set(['reposted-by', 'quotes']);

/**
 * A segment of a pasted web address. Browsers write `did:plc:…` both plainly and as `did%3Aplc%3A…`, while the
 * `%3A` of `did:web:localhost%3A2583` is part of the DID: what reads as an account already is left alone.
 */
function decoded(segment: string): string {
  if ((isDid(segment) || isHandle(segment)) && !segment.includes('%25')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function bskyPath(segments: readonly string[]): string | undefined {
  const [page, actor, kind, rkey, side, ...more] = segments;
  if (actor === undefined || actor === '' || more.length > 0) return undefined;
  if (page === 'starter-pack' || page === 'start')
    return kind === undefined || rkey !== undefined ? undefined : `${actor}/${starterPack}/${kind}`;
  if (page !== 'profile') return undefined;
  if (kind === undefined) return actor;
  if (rkey === undefined) return kind === 'followers' || kind === 'follows' ? `${actor}/${kind}` : undefined;
  if (!Object.hasOwn(pages, kind)) return undefined;
  const record = `${actor}/${pages[kind as keyof typeof pages]}/${rkey}`;
  if (side === undefined || (kind !== 'lists' && sides.has(side))) return record;
  return side === 'liked-by' && kind !== 'lists' ? `${record}/likes` : undefined;
}

/**
 * The path-like text (`account/collection/rkey` …) that a web address stands for. `undefined` when the text is
 * no web address at all, `null` when it is one that names no place here.
 *
 * Any host that keeps the paths of bsky.app (`/profile/…`) or of the record browsers (`/at://…`, `/at:/…`,
 * `/at/…`, as pdsls.dev and its like) is understood: their addresses carry the place, whoever serves them.
 */
export function webPath(text: string): string | null | undefined {
  const match = /^(https?:\/\/)?([^/\s?#@]+)(\/[^?#]*)?(?:[?#].*)?$/is.exec(text);
  if (match === null) return /^https?:/i.test(text) ? null : undefined;
  const path = match[3] ?? '';
  const repository = /^\/at(?::\/\/?|\/)(?=[^/])(.+)$/is.exec(path)?.[1];
  if (repository !== undefined) return trimSlash(repository).split('/').map(decoded).join('/');
  const segments = trimSlash(path.slice(1)).split('/').map(decoded);
  const place = bskyPath(segments);
  if (place !== undefined) return place;
  return match[1] === undefined && segments[0] !== 'profile' ? undefined : null;
}

function trimSlash(path: string): string {
  return path.replace(/\/$/, '');
}

/**
 * The https address that shows the place in a browser: bsky.app for what Bluesky shows (profiles, posts, feeds,
 * lists, starter packs, followers, follows, likes, one's own settings), pdsls.dev for everything else.
 *
 * @param handle written instead of the DID where bsky.app is meant, when it is known to be right
 */
export function webAddress(address: Address, handle?: string): string {
  const profile = `https://bsky.app/profile/${escaped(handle ?? address.repo)}`;
  switch (address.kind) {
    case 'repo':
    case 'history':
      return profile;
    case 'followers':
    case 'follows':
      return `${profile}/${address.kind}`;
    case 'preferences':
      return 'https://bsky.app/settings';
    case 'collection':
      return `https://pdsls.dev/at://${escaped(address.repo)}/${address.collection}`;
    case 'record':
    case 'likes':
      return recordPage(address, profile) ?? recordInPdsls(address);
  }
}

type RecordAddress = Extract<Address, { kind: 'record' | 'likes' }>;

function recordPage(address: RecordAddress, profile: string): string | undefined {
  const { kind, collection, rkey } = address;
  const word = Object.entries(pages).find(([, nsid]) => nsid === collection)?.[0];
  if (kind === 'likes')
    return word === 'post' || word === 'feed' ? `${profile}/${word}/${rkey}/liked-by` : undefined;
  if (word !== undefined) return `${profile}/${word}/${rkey}`;
  if (collection === starterPack) return `${profile.replace('/profile/', '/starter-pack/')}/${rkey}`;
  return collection === 'app.bsky.actor.profile' && rkey === 'self' ? profile : undefined;
}

function recordInPdsls({ repo, collection, rkey }: RecordAddress): string {
  return `https://pdsls.dev/at://${escaped(repo)}/${collection}/${rkey}`;
}

/** Of all that a handle, a DID or a record key may hold, only the percent sign means something else in a path. */
function escaped(actor: string): string {
  return actor.replaceAll('%', '%25');
}
