import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { wrap } from '../../text/wrap.js';
import { type JsonDiffRow, knownDiff } from '../json/json-diff.js';
import type { JsonDocument } from '../json/json-document.js';
import { type JsonLayout, layoutJson } from '../json/json-layout.js';
import { jsonTexts } from '../json/json-search.js';
import { paintJson } from '../json/paint-json.js';
import { type Sheet, SheetWriter } from '../screen/sheet.js';
import { palette, type Style } from '../screen/style.js';

/** Two versions of something, each with what it is called. */
export interface DiffSides {
  readonly old: { readonly name: string; readonly document: JsonDocument };
  readonly new: { readonly name: string; readonly document: JsonDocument };
}

/** With fewer cells, what was stands above what is. */
const BESIDE_MIN_CELLS = 90;
const BETWEEN = ' │ ';
const SIGN_CELLS = 2;
const UNFOLDED: ReadonlySet<number> = new Set();

const SIGNS: Readonly<Record<JsonDiffRow['kind'], { readonly old: string; readonly new: string }>> = {
  same: { old: '  ', new: '  ' },
  changed: { old: '− ', new: '+ ' },
  removed: { old: '− ', new: '  ' },
  added: { old: '  ', new: '+ ' },
};

const rowsOf = ({ old: before, new: after }: DiffSides): readonly JsonDiffRow[] =>
  knownDiff(before.document, after.document);

/** How much differs: `2 lines differ`. */
export function differenceText(sides: DiffSides): string {
  const count = rowsOf(sides).filter(({ kind }) => kind !== 'same').length;
  if (count === 0) return 'no difference';
  return count === 1 ? '1 line differs' : `${count} lines differ`;
}

/** Both versions as they are drawn. */
export interface DiffSheet extends Sheet {
  /** The rows at which the differences begin: lines that differ and stand together are one. */
  readonly changes: readonly number[];
}

/** Both versions as lines of `width` cells: beside each other, or where that is narrow one above the other, line by line. `notes` stand above. */
export function diffSheet(sides: DiffSides, width: number, notes: readonly string[] = []): DiffSheet {
  const sheet = new DiffWriter();
  for (const note of notes) {
    sheet.add(
      note,
      wrap(sanitise(note), width).map((row) => palette.warn(fit(row, width))),
    );
  }
  return width >= BESIDE_MIN_CELLS ? besideSheet(sheet, sides, width) : stackedSheet(sheet, sides, width);
}

/** Takes down where the differences begin. */
class DiffWriter extends SheetWriter implements DiffSheet {
  readonly changes: number[] = [];
  #wasSame = true;

  addRow(kind: JsonDiffRow['kind'], text: string, rows: readonly string[]): void {
    const isSame = kind === 'same';
    if (!isSame && this.#wasSame) this.changes.push(this.lines.length);
    this.#wasSame = isSame;
    this.add(text, rows);
  }
}

function besideSheet(sheet: DiffWriter, sides: DiffSides, width: number): DiffSheet {
  const left = Math.floor((width - BETWEEN.length) / 2);
  const right = width - BETWEEN.length - left;
  const [before, after] = [
    laidOut(sides.old.document, left - SIGN_CELLS),
    laidOut(sides.new.document, right - SIGN_CELLS),
  ];
  const between = palette.border(BETWEEN);
  sheet.add(sides.old.name, [
    palette.bold(fit(sides.old.name, left)) + between + palette.bold(fit(sides.new.name, right)),
  ]);
  for (const row of rowsOf(sides)) {
    const olds = paintedLine(before, row.old, SIGNS[row.kind].old, palette.bad);
    const news = paintedLine(after, row.new, SIGNS[row.kind].new, palette.good);
    const lines = Array.from(
      { length: Math.max(olds.length, news.length) },
      (_, at) => (olds[at] ?? ' '.repeat(left)) + between + (news[at] ?? ' '.repeat(right)),
    );
    sheet.addRow(row.kind, textOf(sides, row), lines);
  }
  return sheet;
}

function stackedSheet(sheet: DiffWriter, sides: DiffSides, width: number): DiffSheet {
  const cells = Math.max(1, width - SIGN_CELLS);
  const [before, after] = [laidOut(sides.old.document, cells), laidOut(sides.new.document, cells)];
  sheet.add(sides.old.name, [palette.bad(fit(`− ${sides.old.name}`, width))]);
  sheet.add(sides.new.name, [palette.good(fit(`+ ${sides.new.name}`, width))]);
  for (const row of rowsOf(sides)) {
    const olds = row.kind === 'same' ? [] : paintedLine(before, row.old, SIGNS[row.kind].old, palette.bad);
    sheet.addRow(row.kind, textOf(sides, row), [
      ...olds,
      ...paintedLine(after, row.new, SIGNS[row.kind].new, palette.good),
    ]);
  }
  return sheet;
}

const laidOut = (document: JsonDocument, width: number): JsonLayout =>
  layoutJson(document, { width: Math.max(1, width), folded: UNFOLDED });

/** The rows of a line. What differs has one colour, and its sign; what does not has those of JSON. */
function paintedLine(layout: JsonLayout, line: number | undefined, sign: string, style: Style): string[] {
  if (line === undefined) return [];
  const first = layout.rowOf(line);
  const count = layout.rowsOf(line);
  const isSame = sign.trim() === '';
  if (isSame) {
    return paintJson(layout, first, count, { selected: undefined, focused: false }).map((row) => sign + row);
  }
  return Array.from({ length: count }, (_, at) => {
    const { indent = '', key = '', value = '', tail = '' } = layout.textAt(first + at) ?? {};
    const shown = at === 0 ? sign : ' '.repeat(SIGN_CELLS);
    return style(shown + fit(` ${indent}${key}${value}${tail}`, layout.width));
  });
}

/** What a row is found by: what stands in it on either side. */
function textOf(sides: DiffSides, row: JsonDiffRow): string {
  const before = row.old === undefined ? '' : (jsonTexts(sides.old.document)[row.old] ?? '');
  const after = row.new === undefined ? '' : (jsonTexts(sides.new.document)[row.new] ?? '');
  return row.kind === 'same' ? after : `${before} ${after}`.trim();
}
