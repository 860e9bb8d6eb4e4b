import type { HeadPart } from '../../lenses/head.js';
import { fit } from '../../text/fit.js';
import { highlight } from '../../text/highlight.js';
import { sanitise } from '../../text/sanitise.js';
import { wrap } from '../../text/wrap.js';
import { wrapParts } from '../../text/wrap-parts.js';
import { palette, type Style } from '../screen/style.js';
import { labelPaints } from './label-paints.js';
import { type PictureRow, type PicturesSeen, pictureRows } from './picture-rows.js';

/** A row of what a record says in words: plain sanitised text, no wider than the room it was made for. */
export interface HeadRow {
  readonly text: string;
  readonly role: HeadPart['role'] | 'rule' | 'blank';
  readonly refersTo: string | undefined;
  /** A row of a picture. */
  readonly picture?: PictureRow | undefined;
}

/** However much a record says, its JSON is to be reached. */
const ROWS_MAX = 300;
/** Rows of another post: enough to know what is answered. */
const OTHER_ROWS_MAX = 3;

interface Made {
  readonly rows: readonly HeadRow[];
  readonly pictures: PicturesSeen | undefined;
}

const made = new WeakMap<readonly HeadPart[], Map<number, Made>>();

/**
 * The parts wrapped in so many cells, a blank row before the text, and pictures below what they show; the same rows for the same parts
 * and pictures.
 */
export function headRows(
  parts: readonly HeadPart[],
  cells: number,
  pictures?: PicturesSeen | undefined,
): readonly HeadRow[] {
  let widths = made.get(parts);
  if (!widths) {
    widths = new Map();
    made.set(parts, widths);
  }
  const known = widths.get(cells);
  if (known && isSame(known.pictures, pictures)) return known.rows;
  const rows = parts
    .flatMap((part, index) => [
      ...rowsOf(part, cells, index),
      ...pictureRows(parts, part, cells, pictures).map(
        (picture): HeadRow => ({ text: picture.text, role: 'blank', refersTo: part.refersTo, picture }),
      ),
    ])
    .slice(0, ROWS_MAX);
  widths.set(cells, { rows, pictures });
  return rows;
}

const isSame = (a: PicturesSeen | undefined, b: PicturesSeen | undefined): boolean =>
  a?.drawing === b?.drawing && a?.pictures === b?.pictures && a?.words === b?.words;

/** Between what a record says and its JSON. */
export const ruleRow = (cells: number): HeadRow => ({
  text: '─'.repeat(Math.max(0, cells)),
  role: 'rule',
  refersTo: undefined,
});

const blankRow: HeadRow = { text: '', role: 'blank', refersTo: undefined };

function rowsOf({ text, role, refersTo }: HeadPart, cells: number, index: number): readonly HeadRow[] {
  const room = Math.max(1, cells);
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).slice(0, ROWS_MAX);
  const broken = role === 'by' ? wrapParts : wrap;
  const wrapped = lines.flatMap((line) => broken(sanitise(line), room));
  const rows = isOther(role) && wrapped.length > OTHER_ROWS_MAX ? cutTo(wrapped, room) : wrapped;
  const made = rows.map((row): HeadRow => ({ text: row, role, refersTo }));
  return role === 'text' && index > 0 ? [blankRow, ...made] : made;
}

const isOther = (role: HeadPart['role']): boolean => role === 'about' || role === 'hangs';

function cutTo(rows: readonly string[], room: number): readonly string[] {
  const kept = rows.slice(0, OTHER_ROWS_MAX);
  return kept.map((row, index) => (index === OTHER_ROWS_MAX - 1 ? fit(`${row.trimEnd()}…`, room) : row));
}

export interface PaintHeadOptions {
  readonly selected: boolean;
  readonly focused: boolean;
  /** What is lit wherever it stands, folded. */
  readonly lit?: string | undefined;
}

/** A row in exactly so many cells, the first of which marks it where it is selected. */
export function paintHeadRow(
  row: HeadRow,
  cells: number,
  { selected, focused, lit }: PaintHeadOptions,
): string {
  if (row.picture?.painted !== undefined && cells > 0) {
    const { painted, columns } = row.picture;
    const mark = selected ? (focused ? palette.selected : palette.selectedElsewhere)('▌') : ' ';
    return `${mark}${painted}${' '.repeat(Math.max(0, cells - 1 - columns))}`;
  }
  const terms = lit === undefined || lit === '' ? [] : [lit];
  const marked = focused ? palette.selected : palette.selectedElsewhere;
  if (selected) {
    const text = fit(`▌${row.text}`, cells);
    return highlight(text, terms, (part) => marked(palette.match(part)), marked);
  }
  return cells <= 0 ? '' : ` ${highlight(fit(row.text, cells - 1), terms, palette.match, styleOf(row))}`;
}

function styleOf({ role, refersTo, picture }: HeadRow): Style {
  if (picture) return palette.dim;
  switch (role) {
    case 'by':
      return palette.bold;
    case 'fault':
      return palette.bad;
    case 'label alert':
      return labelPaints.alert;
    case 'label inform':
      return labelPaints.inform;
    case 'label none':
      return labelPaints.none;
    case 'about':
    case 'rule':
      return palette.dim;
    case 'hangs':
      return refersTo === undefined ? palette.plain : palette.reference;
    default:
      return palette.plain;
  }
}
