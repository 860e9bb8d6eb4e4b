import type { LexiconDoc } from '../atproto/lexicons/lexicon-doc.js';
import { cellText } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { field } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';
import type { Column } from './column.js';
import { CREATED_CELLS, createdText } from './created-text.js';
import { glance } from './fallback.js';
import type { Lens } from './lens.js';
import { type LexiconField, recordFields } from './lexicon-fields.js';
import { lexiconHead } from './lexicon-head.js';
import type { Names } from './names.js';
import { didsIn } from './references.js';

/** Shown elsewhere. */
const CREATED = 'createdAt';
/** What is called so is read first. */
const TITLES = ['name', 'displayName', 'title', 'label'];
/** What is called so says the most. */
const WORDS = ['text', 'content', 'body', 'message', 'description', 'summary', 'comment', 'note', 'notes'];
/** A text that may be longer than this is no name. */
const NAME_CHARACTERS_MAX = 640;
/** Columns beside the one that is read. */
const COLUMNS_MAX = 5;

const NAME_CELLS = 24;
const NUMBER_CELLS = 10;
const CHOICE_CELLS = 12;
const REFERENCE_CELLS = 22;
const TEXTS_CELLS = 20;

/** A column, and the field that stands in it. */
interface FieldColumn {
  readonly field: LexiconField;
  readonly column: Column;
}

/**
 * How the records of a collection read by their lexicon alone: the text that people read first, then numbers, values of which there are
 * few, accounts and records, times. What a record has in place of what the lexicon says stands there as what it is. Undefined where the
 * lexicon is not one of records, or has no field that a row could be made of.
 */
export function lexiconLens(doc: LexiconDoc): Lens | undefined {
  if (!made.has(doc)) made.set(doc, makeLens(doc));
  return made.get(doc);
}

// The same one for the same document, so that what is made with it is made once.
const made = new WeakMap<LexiconDoc, Lens | undefined>();

function makeLens(doc: LexiconDoc): Lens | undefined {
  const fields = recordFields(doc);
  const shown = fields && columnsOf(fields);
  if (!fields || !shown) return undefined;

  function cells(value: unknown, names: Names): readonly string[] {
    return shown?.map((one) => cellOf(one.field, field(value, one.field.name), names)) ?? [];
  }

  return {
    collections: [doc.id],
    columns: shown.map(({ column }) => column),
    cells,
    dids(value) {
      const dids = new Set<string>();
      cells(value, (did) => {
        dids.add(did);
        return undefined;
      });
      return [...dids];
    },
    head: (value, _known, names) => lexiconHead(fields, value, names),
    subject: (value) => didsIn(field(value, 'subject'), field(value, 'subject', 'uri'))[0],
  };
}

function columnsOf(all: readonly LexiconField[]): readonly FieldColumn[] | undefined {
  const fields = all.filter(({ name }) => name !== CREATED);
  const texts = fields.filter(({ role }) => role === 'text').toSorted((a, b) => rank(a) - rank(b));
  const title = texts.length > 1 ? texts.find(isName) : undefined;
  const read =
    texts.find((one) => one !== title && WORDS.includes(one.name)) ??
    texts.find((one) => one !== title) ??
    ['account', 'record', 'web', 'texts', 'other'].flatMap(
      (role) => fields.find((one) => one.role === role) ?? [],
    )[0];
  if (!read) return undefined;
  const beside = fields
    .filter((one) => one !== title && one !== read)
    .flatMap((one) => besideColumn(one) ?? []);
  const kept = beside.toSorted((a, b) => a.column.drop - b.column.drop).slice(0, COLUMNS_MAX);
  return [
    ...(title ? [{ field: title, column: { title: titleOf(title), width: NAME_CELLS, drop: 0 } }] : []),
    { field: read, column: { title: titleOf(read), width: 0, drop: 0 } },
    // In the order of the lexicon, and what is shown only where there is room behind the rest.
    ...beside
      .filter((one) => kept.includes(one))
      .toSorted((a, b) => Number(a.column.spare ?? false) - Number(b.column.spare ?? false)),
  ];
}

const isName = ({ name, longest }: LexiconField): boolean =>
  TITLES.includes(name) || (longest <= NAME_CHARACTERS_MAX && !WORDS.includes(name));

/** Titles first, then what has to be there, then what says the most; else as the lexicon has them. */
function rank({ name, required }: LexiconField): number {
  const title = TITLES.indexOf(name);
  if (title !== -1) return title;
  const word = WORDS.indexOf(name);
  return (required ? 10 : 100) + (word === -1 ? 20 : word);
}

/** A column beside what is read; undefined for what says little in a few cells. */
function besideColumn(of: LexiconField): FieldColumn | undefined {
  const more = of.required ? 0 : 1;
  const title = titleOf(of);
  switch (of.role) {
    case 'number':
      return { field: of, column: { title, width: NUMBER_CELLS, drop: 2 + more } };
    case 'choice':
      return { field: of, column: { title, width: CHOICE_CELLS, drop: 2 + more } };
    case 'account':
    case 'record':
      return { field: of, column: { title, width: REFERENCE_CELLS, drop: 3 + more } };
    case 'time':
      return { field: of, column: { title, isLocalTime: true, width: CREATED_CELLS, drop: 5, spare: true } };
    case 'texts':
    case 'text':
      return { field: of, column: { title, width: TEXTS_CELLS, drop: 4 + more, spare: true } };
    default:
      return undefined;
  }
}

/** A name of a stranger is no wider than it may be. */
const titleOf = ({ name }: LexiconField): string => cellText(name, NAME_CELLS);

function cellOf({ role }: LexiconField, value: unknown, names: Names): string {
  if (value === undefined || value === null) return '';
  if (role === 'time' && typeof value === 'string') return createdText(value, undefined) || cellText(value);
  if (role === 'number') {
    const number = numberOf(value);
    if (number !== undefined && Number.isSafeInteger(number)) return countText(number);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (role === 'texts' && Array.isArray(value)) return textsOf(value);
  return role === 'text' && typeof value === 'string' ? cellText(value) : glance(value, names);
}

/** A few of them; what is no text is not among them. */
function textsOf(values: readonly unknown[]): string {
  const texts = values.slice(0, 12).filter((one) => typeof one === 'string');
  return cellText(texts.map((text) => cellText(text, 100)).join(', '));
}
