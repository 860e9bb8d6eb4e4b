import { type Column, columnCell, columnTitle } from '../../lenses/column.js';
import { columnNeeds } from '../../lenses/column-needs.js';
import { columnWidths, GAP_CELLS, type ShownColumn } from '../../lenses/column-widths.js';
import type { LabelMark } from '../../lenses/label-marks.js';
import type { Names } from '../../lenses/names.js';
import { type Address, sameAddress } from '../../places/address.js';
import type { Viewport } from '../../store/cursor/cursor-rows.js';
import type { ListCursor } from '../../store/cursor/list-cursor.js';
import { rowFilterOf } from '../../store/lists/filter-scan.js';
import { listRows } from '../../store/lists/list-rows.js';
import type { ListState } from '../../store/lists/lists-state.js';
import { isMarked } from '../../store/lists/marked-rows.js';
import type { Marks } from '../../store/lists/marks-state.js';
import { type CachedRow, cachedRow } from '../../store/lists/row-cache.js';
import { fit } from '../../text/fit.js';
import { highlight } from '../../text/highlight.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { palette, type Style } from '../screen/style.js';
import { failureRows, noteRows } from './failure-text.js';
import { labelPaints } from './label-paints.js';
import { type ListWindow, listWindow } from './list-window.js';
import { operationMarks } from './operation-marks.js';
import { padded } from './padded.js';

export interface ListView {
  readonly list: ListState;
  readonly cursor: ListCursor;
  readonly names: Names;
  readonly namesVersion: number;
  readonly focused: boolean;
  /** The record that stands beside the list, whose row is the only one that is marked while the keys go elsewhere. */
  readonly beside?: Address | undefined;
  /** The rows that are marked. */
  readonly marks?: Marks | undefined;
  readonly words: CommandWords;
  /** The server names the collection, whether it has records or not. */
  readonly named?: boolean;
}

/** The rows of a list as they are drawn. */
export interface ListPicture {
  /** `height` lines of `width` cells. */
  readonly lines: readonly string[];
  readonly window: ListWindow;
  /** The rows in sight, from the top. */
  readonly rows: readonly CachedRow[];
  /** Whether each of them is marked. */
  readonly marked: readonly boolean[];
}

/** Before and behind the cells of a row: the sign of the cursor and that of a mark or of what became of the row; a space. */
export const MARGIN_CELLS = 3;

/** What stands before a row with which something is wrong. */
const WRONG = { sign: '✗', paint: palette.bad };
/** What stands before a marked row: with colours and without. */
const MARK = '*';

/** It is nothing to worry about: bridges do it, and servers after the last record was deleted (snarfed/arroba#87). */
const NAMED_ALL_THE_SAME = 'The server names the collection all the same, as some do.';

/** The line of column titles above the rows. */
const HEADER_LINES = 1;

/** What of a list is drawn in so many cells: the line of column titles and what stands at the foot are taken off. */
export const listViewport = (list: ListState, words: CommandWords, size: Size): Viewport => ({
  rows: listRows(list),
  height: Math.max(0, size.height - HEADER_LINES - footLines(list, words, size).length),
});

/** Draws the column titles, the rows in sight, and below them what keeps further ones from coming. Costs what the window costs. */
export function drawList(view: ListView, size: Size): ListPicture {
  const { width, height } = size;
  const { list, cursor, names, namesVersion, words } = view;
  const columns = list.listing?.columns ?? [];
  const foot = footLines(list, words, size);
  const room = listViewport(list, words, size).height;
  const window = listWindow(list, cursor, room);
  const terms = list.filter ? rowFilterOf(list, list.filter.text).terms : [];
  const inSight = window.indexes.map((index) => cachedRow(list, index, names, namesVersion));
  const rows = inSight.filter((row) => row !== undefined);
  const marked = window.indexes.map((index) => isMarked(list, index, view.marks));
  const shown = columnWidths(columns, Math.max(0, width - MARGIN_CELLS), columnNeeds(columns, rows));
  const lines = [headerLine(columns, shown, width)];
  for (const [offset, row] of inSight.entries()) {
    const above = inSight[offset - 1];
    const selected = window.top + offset === window.position && (view.focused || isBeside(view, row));
    lines.push(
      row
        ? rowLine(row, columns, shown, {
            width,
            selected,
            focused: view.focused,
            marked: marked[offset] === true,
            terms,
            lit: list.listing?.lit ?? [],
            above,
          })
        : ' '.repeat(width),
    );
  }
  if (window.length === 0) lines.push(...emptyLines(view, width));
  while (lines.length < HEADER_LINES + room) lines.push(' '.repeat(width));
  return { lines: [...lines.slice(0, HEADER_LINES + room), ...foot].slice(0, height), window, rows, marked };
}

const isBeside = ({ beside }: ListView, row: CachedRow | undefined): boolean =>
  beside === undefined || (row?.row.opens !== undefined && sameAddress(row.row.opens, beside));

