import { isNarrow } from '../../text/character-classes.js';
import { fitMiddle } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';
import { wrapOffsets } from '../../text/wrap.js';
import type { JsonDocument, JsonLine, ValueLine } from './json-document.js';
import type { Folds } from './json-folds.js';
import { foldedText, jsonString, jsonStringWidth, valueText } from './json-text.js';

/** Cells at the left that hold the mark of the selected row. */
export const GUTTER_CELLS = 1;

/** Behind a value that Enter opens: seen without colours, too. */
export const REFERENCE_MARK = ' →';

export interface JsonLayoutOptions {
  /** Cells of a row, the mark of the selected row included. */
  readonly width: number;
  readonly folded: Folds;
}

const LONGEST_TAIL = REFERENCE_MARK.length + 1;

/** Which line of the document a row shows, and which of its rows it is, from 0. */
export interface JsonRow {
  readonly logical: number;
  readonly part: number;
}

/** One row as it is drawn, in plain sanitised text. */
export interface JsonRowText {
  readonly line: JsonLine;
  /** The index of the line in its document. */
  readonly logical: number;
  readonly indent: string;
  /** The name, with its colon and a space; empty where there is none or it was on an earlier row. */
  readonly key: string;
  readonly value: string;
  /** The reference mark and the comma. */
  readonly tail: string;
}

/** The rows of a document at a width. Only lines and lengths are held: rows are made when they are looked at. */
export interface JsonLayout {
  readonly document: JsonDocument;
  readonly width: number;
  readonly folded: Folds;
  /** Rows in all. */
  readonly length: number;
  lineAt(row: number): JsonRow | undefined;
  /** The first row of a line, or of the folded line that hides it. */
  rowOf(logical: number): number;
  /** How many rows a line takes that no fold hides. */
  rowsOf(logical: number): number;
  textAt(row: number): JsonRowText | undefined;
}

type Wraps = Map<number, { readonly text: string; readonly offsets: readonly number[] }>;

const laidOut = new WeakMap<JsonDocument, readonly Layout[]>();
/** The pane's own width with the keys and without them, and the whole screen's, each before and after a fold. */
const LAYOUTS_MAX = 6;

/** The rows of a document; the same layout for the same document, width and set of folded lines. */
export function layoutJson(document: JsonDocument, options: JsonLayoutOptions): JsonLayout {
  const known = laidOut.get(document) ?? [];
  const found = known.find((layout) => layout.width === options.width && layout.folded === options.folded);
  if (found !== undefined) return found;
  // Where long strings break does not depend on what is folded.
  const wraps = known.find((layout) => layout.width === options.width)?.wraps ?? new Map();
  const layout = new Layout(document, options, wraps);
  laidOut.set(document, [layout, ...known.slice(0, LAYOUTS_MAX - 1)]);
  return layout;
}

class Layout implements JsonLayout {
  readonly document: JsonDocument;
  readonly width: number;
  readonly folded: Folds;
  readonly length: number;
  /** Lines that are not hidden in a fold, and the row at which each begins. */
  readonly #shown: Uint32Array;
  readonly #starts: Uint32Array;
  /** The lines that take more than a row. */
  readonly wraps: Wraps;

  constructor(document: JsonDocument, { width: cells, folded }: JsonLayoutOptions, wraps: Wraps) {
    const { lines } = document;
    this.wraps = wraps;
    this.document = document;
    this.width = cells;
    this.folded = folded;
    const shown = new Uint32Array(lines.length);
    const starts = new Uint32Array(lines.length);
    let count = 0;
    let rows = 0;
    for (let index = 0, line = lines[0]; line !== undefined; line = lines[++index]) {
      shown[count] = index;
      starts[count++] = rows;
      rows += this.#rowsOf(index, line);
      if (line.kind === 'open' && folded.has(index)) index = line.close;
    }
    this.#shown = shown.subarray(0, count);
    this.#starts = starts.subarray(0, count);
    this.length = rows;
  }

