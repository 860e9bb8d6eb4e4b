import { isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import { normalActor, quoted, type Reading, readActor } from '../atproto/actor-syntax.js';
import type { Address } from './addresses.js';
import type { ArchiveName, ArchiveRecordAddress } from './archives/archive-address.js';
import { kindOf } from './kind-of.js';
import { placeKinds } from './registry.js';
import type { RecordAddress } from './repo-addresses.js';
import { webPath, webSearch } from './web-address.js';

export type { Address } from './addresses.js';

/** The specification's limit for an at-URI, which no address needs to pass (atproto.com/specs/at-uri-scheme). */
const ADDRESS_MAX_CHARACTERS = 8 * 1024;

const ACCEPTED = 'type a handle (alice.bsky.social), a DID, an at:// URI, or a bsky.app or pdsls.dev address';

/**
 * The text of an address; `parseAddress` reads it back as the same.
 *
 * What has an at-URI is written as that. What has none is written as a path without `at://`, whose last word is no NSID (an NSID
 * has at least two dots), or after a word and a colon, so that they can never be mixed up: `alice.test/followers`,
 * `alice.test/app.bsky.feed.post/3k…/likes`, `people:gardeners`.
 */
export const formatAddress = (address: Address): string => kindOf(address).format(address);

/** The at-URI of an address, for copying: its own, or that of the account or record that it is about. */
export const addressUri = (address: Address): string | undefined => kindOf(address).uri(address);

/** One step out: record → collection → account; what is about a record → the record, about an account → the account. */
export const parentAddress = (address: Address): Address | undefined => kindOf(address).parent(address);

/** The account that a place is about, as it was written; undefined where it is about none. */
export const accountOf = (address: Address): string | undefined => kindOf(address).account(address);

/** The same place by another spelling of its account. */
export const withAccount = (address: Address, account: string): Address =>
  kindOf(address).withAccount(address, account);

/** The collection whose records a place shows. */
export const collectionOf = (address: Address): string | undefined => kindOf(address).collection(address);

/** The record that a place is, or is about. */
export const recordOf = (address: Address): RecordAddress | undefined => kindOf(address).record(address);

/** The record that a place is and shows: of the network, or of an archive. */
export function shownRecordOf(address: Address): RecordAddress | ArchiveRecordAddress | undefined {
  if (address.kind === 'archiveRecord') return address;
  return kindOf(address).shows === 'record' ? recordOf(address) : undefined;
}

/** The archive that a place is in; undefined for a place of the network. */
export const archiveOf = (address: Address): ArchiveName | undefined => kindOf(address).archive?.(address);

/** What the state keeps a place by: the text of its address, and where it comes from. */
export const addressKey = (address: Address): string =>
  `${kindOf(address).source} ${kindOf(address).format(address)}`;

/**
 * The https address that shows the place in a browser: bsky.app for what Bluesky shows, pdsls.dev for everything else of a
 * repository.
 *
 * @param handle written instead of the DID where bsky.app is meant, when it is known to be right
 */
export const webAddress = (address: Address, handle?: string): string | undefined =>
  kindOf(address).webPage(address, handle);

/** True for two spellings of one place: handles and DIDs are compared without their case. */
export const sameAddress = (a: Address, b: Address): boolean => normalText(a) === normalText(b);

function normalText(address: Address): string {
  const account = accountOf(address);
  return addressKey(account === undefined ? address : withAccount(address, normalActor(account)));
}

/**
 * Reads an address as people type and paste it: a handle or a DID in any case, an at-URI of any depth with or
 * without `at://`, the texts of `formatAddress`, and the web addresses of bsky.app and pdsls.dev. Whitespace,
 * invisible characters, quotes and brackets around it, and punctuation after it, are passed over.
 *
 * Anything else gives one sentence that says what would be accepted and, as far as it can be told, what is wrong.
 */
export function parseAddress(text: string): Reading<{ address: Address }> {
  if (text.length > ADDRESS_MAX_CHARACTERS) {
    return { ok: false, reason: `This is too long for an address: ${ACCEPTED}` };
  }
  const unspaced = unwrapped(text);
  if (unspaced === '') return { ok: false, reason: `This is empty: ${ACCEPTED}` };
  const named = readScheme(unspaced);
  if (named) return named;
  const words = webSearch(unspaced);
  if (words !== undefined) return { ok: true, address: { kind: 'postSearch', words } };
  // As a breadcrumb is copied, or typed by hand. No part of a path has a space in it.
  const bare = narrow(unspaced).replace(/\s*([/›])\s*/g, (_, mark: string) => (mark === '›' ? '/' : mark));
  const web = webPath(bare);
  if (web === null) {
    return { ok: false, reason: `${quoted(bare)} is not a place on the AT Protocol: ${ACCEPTED}` };
  }
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

/** Wide ASCII, as East Asian input methods write it, as ASCII; an address has no other use for it. */
const narrow = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

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
        reason: `${quoted(text)} is not an at:// URI, such as at://alice.bsky.social/app.bsky.feed.post/3k…`,
      }
    : { ok: false, reason: `${quoted(text)} is not an address: ${ACCEPTED}` };
}

function readPath(path: string): Reading<{ address: Address }> {
  const [first = '', ...rest] = path.split('/');
  const account = readActor(first);
  if (!account.ok) return account;
  return readSegments([account.repo, ...rest], undefined) ?? { ok: false, reason: whyNot(path, rest) };
}

/** What a word before a colon says, where a kind of place begins with it. */
function readScheme(text: string): Reading<{ address: Address }> | undefined {
  const [, word = '', rest = ''] = /^([a-z]+):(.*)$/is.exec(text) ?? [];
  const scheme = word.toLowerCase();
  return placeKinds.some(({ schemes }) => schemes?.includes(scheme))
    ? readSegments(rest.split('/'), scheme)
    : undefined;
}

/** The first kind that knows the segments reads them. */
function readSegments(
  segments: readonly string[],
  scheme: string | undefined,
): Reading<{ address: Address }> | undefined {
  for (const kind of placeKinds) {
    const isKnown = scheme === undefined ? kind.schemes === undefined : kind.schemes?.includes(scheme);
    const reading = isKnown ? kind.parse(segments, scheme) : undefined;
    if (reading !== undefined) return reading;
  }
  return scheme === undefined
    ? undefined
    : { ok: false, reason: `Nothing of this kind is listed under ${scheme}:` };
}

/** What is wrong with the part behind an account that no kind reads. */
function whyNot(path: string, [collection, rkey]: readonly (string | undefined)[]): string {
  if (!isNsid(collection)) {
    return `${quoted(collection ?? '')} is not a collection, such as app.bsky.feed.post`;
  }
  if (!isRecordKey(rkey)) return `${quoted(rkey ?? '')} is not a record key, such as 3jzfcijpj2z2a or self`;
  const words = placeKinds
    .filter(({ behind }) => behind === 'record')
    .map(({ kind, word = kind }) => `/${word}`);
  return `${quoted(path)} goes on after the record key: only ${words.join(', ')} may follow there`;
}
