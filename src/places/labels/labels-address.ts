import { isDid, isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import type { Reading } from '../../atproto/actor-syntax.js';
import { atUriParts } from '../../atproto/at-uri.js';
import { accountOfLabel, type Label } from '../../atproto/labels/label.js';
import type { Names } from '../../lenses/names.js';
import { encodedPart, readPart } from '../words.js';

/** The record that labels are of; undefined: they are of the account. */
interface LabelledRecord {
  readonly collection: string;
  readonly rkey: string;
}

/** The one label that is meant: who says it, and its value. */
export interface NamedLabel {
  /** DID of who says it. */
  readonly src: string;
  readonly val: string;
}

/** The labels of an account or of a record, or one of them. */
export interface LabelsAddress {
  readonly kind: 'labels';
  /** A handle or a DID. */
  readonly repo: string;
  readonly about: LabelledRecord | undefined;
  /** Undefined: all of them. */
  readonly label: NamedLabel | undefined;
}

const WORD = /^labels(?:\?(.*))?$/s;
const EXPECTED = 'one label is named by who says it and its value: labels?by=did:plc:…&value=spam';

/** Reads `alice.test/labels`, `alice.test/app.bsky.feed.post/3k…/labels`, each with a label behind it or not. */
export function readLabelsAddress(
  segments: readonly string[],
): Reading<{ address: LabelsAddress }> | undefined {
  const [repo, ...rest] = segments;
  const [, query] = WORD.exec(rest.at(-1) ?? '') ?? [];
  if (repo === undefined || !WORD.test(rest.at(-1) ?? '')) return undefined;
  const [collection, rkey] = rest;
  const isOfRecord = rest.length === 3 && isNsid(collection) && isRecordKey(rkey);
  if (rest.length !== 1 && !isOfRecord) return undefined;
  const address: LabelsAddress = {
    kind: 'labels',
    repo,
    about: isOfRecord ? { collection, rkey } : undefined,
    label: undefined,
  };
  if (query === undefined || query === '') return { ok: true, address };
  const [, by = '', value = ''] = /^by=([^&]*)&value=(.*)$/s.exec(query) ?? [];
  const [src, val] = [readPart(by), readPart(value)];
  if (!isDid(src) || val === '') return { ok: false, reason: EXPECTED };
  return { ok: true, address: { ...address, label: { src, val } } };
}

export function labelsAddressText({ repo, about, label }: LabelsAddress): string {
  const path = about === undefined ? repo : `${repo}/${about.collection}/${about.rkey}`;
  const query = label === undefined ? '' : `?by=${encodedPart(label.src)}&value=${encodedPart(label.val)}`;
  return `${path}/labels${query}`;
}

/** The place of one label; undefined where it is of nothing that has a place, or says no DID. */
export function labelAddress(label: Label, names: Names = () => undefined): LabelsAddress | undefined {
  if (!isDid(label.src)) return undefined;
  const did = accountOfLabel(label);
  if (!isDid(did)) return undefined;
  const { collection, rkey } = atUriParts(label.uri) ?? {};
  return {
    kind: 'labels',
    repo: names(did) ?? did,
    about: collection === undefined || rkey === undefined ? undefined : { collection, rkey },
    label: { src: label.src, val: label.val },
  };
}
