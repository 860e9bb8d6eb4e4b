import { byteSize } from '../../text/byte-size.js';
import { countText } from '../../text/count-text.js';
import { field, listField, textField } from '../../text/json-fields.js';

/** Values that are told one by one; a list of known values may have hundreds. */
const VALUES_MAX = 12;

/**
 * The type of a field in a word or two: `string`, `string, datetime`, `array of #image`, `union of 3`. A ref is the last part of it, and
 * `#name` where it leads into the lexicon `of`. What has no type is `?`.
 */
export function typeText(def: unknown, of: string): string {
  const type = textField(def, 'type');
  switch (type) {
    case undefined:
      return '?';
    case 'string': {
      const format = textField(def, 'format');
      return format === undefined ? type : `${type}, ${format}`;
    }
    case 'array':
      return `array of ${typeText(field(def, 'items'), of)}`;
    case 'ref':
      return shortRef(textField(def, 'ref') ?? type, of);
    case 'union':
      return `union of ${listField(def, 'refs').length}`;
    default:
      return type;
  }
}

/** Where a ref leads, in short: `strongRef` of `com.atproto.repo.strongRef`. */
export function shortRef(ref: string, of: string): string {
  if (ref.startsWith(`${of}#`)) return ref.slice(of.length);
  return ref.slice(ref.slice(0, ref.indexOf('#') + 1 || ref.length).lastIndexOf('.') + 1);
}

/** What its values are limited to: `at most 300 graphemes, at most 3,000 bytes`. Empty where they are not. */
export function limitsText(def: unknown): string {
  return limits(def).join(', ');
}

function limits(def: unknown): readonly string[] {
  switch (textField(def, 'type')) {
    case 'string':
      return [
        ...range(def, 'minGraphemes', 'maxGraphemes', 'graphemes'),
        ...range(def, 'minLength', 'maxLength', 'bytes'),
        ...values(def),
      ];
    case 'integer':
      return [...range(def, 'minimum', 'maximum'), ...values(def)];
    case 'boolean':
      return values(def);
    case 'bytes':
      return range(def, 'minLength', 'maxLength', 'bytes');
    case 'blob':
      return [...list(listField(def, 'accept'), ''), ...largest(field(def, 'maxSize'))];
    case 'array': {
      const each = limits(field(def, 'items'));
      return [
        ...range(def, 'minLength', 'maxLength', 'items'),
        ...(each.length === 0 ? [] : [`each ${each.join(', ')}`]),
      ];
    }
    case 'union':
      return field(def, 'closed') === true ? ['closed: nothing else'] : [];
    default:
      return [];
  }
}

function range(def: unknown, least: string, most: string, unit = ''): readonly string[] {
  const [from, to] = [numberIn(def, least), numberIn(def, most)];
  const of = unit === '' ? '' : ` ${unit}`;
  if (from !== undefined && to !== undefined) {
    return [from === to ? `exactly ${countText(from)}${of}` : `${countText(from)} to ${countText(to)}${of}`];
  }
  if (to !== undefined) return [`at most ${countText(to)}${of}`];
  return from === undefined ? [] : [`at least ${countText(from)}${of}`];
}

function numberIn(def: unknown, name: string): number | undefined {
  const value = field(def, name);
  return typeof value === 'number' ? value : undefined;
}

const largest = (bytes: unknown): readonly string[] =>
  typeof bytes === 'number' ? [`at most ${byteSize(bytes)}`] : [];

/** What they can only be, what they are as a rule, and what they are where nothing is said. */
function values(def: unknown): readonly string[] {
  const [constant, usual] = [field(def, 'const'), field(def, 'default')];
  return [
    ...(isScalar(constant) ? [`always ${String(constant)}`] : []),
    ...list(listField(def, 'enum'), 'one of '),
    ...list(listField(def, 'knownValues'), 'known: '),
    ...(isScalar(usual) ? [`${usual === '' ? '“”' : String(usual)} by default`] : []),
  ];
}

function list(all: readonly unknown[], word: string): readonly string[] {
  const told = all.filter(isScalar).map(String);
  if (told.length === 0) return [];
  const more = told.length > VALUES_MAX ? ` and ${told.length - VALUES_MAX} more` : '';
  return [`${word}${told.slice(0, VALUES_MAX).join(' ')}${more}`];
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