  lineAt(row: number): JsonRow | undefined {
    if (!(row >= 0 && row < this.length)) return undefined;
    const at = lastAtMost(this.#starts, row);
    const [logical, start] = [this.#shown[at], this.#starts[at]];
    return logical === undefined || start === undefined ? undefined : { logical, part: row - start };
  }

  rowOf(logical: number): number {
    return this.#starts[lastAtMost(this.#shown, logical)] ?? 0;
  }

  rowsOf(logical: number): number {
    return this.wraps.get(logical)?.offsets.length ?? 1;
  }

  textAt(row: number): JsonRowText | undefined {
    const at = this.lineAt(row);
    const line = at && this.document.lines[at.logical];
    if (at === undefined || line === undefined) return undefined;
    const tail = this.#tail(at.logical, line);
    const wrap = this.wraps.get(at.logical);
    if (wrap === undefined) {
      const [indent, key] = [this.#indent(line.depth), this.#key(line)];
      return { line, logical: at.logical, indent, key, value: this.#value(at.logical, line), tail };
    }
    const from = wrap.offsets[at.part] ?? 0;
    const to = wrap.offsets[at.part + 1] ?? wrap.text.length;
    const valueEnd = wrap.text.length - tail.length;
    return {
      line,
      logical: at.logical,
      indent: at.part === 0 ? this.#indent(line.depth) : ' '.repeat(this.#hang(line.depth)),
      key: at.part === 0 ? this.#key(line) : '',
      value: wrap.text.slice(from, Math.min(to, valueEnd)),
      tail: wrap.text.slice(Math.max(from, valueEnd), to),
    };
  }

  /** Rows that a line takes; remembers where a long value breaks. */
  #rowsOf(index: number, line: JsonLine): number {
    if (line.kind === 'open' || line.kind === 'close') return 1;
    const known = this.wraps.get(index);
    if (known !== undefined) return known.offsets.length;
    const first = this.#content - this.#indentCells(line.depth) - this.#keyCells(line);
    // Short lines, which are nearly all, are not looked at further; what a line refers to takes longer to find out.
    if (line.text.length < first && valueCells(line) + LONGEST_TAIL <= first) return 1;
    const text = valueText(line) + this.#tail(index, line);
    const offsets = wrapOffsets(text, first, this.#content - this.#hang(line.depth));
    if (offsets.length > 1) this.wraps.set(index, { text, offsets });
    return offsets.length;
  }

  get #content(): number {
    return Math.max(1, this.width - GUTTER_CELLS);
  }

  #value(index: number, line: JsonLine): string {
    if (line.kind === 'open') return this.folded.has(index) ? foldedText(line) : line.list ? '[' : '{';
    if (line.kind === 'close') return line.list ? ']' : '}';
    return valueText(line);
  }

  #tail(index: number, line: JsonLine): string {
    const mark = line.reference !== undefined && line.kind !== 'close' ? REFERENCE_MARK : '';
    const continues = line.kind === 'open' && !this.folded.has(index);
    return mark + (line.last || continues ? '' : ',');
  }

  /** A key takes at most four tenths of a row, so that its value stays beside it; names of common length stay whole longer. */
  get #keyRoom(): number {
    return Math.max(4, Math.min(24, this.#content - 16), Math.floor(this.#content * 0.4));
  }

  #key(line: JsonLine): string {
    if (line.key === undefined || line.kind === 'close') return '';
    const shown = line.key.length <= this.#keyRoom ? jsonString(line.key) : this.#cutKey(line.key);
    return `${shown}: `;
  }

  #cutKey(key: string): string {
    // Both ends tell; what lies between is never looked at, so that a key of a megabyte costs what a short one costs.
    const most = this.#keyRoom * 16;
    const shown =
      key.length > most
        ? sanitise(`${jsonString(key.slice(0, most / 2))}${jsonString(key.slice(-most / 2))}`)
        : jsonString(key);
    return width(shown) <= this.#keyRoom + 2 ? shown : fitMiddle(shown, this.#keyRoom + 2);
  }

  #keyCells(line: JsonLine): number {
    const { key } = line;
    if (key === undefined) return 0;
    if (key.length <= this.#keyRoom && isNarrow(key)) return jsonStringWidth(key) + 2;
    return width(this.#key(line));
  }

  /** Indentation may take four tenths of a row. */
  get #indentRoom(): number {
    return Math.floor(this.#content * 0.4);
  }

  #indentCells(depth: number): number {
    return depth * 2 <= this.#indentRoom ? depth * 2 : this.#indent(depth).length;
  }

  /**
   * Two cells for each level, as far as there is room. Deeper lines say their depth (`⋯50 `) and step through what is left of the room,
   * so that a line still stands further in than what holds it, save where the steps begin again.
   */
  #indent(depth: number): string {
    const room = this.#indentRoom;
    if (depth * 2 <= room) return ' '.repeat(depth * 2);
    const mark = `⋯${depth} `;
    if (mark.length > room) return room >= 2 ? '⋯ ' : '';
    const steps = Math.floor((room - mark.length) / 2) + 1;
    const step = (depth - Math.floor(room / 2) - 1) % steps;
    return mark + ' '.repeat(step * 2);
  }

  /** Where the further rows of a wrapped value begin. */
  #hang(depth: number): number {
    const hang = this.#indentCells(depth) + 2;
    return hang < this.#content / 2 ? hang : 0;
  }
}

function valueCells(line: ValueLine): number {
  return line.kind === 'string' ? jsonStringWidth(line.text) : width(valueText(line));
}

/** Position of the last element that is at most `value`, in ascending numbers of which the first is. */
function lastAtMost(ascending: Uint32Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((ascending[middle] ?? value) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
