import { cellText } from '../text/cell-text.js';
import { field, isObject, textField } from '../text/json-fields.js';
import { memberNames } from '../text/written-json.js';
import { createdMinute } from './created-text.js';
import { glance } from './fallback.js';
import type { HeadPart } from './head.js';
import type { LexiconField } from './lexicon-fields.js';
import type { Names } from './names.js';

/** Shown before it, or what the JSON below says. */
const UNTOLD = new Set(['$type', 'createdAt']);

const PARTS_MAX = 64;
const ELEMENTS_MAX = 12;
const MEMBERS_MAX = 12;
/** A longer explanation is the lexicon's page to tell. */
const DESCRIPTION_CHARACTERS_MAX = 80;

/**
 * A record by its lexicon: each field that it has by its name, in the order of the lexicon, then what the lexicon does not know of. A
 * number or a yes stands with what it means, as by itself it says little.
 */
export function lexiconHead(
  fields: readonly LexiconField[],
  value: unknown,
  names: Names,
): readonly HeadPart[] {
  if (!isObject(value)) return [];
  const known = new Set(fields.map(({ name }) => name));
  const parts = fields.flatMap((of) => partsOf(of, field(value, of.name), names));
  for (const name of memberNames(value).slice(0, PARTS_MAX)) {
    if (!known.has(name)) parts.push(...partsOf({ name, role: 'other' }, value[name], names));
  }
  return parts.slice(0, PARTS_MAX);
}

function partsOf(
  of: Pick<LexiconField, 'name' | 'role'> & Partial<LexiconField>,
  value: unknown,
  names: Names,
): readonly HeadPart[] {
  const { name } = of;
  if (value === undefined || value === null || UNTOLD.has(name)) return [];
  if (Array.isArray(value)) return elementParts(name, value, names);
  const text = textOf(of, value, names);
  const meaning = explains(value) ? shortDescription(of.description) : '';
  return [{ role: 'field', text: `${label(name)}: ${text}${meaning}`, refersTo: referenceOf(value) }];
}

/** What refers to something has a line of its own, that it can be followed. */
function elementParts(name: string, values: readonly unknown[], names: Names): readonly HeadPart[] {
  const shown = values.slice(0, ELEMENTS_MAX);
  const more = values.length > shown.length ? `, … ${values.length} in all` : '';
  if (shown.some((one) => referenceOf(one) !== undefined)) {
    return shown.map((one) => ({
      role: 'field',
      text: `${label(name)}: ${glance(one, names)}`,
      refersTo: referenceOf(one),
    }));
  }
  const texts = shown.map((one) => membersText(one, names) ?? glance(one, names));
  return [{ role: 'field', text: `${label(name)}: ${texts.join(', ')}${more}` }];
}

function textOf({ role }: Pick<LexiconField, 'role'>, value: unknown, names: Names): string {
  if (role === 'time' && typeof value === 'string') return createdMinute(value, undefined) || cellText(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // A text is read whole, in its own lines.
  if (role === 'text' && typeof value === 'string') return value;
  return membersText(value, names) ?? glance(value, names);
}

/** The members of an object that is none of those which the data model gives a meaning to. */
function membersText(value: unknown, names: Names): string | undefined {
  if (!isObject(value) || ['$link', '$bytes', 'mimeType', 'uri'].some((name) => Object.hasOwn(value, name))) {
    return undefined;
  }
  const members = memberNames(value).filter((name) => name !== '$type');
  if (members.length === 0) return undefined;
  const shown = members.slice(0, MEMBERS_MAX).map((name) => `${label(name)} ${glance(value[name], names)}`);
  return cellText(shown.join(', '));
}

const explains = (value: unknown): boolean => typeof value !== 'string' && !isObject(value);

function shortDescription(description: string | undefined): string {
  const text = cellText(description).trim();
  return text === '' || text.length > DESCRIPTION_CHARACTERS_MAX ? '' : ` · ${text}`;
}

const label = (name: string): string => cellText(name, 40);

/** What of a value Enter follows: an at-URI, a DID, a web address, or the record of a strong reference. */
function referenceOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : textField(value, 'uri');
  return text !== undefined && /^(?:at:\/\/|did:|https?:\/\/)\S+$/.test(text) ? text : undefined;
}
