import { isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import { quoted, type Reading, readActor } from '../../atproto/actor-syntax.js';
import { atUriParts } from '../../atproto/at-uri.js';
import { type LinkVia, readVia, viaText } from './link-via.js';
import type { LinksAddress } from './links-address.js';

/** What refers to a web address, or to any other URI that is none of the protocol's own. */
export interface LinksToAddress {
  readonly kind: 'linksTo';
  /** As it stands in the records: another spelling of it is another target. */
  readonly target: string;
  readonly via: LinkVia | undefined;
}

const EXPECTED = 'Behind links: stands a web address: links:https://example.com';

/** What Constellation takes for a link: a scheme, a colon, and no space (microcosm-rs `links/src/lib.rs`). */
const URI = /^[a-z][a-z0-9+.-]{0,80}:[!-~]+$/i;

/** Characters that mean something in an address, and at its end those that are taken off it. */
const SPECIAL = /[%#?]|["'`>)}\],;!]$/g;
const ENCODED = /%(?:25|3F|23)|%(?:22|27|60|3E|29|7D|5D|2C|3B|21)$/gi;

/** Which links: behind `links:`, in front of the target, which may hold anything. */
const VIA_WORD = 'from';

/**
 * Reads what stands behind `links:`. A web address may be pasted as it is; what names an account or a record leads to the links of that.
 */
export function readLinksTo(
  segments: readonly string[],
): Reading<{ address: LinksToAddress | LinksAddress }> {
  const read = segments[0] === VIA_WORD ? readVia(segments.slice(1)) : { via: undefined, rest: segments };
  if (!read) return { ok: false, reason: EXPECTED };
  const { via, rest } = read;
  const text = targetOf(rest.join('/'));
  if (text === '') return { ok: false, reason: EXPECTED };
  if (/^at:\/\//i.test(text)) return ofRecord(text, via);
  if (/^did:/i.test(text) || !text.includes(':')) {
    const account = readActor(text);
    return account.ok
      ? { ok: true, address: { kind: 'links', repo: account.repo, about: undefined, via } }
      : { ok: false, reason: EXPECTED };
  }
  const target = ascii(text);
  if (!URI.test(target)) return { ok: false, reason: `${quoted(text)} is not a web address. ${EXPECTED}` };
  return { ok: true, address: { kind: 'linksTo', target, via } };
}

export const linksToText = ({ target, via }: LinksToAddress): string =>
  `links:${via === undefined ? '' : `${VIA_WORD}/${viaText(via)}/`}${target.replace(SPECIAL, encoded)}`;

const encoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** A `?` or a `#` of its own shows that an address was pasted: nothing in it was written out for this. */
const targetOf = (text: string): string =>
  /[?#]/.test(text) ? text : text.replace(ENCODED, (code) => decodeURIComponent(code));

/** A web address as browsers send it, where it is written with other letters. */
function ascii(text: string): string {
  return /^[ -~]*$/.test(text) ? text : (URL.parse(text)?.href ?? text);
}

function ofRecord(text: string, via: LinkVia | undefined): Reading<{ address: LinksAddress }> {
  const { repo, collection, rkey } = atUriParts(text) ?? {};
  const account = repo === undefined ? undefined : readActor(repo);
  if (!account?.ok) return { ok: false, reason: `${quoted(text)} is not an at:// URI` };
  const isRecord = isNsid(collection) && isRecordKey(rkey);
  if (collection !== undefined && !isRecord) {
    return { ok: false, reason: 'Only accounts and records are linked to, not a whole collection' };
  }
  const about = isRecord ? { collection, rkey } : undefined;
  return { ok: true, address: { kind: 'links', repo: account.repo, about, via } };
}
