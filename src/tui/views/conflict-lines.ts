import { fit } from '../../text/fit.js';
import { type JsonDiffRow, knownDiff } from '../json/json-diff.js';
import type { JsonDocument } from '../json/json-document.js';
import { type JsonLayout, layoutJson } from '../json/json-layout.js';
import { paintJson } from '../json/paint-json.js';
import { SheetWriter } from '../screen/sheet.js';
import { palette, type Style } from '../screen/style.js';
import { diffSheet } from './diff-lines.js';

/** A record as it was, as it is now, and as it was typed. */
export interface ThreeVersions {
  readonly base: JsonDocument;
  readonly now: JsonDocument;
  readonly typed: JsonDocument;
}

/** With fewer cells, what was changed there stands above what was typed here. */
const BESIDE_MIN_CELLS = 110;
const BETWEEN = ' │ ';
const UNFOLDED: ReadonlySet<number> = new Set();
const NAMES = { base: 'as you began', now: 'as it is there now', typed: 'as you typed it' } as const;

/** Three versions as lines of `width` cells: beside each other, or where that is narrow as two differences, one below the other. */
export const conflictSheet = (versions: ThreeVersions, width: number): SheetWriter =>
  width >= BESIDE_MIN_CELLS ? besideSheet(versions, width) : stackedSheet(versions, width);

/** A line of each version; undefined where it has none there. */
interface Row {
  readonly base: number | undefined;
  readonly now: number | undefined;
  readonly typed: number | undefined;
  readonly isNowOther: boolean;
  readonly isTypedOther: boolean;
}

function besideSheet({ base, now, typed }: ThreeVersions, width: number): SheetWriter {
  const column = Math.floor((width - 2 * BETWEEN.length) / 3);
  const last = width - 2 * (column + BETWEEN.length);
  const layouts = [laidOut(base, column), laidOut(now, column), laidOut(typed, last)] as const;
  const between = palette.border(BETWEEN);
  const sheet = new SheetWriter();
  const heads = [fit(NAMES.base, column), fit(NAMES.now, column), fit(NAMES.typed, last)];
  sheet.add(heads.join(' '), [heads.map((head) => palette.bold(head)).join(between)]);
  for (const row of threeRows(knownDiff(base, now), knownDiff(base, typed))) {
    const cells = [
      paintedLine(layouts[0], row.base, undefined),
      paintedLine(layouts[1], row.now, row.isNowOther ? palette.bad : undefined),
      paintedLine(layouts[2], row.typed, row.isTypedOther ? palette.good : undefined),
    ];
    const height = Math.max(...cells.map(({ length }) => length));
    const widths = [column, column, last];
    sheet.add(
      '',
      Array.from({ length: height }, (_, at) =>
        cells.map((lines, index) => lines[at] ?? ' '.repeat(widths[index] ?? 0)).join(between),
      ),
    );
  }
  return sheet;
}

/** The lines of both differences, by the lines of what they both began with. */
function threeRows(there: readonly JsonDiffRow[], here: readonly JsonDiffRow[]): readonly Row[] {
  const rows: Row[] = [];
  let at = 0;
  let other = 0;
  while (at < there.length || other < here.length) {
    const one = there[at];
    const two = here[other];
    const isOneNew = one !== undefined && one.old === undefined;
    const isTwoNew = two !== undefined && two.old === undefined;
    if (isOneNew || isTwoNew) {
      rows.push({
        base: undefined,
        now: isOneNew ? one.new : undefined,
        typed: isTwoNew ? two.new : undefined,
        isNowOther: isOneNew,
        isTypedOther: isTwoNew,
      });
      if (isOneNew) at += 1;
      if (isTwoNew) other += 1;
      continue;
    }
    rows.push({
      base: one?.old ?? two?.old,
      now: one?.new,
      typed: two?.new,
      isNowOther: one?.kind !== 'same',
      isTypedOther: two?.kind !== 'same',
    });
    at += 1;
    other += 1;
  }
  return rows;
}

function stackedSheet({ base, now, typed }: ThreeVersions, width: number): SheetWriter {
  const sheet = new SheetWriter();
  for (const [title, document, name] of [
    ['What was changed there', now, NAMES.now],
    ['What you changed', typed, NAMES.typed],
  ] as const) {
    sheet.add(title, [palette.bold(fit(title, width))]);
    const sides = { old: { name: NAMES.base, document: base }, new: { name, document } };
    for (const line of diffSheet(sides, width).lines) sheet.add('', [line]);
    sheet.add('', [' '.repeat(width)]);
  }
  return sheet;
}

const laidOut = (document: JsonDocument, width: number): JsonLayout =>
  layoutJson(document, { width: Math.max(1, width), folded: UNFOLDED });

function paintedLine(
  layout: JsonLayout,
  line: number | undefined,
  style: Style | undefined,
): readonly string[] {
  if (line === undefined) return [];
  const first = layout.rowOf(line);
  const count = layout.rowsOf(line);
  if (style === undefined) return paintJson(layout, first, count, { selected: undefined, focused: false });
  return Array.from({ length: count }, (_, at) => {
    const { indent = '', key = '', value = '', tail = '' } = layout.textAt(first + at) ?? {};
    return style(fit(` ${indent}${key}${value}${tail}`, layout.width));
  });
}
