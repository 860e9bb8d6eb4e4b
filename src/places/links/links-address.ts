import { isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import type { Reading } from '../../atproto/actor-syntax.js';
import { type LinkVia, readVia, viaText } from './link-via.js';

/** What refers to an account or to a record. */
export interface LinksAddress {
  readonly kind: 'links';
  /** A handle or a DID. */
  readonly repo: string;
  /** The record; undefined: the account. */
  readonly about: { readonly collection: string; readonly rkey: string } | undefined;
  /** Undefined: all of it, counted. */
  readonly via: LinkVia | undefined;
}

const EXPECTED =
  'Behind /links stands a collection and a path: links/app.bsky.feed.like:subject.uri, and then /accounts or /to and another path';

/** Reads `alice.test/links`, `alice.test/app.bsky.feed.post/3k…/links`, each with a collection and path behind it or not. */
export function readLinksAddress(
  segments: readonly string[],
): Reading<{ address: LinksAddress }> | undefined {
  const [repo, collection, rkey] = segments;
  if (repo === undefined) return undefined;
  const isOfAccount = collection === 'links';
  const isOfRecord = segments[3] === 'links' && isNsid(collection) && isRecordKey(rkey);
  if (!isOfAccount && !isOfRecord) return undefined;
  const about = isOfRecord ? { collection, rkey } : undefined;
  const behind = segments.slice(isOfRecord ? 4 : 2);
  if (behind.length === 0) return { ok: true, address: { kind: 'links', repo, about, via: undefined } };
  const read = readVia(behind);
  if (!read || read.rest.length > 0) return { ok: false, reason: EXPECTED };
  return { ok: true, address: { kind: 'links', repo, about, via: read.via } };
}

export function linksAddressText({ repo, about, via }: LinksAddress): string {
  const path = about === undefined ? repo : `${repo}/${about.collection}/${about.rkey}`;
  return via === undefined ? `${path}/links` : `${path}/links/${viaText(via)}`;
}
