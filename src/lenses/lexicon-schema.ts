import { cellText } from '../text/cell-text.js';
import { field, isObject, textField } from '../text/json-fields.js';
import type { HeadPart } from './head.js';
import type { Lens } from './lens.js';

const DEFS_MAX = 40;

/** Lexicons as their authorities publish them: the NSID, what it is, how much of it there is, what it is for. */
export const lexiconSchemaLens: Lens = {
  collections: ['com.atproto.lexicon.schema'],
  columns: [
    { title: 'lexicon', width: 0, drop: 0 },
    { title: 'is', width: 14, drop: 1 },
    { title: 'description', width: 48, drop: 2 },
    { title: 'defines', width: 14, drop: 3, spare: true },
  ],
  cells: (value) => [
    cellText(textField(value, 'id')),
    kindOf(value),
    cellText(descriptionOf(value)),
    counted(Object.keys(defsOf(value)).length, 'definition'),
  ],
  dids: () => [],
  head: headOf,
};

function headOf(value: unknown): readonly HeadPart[] {
  const defs = defsOf(value);
  const description = descriptionOf(value);
  return [
    { role: 'field', text: [cellText(textField(value, 'id')), kindOf(value)].filter(Boolean).join(' · ') },
    ...(description === '' ? [] : [{ role: 'text', text: description } as const]),
    ...Object.entries(defs)
      .slice(0, DEFS_MAX)
      .map(([name, def]): HeadPart => ({ role: 'field', text: `${cellText(name, 60)}: ${defText(def)}` })),
  ];
}

function defsOf(value: unknown): Readonly<Record<string, unknown>> {
  const defs = field(value, 'defs');
  return isObject(defs) ? defs : {};
}

const mainOf = (value: unknown): unknown => field(value, 'defs', 'main');

/** What its NSID alone means; `definitions` where that is nothing. */
function kindOf(value: unknown): string {
  const type = textField(mainOf(value), 'type');
  return cellText(type, 40) || (Object.keys(defsOf(value)).length > 0 ? 'definitions' : '');
}

const descriptionOf = (value: unknown): string =>
  textField(value, 'description') || textField(mainOf(value), 'description') || '';

/** `object, 4 fields`. */
function defText(def: unknown): string {
  const type = cellText(textField(def, 'type'), 40) || '?';
  const parts = [field(def, 'record'), def, field(def, 'parameters')];
  const properties = parts.map((part) => field(part, 'properties')).find(isObject);
  if (!properties) return type;
  const word = type === 'query' || type === 'procedure' || type === 'subscription' ? 'parameter' : 'field';
  return `${type}, ${counted(Object.keys(properties).length, word)}`;
}

const counted = (count: number, word: string): string =>
  count === 0 ? '' : count === 1 ? `1 ${word}` : `${count} ${word}s`;