function headerLine(columns: readonly Column[], shown: readonly ShownColumn[], width: number): string {
  const cells = shown.map(({ index, width: cell }) => {
    const column = columns[index];
    return fit(column ? columnTitle(column) : '', cell);
  });
  return palette.dim(fit(`  ${cells.join(' '.repeat(GAP_CELLS))}`, width));
}

function rowLine(
  { row, change }: CachedRow,
  columns: readonly Column[],
  shown: readonly ShownColumn[],
  {
    width,
    selected,
    focused,
    marked,
    terms,
    lit,
    above,
  }: {
    width: number;
    selected: boolean;
    focused: boolean;
    marked: boolean;
    terms: readonly string[];
    /** Words that stand out in what people read. */
    lit: readonly string[];
    /** In sight: what scrolled away is said again. */
    above: CachedRow | undefined;
  },
): string {
  const isStruck = change?.kind === 'deleted' || row.struck === true;
  let text = '';
  let used = MARGIN_CELLS;
  for (const [position, { index, width: cell }] of shown.entries()) {
    const padding = position > 0 ? ' '.repeat(GAP_CELLS) : '';
    const isRepeated = columns[index]?.once && above && above.row.cells[index] === row.cells[index];
    const fitted = columnCell(columns[index], isRepeated ? '' : (row.cells[index] ?? ''), cell);
    // A column of its own width holds a key or a date, which the eye passes over for what is said.
    const quiet = !selected && (columns[index]?.width !== 0 || isStruck);
    const content = isStruck ? fitted.trimEnd() : fitted;
    const words = columns[index]?.width === 0 ? [...terms, ...lit] : terms;
    const cellText = withLabelsLit(content, selected ? undefined : row.labels, (part) =>
      highlight(part, words, palette.match, quiet ? palette.dim : palette.plain),
    );
    text += padding + (isStruck ? palette.struck(cellText) : cellText);
    text += ' '.repeat(fitted.length - content.length);
    used += padding.length + cell;
  }
  const mark = marked
    ? { sign: MARK, paint: palette.accent }
    : row.wrong === undefined
      ? change && operationMarks[change.kind]
      : WRONG;
  const space = ' '.repeat(Math.max(0, width - used + 1));
  if (!selected) return ` ${mark ? mark.paint(mark.sign) : ' '}${text}${space}`;
  const line = `${mark?.sign ?? ' '}${text}${space}`;
  return palette.accent('▌') + (focused ? palette.selected(line) : palette.selectedElsewhere(line));
}

/** A cell whose labels have the colour of what they say; as much of them as is in sight, and all else as `paint` has it. */
function withLabelsLit(cell: string, labels: readonly LabelMark[] | undefined, paint: Style): string {
  if (labels === undefined || labels.length === 0) return paint(cell);
  // The last one may be cut.
  const shown = cell.trimEnd().replace(/…$/, '');
  let lit = '';
  let end = 0;
  for (const { text, severity } of labels) {
    const at = shown.indexOf(text.slice(0, SIGN_CHARACTERS), end);
    if (at < 0) break;
    const part = shown.slice(at, at + text.length);
    if (!text.startsWith(part)) continue;
    lit += `${paint(cell.slice(end, at))}${labelPaints[severity](part)}`;
    end = at + part.length;
  }
  return lit + paint(cell.slice(end));
}

/** A label begins with its sign and a space. */
const SIGN_CHARACTERS = 2;

/** What is said where there are no rows. A failure says itself at the foot. */
function emptyLines({ list, words, named }: ListView, width: number): readonly string[] {
  if (list.status === 'loading' || list.status === 'idle') {
    return [padded(palette.dim, list.part ? 'looking …' : 'loading …', width)];
  }
  if (list.filter) {
    const more = list.ended ? '' : say` among the rows loaded so far: {key:list.next-page} loads more`;
    const looking = list.filter.scanned < list.rows.length;
    const text = looking ? 'looking …' : spell(say`nothing matches${more}`, words);
    return wrap(text, Math.max(1, width - 2)).map((line) => padded(palette.dim, line, width));
  }
  if (list.status !== 'ready') return [];
  if (list.part) return [padded(palette.dim, 'nothing so far', width)];
  const room = Math.max(1, width - 2);
  const text = spell(list.listing?.empty ?? 'nothing here', words);
  return wrap(named ? `${text} ${NAMED_ALL_THE_SAME}` : text, room).map((line) =>
    padded(palette.dim, line, width),
  );
}

function footLines(list: ListState, words: CommandWords, { width, height }: Size): readonly string[] {
  const room = Math.max(1, width - 2);
  // The rows keep at least half of the pane.
  const most = Math.max(1, (height - HEADER_LINES) >> 1);
  if (list.status === 'failed') {
    return failureRows(list.error, words, room, most).map((line) => padded(palette.bad, line, width));
  }
  if (list.note === undefined) return [];
  return noteRows(sanitise(spell(list.note, words)), room, most).map((line) =>
    padded(palette.warn, line, width),
  );
}
