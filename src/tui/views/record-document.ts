import type { HeadPart } from '../../lenses/head.js';
import { type CursorRows, everyRow, textRows } from '../../store/cursor/cursor-rows.js';
import type { RecordParts } from '../../store/records/records-state.js';
import type { Shown } from '../../store/records/shown-record.js';
import type { JsonDocument } from '../json/json-document.js';
import { GUTTER_CELLS, type JsonLayout, layoutJson } from '../json/json-layout.js';
import { jsonRows } from '../json/json-rows.js';
import { jsonSearch } from '../json/json-search.js';
import { type PaintJsonOptions, paintJson } from '../json/paint-json.js';
import { PADDING_CELLS } from '../screen/layout.js';
import type { SearchText } from '../screen/search-text.js';
import { type HeadRow, headRows, type PaintHeadOptions, paintHeadRow, ruleRow } from './head-rows.js';
import type { PicturesSeen } from './picture-rows.js';
import { documentOf } from './record-view.js';

export interface RecordSource {
  readonly shown: Shown | undefined;
  readonly folded: ReadonlySet<number>;
  /** What it says in words; none: its JSON alone is shown. */
  readonly head?: readonly HeadPart[] | undefined;
  readonly parts?: RecordParts | undefined;
  /** The pictures of what it says; undefined: none is drawn. */
  readonly pictures?: PicturesSeen | undefined;
}

/** A record at the width of a pane: what it says in words, then its JSON, as rows that one moves through. */
export interface RecordDocument {
  readonly head: readonly HeadRow[];
  /** Undefined where only the head is shown. */
  readonly json: JsonLayout | undefined;
  readonly rows: CursorRows;
}

/** The rows of what is shown; undefined where nothing is. The last cells of the pane are its margin. */
export function recordDocument(source: RecordSource, width: number): RecordDocument | undefined {
  const json = source.shown?.record.value?.json;
  if (json === undefined) return undefined;
  const { folded, parts = 'both' } = source;
  const cells = Math.max(1, width - PADDING_CELLS);
  const said = headRows(source.head ?? NO_PARTS, cells - GUTTER_CELLS, source.pictures);
  const isHeadAlone = parts === 'head' && said.length > 0;
  if (isHeadAlone) return { head: said, json: undefined, rows: textRows(said.length) };
  const layout = layoutJson(documentOf(json), { width: cells, folded });
  const head = parts === 'json' || said.length === 0 ? [] : [...said, ruleRow(cells - GUTTER_CELLS)];
  return { head, json: layout, rows: head.length === 0 ? jsonRows(layout) : below(head, layout) };
}

const NO_PARTS: readonly HeadPart[] = [];

/** Rows of JSON below so many others. A line of the JSON is known as it is without them, so that the cursor stays on it when they change. */
function below(head: readonly HeadRow[], layout: JsonLayout): CursorRows {
  const above = head.length;
  const rows = jsonRows(layout);
  return {
    ...everyRow,
    length: above + rows.length,
    keyAt: (row) => (row < above ? `head ${row}` : rows.keyAt(row - above)),
    lineAt(row) {
      const line = row < above ? undefined : rows.lineAt?.(row - above);
      if (line) return { start: above + line.start, end: above + line.end };
      const { at = 0, of = 1 } = head[row]?.picture ?? {};
      return { start: row - at, end: row - at + of };
    },
    find(key, index) {
      const found = /^head (\d+)$/.exec(key);
      if (found) return Math.min(above - 1, Number(found[1]));
      const row = rows.find?.(key, index - above);
      return row === undefined ? undefined : above + row;
    },
  };
}

/** The line of the JSON that a row shows, by its index in the document; undefined for a row of the head. */
export const jsonLineAt = ({ head, json }: RecordDocument, row: number): number | undefined =>
  json?.lineAt(row - head.length)?.logical;

let lastTexts:
  | { head: readonly HeadRow[]; json: JsonDocument | undefined; texts: readonly string[] }
  | undefined;

/** A record as it is looked through: the rows of what it says, then the lines of its JSON. */
export function recordSearch({ head, json }: RecordDocument): SearchText {
  const lines = json && jsonSearch(json);
  if (lines && head.length === 0) return lines;
  const [above, document] = [head.length, json?.document];
  if (lastTexts?.head[0] !== head[0] || lastTexts?.head.length !== above || lastTexts.json !== document) {
    lastTexts = { head, json: document, texts: [...head.map(({ text }) => text), ...(lines?.texts ?? [])] };
  }
  return {
    texts: lastTexts.texts,
    rowOf: (line, folded) => (line < above ? line : above + (lines?.rowOf(line - above, folded) ?? 0)),
    lineOf: (row) => (row < above ? row : above + (lines?.lineOf(row - above) ?? 0)),
  };
}

/** `height` rows from `top` on, each exactly as wide as the JSON is laid out for. */
export function paintRecord(
  { head, json, rows }: RecordDocument,
  { top, height, width }: { top: number; height: number; width: number },
  { selected, focused, lit }: PaintJsonOptions,
): readonly string[] {
  const cells = Math.max(1, width - PADDING_CELLS);
  const options = (row: number): PaintHeadOptions => ({
    selected: row === selected && rows.isText !== true,
    focused,
    lit,
  });
  const said = head
    .slice(top, top + height)
    .map((row, offset) => paintHeadRow(row, cells, options(top + offset)));
  const left = height - said.length;
  if (!json) return [...said, ...Array<string>(Math.max(0, left)).fill(' '.repeat(cells))];
  const below = selected === undefined ? undefined : selected - head.length;
  return [
    ...said,
    ...paintJson(json, Math.max(0, top - head.length), left, { selected: below, focused, lit }),
  ];
}
