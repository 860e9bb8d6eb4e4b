import { stripVTControlCharacters } from 'node:util';
import { highlight } from '../../text/highlight.js';
import { fold } from '../../text/match.js';
import type { SearchText } from './search-text.js';
import { palette } from './style.js';

/** A text as it is drawn, and as it is looked through: rows of cells, and the lines that they were broken from. */
export interface Sheet extends SearchText {
  readonly lines: readonly string[];
}

/** Takes down a text line by line. */
export class SheetWriter implements Sheet {
  readonly lines: string[] = [];
  readonly texts: string[] = [];
  /** The row at which each line begins. */
  readonly #starts: number[] = [];

  /** A line of so many rows, which are painted and fitted. */
  add(text: string, rows: readonly string[]): void {
    this.texts.push(text);
    this.#starts.push(this.lines.length);
    // Spread as arguments, a long answer would be more than a call takes.
    for (const row of rows) this.lines.push(row);
  }

  rowOf(line: number, folded: string): number {
    const start = this.#starts[line] ?? 0;
    const end = this.#starts[line + 1] ?? this.lines.length;
    for (let row = start; row < end; row++) {
      if (fold(stripVTControlCharacters(this.lines[row] ?? '')).includes(folded)) return row;
    }
    return start;
  }

  lineOf(position: number): number {
    const after = this.#starts.findIndex((start) => start > position);
    return (after < 0 ? this.#starts.length : after) - 1;
  }
}

/** Rows with what is looked for lit. In a row that holds it nothing else has a colour. */
export function litRows(rows: readonly string[], text: string | undefined): readonly string[] {
  const terms = text === undefined || text === '' ? [] : [fold(text)];
  if (terms.length === 0) return rows;
  return rows.map((row) => {
    const plain = stripVTControlCharacters(row);
    const lit = highlight(plain, terms, palette.match);
    return lit === plain ? row : lit;
  });
}
