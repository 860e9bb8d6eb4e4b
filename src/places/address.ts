import { isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import { normalActor, quoted, type Reading, readActor } from '../atproto/actor-syntax.js';
import { webPath } from './web-address.js';

export { webAddress } from './web-address.js';

/**
 * Where one can be. `repo` is a handle or a DID as the user or a record wrote it; it is resolved later.
 */
export type Address =
  | { readonly kind: 'repo'; readonly repo: string }
  | { readonly kind: 'collection'; readonly repo: string; readonly collection: string }
  | { readonly kind: 'record'; readonly repo: string; readonly collection: string; readonly rkey: string }
  | { readonly kind: 'followers'; readonly repo: string }
  | { readonly kind: 'follows'; readonly repo: string }
  /** Who came and went while the account was watched. */
  | { readonly kind: 'history'; readonly repo: string }
  | { readonly kind: 'likes'; readonly repo: string; readonly collection: string; readonly rkey: string }
  | { readonly kind: 'preferences'; readonly repo: string };

/** Lists about a whole account, by the word that stands behind it. */
const accountLists = ['followers', 'follows', 'history', 'preferences'] as const;

const isAccountList = (word: string): word is (typeof accountLists)[number] =>
  (accountLists as readonly string[]).includes(word);

/** The specification's limit for an at-URI, which no address needs to pass (atproto.com/specs/at-uri-scheme). */
const longest = 8 * 1024;

const accepted =
  'a handle (alice.bsky.social), a DID, an at:// URI, or a bsky.app or pdsls.dev address is accepted';

/**
 * The text of an address; `parseAddress` reads it back as the same address.
 *
 * What has an at-URI is written as that. What has none is written as a path without `at://`, whose last word
 * is no NSID (an NSID has at least two dots), so that the two can never be mixed up:
 * `alice.test/followers`, `alice.test/follows`, `alice.test/history`, `alice.test/preferences`,
 * `alice.test/app.bsky.feed.post/3k…/likes`.
 */
export function formatAddress(address: Address): string {
  switch (address.kind) {
    case 'followers':
    case 'follows':
    case 'history':
    case 'preferences':
      return `${address.repo}/${address.kind}`;
    case 'likes':
      return `${address.repo}/${address.collection}/${address.rkey}/likes`;
    default:
      return addressUri(address);
  }
}

/** The at-URI of an address, for copying: its own, or for a list about an account or a record that of what it is about. */
export function addressUri(address: Address): string {
  switch (address.kind) {
    case 'collection':
      return `at://${address.repo}/${address.collection}`;
    case 'record':
    case 'likes':
      return `at://${address.repo}/${address.collection}/${address.rkey}`;
    default:
      return `at://${address.repo}`;
  }
}

/** One step out: record → collection → repo; likes → their record; followers, follows, history and preferences → the account. */
export function parentAddress(address: Address): Address | undefined {
  const { repo } = address;
  switch (address.kind) {
    case 'repo':
      return undefined;
    case 'record':
      return { kind: 'collection', repo, collection: address.collection };
    case 'likes':
      return { kind: 'record', repo, collection: address.collection, rkey: address.rkey };
    default:
      return { kind: 'repo', repo };
  }
}

/** True for two spellings of one place: handles and DIDs are compared without their case. */
export function sameAddress(a: Address, b: Address): boolean {
  return (
    formatAddress({ ...a, repo: normalActor(a.repo) }) === formatAddress({ ...b, repo: normalActor(b.repo) })
  );
}

/**
 * Reads an address as people type and paste it: a handle or a DID in any case, an at-URI of any depth with or
 * without `at://`, the texts of `formatAddress`, and the web addresses of bsky.app and pdsls.dev. Whitespace,
 * invisible characters, quotes and brackets around it, and punctuation after it, are passed over.
 *
 * Anything else gives one sentence that says what would be accepted and, as far as it can be told, what is wrong.
 */
export function parseAddress(text: string): Reading<{ address: Address }> {
  if (text.length > longest) return { ok: false, reason: `This is too long for an address: ${accepted}` };
  const bare = unwrapped(text);
  if (bare === '') return { ok: false, reason: `Nothing is written here: ${accepted}` };
  const web = webPath(bare);
  if (web === null)
    return { ok: false, reason: `${quoted(bare)} names no place on AT Protocol: ${accepted}` };
  const path = web ?? atPath(bare);
  const reading = path === undefined ? whole(bare) : readPath(path);
  // `self.` and `lang:` are record keys, so the end of a sentence is taken off only when nothing else reads.
  if (reading.ok || !/[^/.:][.:]+$/.test(bare)) return reading;
  const shorter = parseAddress(bare.replace(/[.:]+$/, ''));
  return shorter.ok ? shorter : reading;
}

/**
 * Bluesky's own pages put bidi marks around handles, which come along when one copies them; chat programs put
 * `<…>` around links. None of these characters can begin or end an address.
 */
function unwrapped(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(/^[\s"'`“”„‘’«»<({[]+|[\s"'`“”‘’«»>)}\],;!?]+$/gu, '')
    .trim();
}

/** What follows `at://`, without the fragment that points into a record. */
function atPath(text: string): string | undefined {
  const uri = /^at:\/\/([^/].*)$/is.exec(text)?.[1];
  if (uri !== undefined) return uri.replace(/#\/.*$/s, '').replace(/\/$/, '');
  return /^at(?::|\/\/)/i.test(text) || text.includes('://') ? undefined : text.replace(/\/$/, '');
}

function whole(text: string): { ok: false; reason: string } {
  return /^at/i.test(text)
    ? {
        ok: false,
        reason: `${quoted(text)} is no at:// URI: one looks like at://alice.bsky.social/app.bsky.feed.post/3k…`,
      }
    : { ok: false, reason: `${quoted(text)} is no address: ${accepted}` };
}

function readPath(path: string): Reading<{ address: Address }> {
  const [account = '', collection, rkey, list, ...more] = path.split('/');
  const actor = readActor(account);
  if (!actor.ok) return actor;
  const { repo } = actor;
  if (collection === undefined) return { ok: true, address: { kind: 'repo', repo } };
  if (rkey === undefined && isAccountList(collection))
    return { ok: true, address: { kind: collection, repo } };
  if (!isNsid(collection))
    return { ok: false, reason: `${quoted(collection)} is no collection: one looks like app.bsky.feed.post` };
  if (rkey === undefined) return { ok: true, address: { kind: 'collection', repo, collection } };
  if (!isRecordKey(rkey))
    return { ok: false, reason: `${quoted(rkey)} is no record key: one looks like 3jzfcijpj2z2a or self` };
  if (list === undefined) return { ok: true, address: { kind: 'record', repo, collection, rkey } };
  if (list === 'likes' && more.length === 0)
    return { ok: true, address: { kind: 'likes', repo, collection, rkey } };
  return { ok: false, reason: `${quoted(path)} goes on after the record key: only /likes may follow there` };
}
