import { byteSize } from '../text/byte-size.js';
import { cellText } from '../text/cell-text.js';
import { dateTime } from '../text/date-time.js';
import { field, isObject, type JsonObject, textField } from '../text/json-fields.js';
import { numberOf, sentOrder } from '../text/written-json.js';
import type { Lens } from './lens.js';
import type { Names } from './names.js';
import { accountText, referenceText } from './references.js';

/** Members whose text speaks for the record, so well that it needs no key before it. */
const HEADLINE_NAMES = [
  'name',
  'displayName',
  'title',
  'text',
  'message',
  'content',
  'body',
  'description',
  'summary',
];
/** Members that say most about the rest. */
const TELLING_NAMES = ['subject', 'url', 'uri', 'link', 'href', 'site', 'path', 'status', 'value'];
/** Shown elsewhere, or the same in every row. */
const UNTOLD_NAMES = new Set(['$type', 'createdAt']);

const PARTS_MAX = 12;
const MEMBERS_MAX = 64;
const VALUE_MAX_CHARACTERS = 160;
const ROW_MAX_CHARACTERS = 1_000;
const DEPTH_MAX = 3;

/**
 * Reads any JSON as a row: the texts that speak for it, then its other members as `key: value`, arrays as their
 * length (`tags: [3]`), objects by what they stand for. It looks at a bounded part of the record, however large.
 */
export const fallbackLens: Lens = {
  collections: [],
  columns: [{ title: 'summary', width: 0, drop: 0 }],
  cells: (value, names) => [summary(value, names)],
  dids(value) {
    const dids = new Set<string>();
    summary(value, (did) => {
      dids.add(did);
      return undefined;
    });
    return [...dids];
  },
};

/** The same, a line for each member: texts that speak for the record first. Empty for what is no object. */
export function memberLines(value: unknown, names: Names): readonly string[] {
  return isObject(value) ? [...take(members(value, names), PARTS_MAX)] : [];
}

function* take<Item>(items: Iterable<Item>, most: number): Generator<Item> {
  let taken = 0;
  for (const item of items) {
    yield item;
    taken += 1;
    if (taken === most) return;
  }
}

function summary(value: unknown, names: Names): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return elements(value, names);
  if (!isObject(value)) return scalar(value, names, ROW_MAX_CHARACTERS);
  const parts: string[] = [];
  let length = 0;
  for (const part of members(value, names)) {
    parts.push(part);
    length += part.length;
    if (parts.length === PARTS_MAX || length > ROW_MAX_CHARACTERS) break;
  }
  return parts.length === 0 ? '{}' : cellText(parts.join(' · '));
}

function* members(value: JsonObject, names: Names): Generator<string> {
  const told = new Set<string>();
  for (const key of HEADLINE_NAMES) {
    const text = cellText(field(value, key), ROW_MAX_CHARACTERS);
    if (text.trim() === '') continue;
    told.add(key);
    yield scalar(text, names, ROW_MAX_CHARACTERS);
  }
  for (const key of [...TELLING_NAMES, ...firstKeys(value)]) {
    if (told.has(key) || !Object.hasOwn(value, key)) continue;
    told.add(key);
    if (UNTOLD_NAMES.has(key) && isUsual(key, value[key])) continue;
    yield `${cellText(key, 40)}: ${glance(value[key], names)}`;
  }
}

/** The first keys only: a record may have a hundred thousand. */
function firstKeys(value: JsonObject): string[] {
  const keys: string[] = [];
  const sent = sentOrder(value);
  if (sent) return sent.slice(0, MEMBERS_MAX);
  for (const key in value) {
    keys.push(key);
    if (keys.length === MEMBERS_MAX) break;
  }
  return keys;
}

function isUsual(key: string, value: unknown): boolean {
  return key === 'createdAt' ? dateTime(value) !== undefined : typeof value === 'string';
}

function elements(list: readonly unknown[], names: Names): string {
  const shown = list.slice(0, PARTS_MAX).map((element) => glance(element, names));
  return [`[${list.length}]`, ...shown].join(' · ');
}

/** What a value is, at a glance. `depth` is how many objects further in it may look. */
export function glance(value: unknown, names: Names, depth: number = DEPTH_MAX): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (!isObject(value)) return scalar(value, names, VALUE_MAX_CHARACTERS);
  return known(value, names) ?? words(value, names, depth) ?? `{${firstKeys(value).join(', ').slice(0, 60)}}`;
}

/** The objects that the data model and its strong references give a meaning to. */
function known(value: JsonObject, names: Names): string | undefined {
  const mimeType = textField(value, 'mimeType');
  if (mimeType !== undefined) {
    const size = numberOf(field(value, 'size'));
    return cellText(
      size !== undefined && size >= 0 ? `${mimeType} ${byteSize(size)}` : mimeType,
      VALUE_MAX_CHARACTERS,
    );
  }
  const link = textField(value, '$link');
  if (link !== undefined) return cellText(link, VALUE_MAX_CHARACTERS);
  const bytes = textField(value, '$bytes');
  if (bytes !== undefined) return byteSize(Math.floor((bytes.length * 3) / 4));
  const uri = textField(value, 'uri');
  return uri === undefined ? undefined : scalar(uri, names, VALUE_MAX_CHARACTERS);
}

/** The text that speaks for an object, be it some objects further in. */
function words(value: JsonObject, names: Names, depth: number): string | undefined {
  for (const key of HEADLINE_NAMES) {
    const text = textField(value, key);
    if (text !== undefined && text !== '') return scalar(text, names, VALUE_MAX_CHARACTERS);
  }
  if (depth === 0) return undefined;
  for (const key of firstKeys(value)) {
    const inner = value[key];
    if (!isObject(inner)) continue;
    return known(inner, names) ?? words(inner, names, depth - 1);
  }
  return undefined;
}

function scalar(value: unknown, names: Names, longest: number): string {
  if (typeof value !== 'string') return cellText(String(value), longest);
  if (value.startsWith('at://')) return cellText(referenceText(value, names), longest);
  if (value.startsWith('did:')) return cellText(accountText(value, names), longest);
  return cellText(value, longest);
}
