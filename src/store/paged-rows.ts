import type { Rows } from '../listings/listing.js';

/** One page of a listing as the service delivered it. */
export interface PageMark {
  /** Counts from 1. */
  readonly number: number;
  /** Index of the page's first row. */
  readonly start: number;
  readonly length: number;
  /** The cursor that the page was asked for with; undefined for the first. */
  readonly cursor: string | undefined;
}

/**
 * All rows loaded so far, page behind page. A page that arrives is one append: nothing that came before is copied
 * or looked at, and a row is found by a binary search over the pages.
 */
export class PagedRows<Item> implements Rows<Item> {
  readonly #pages: Rows<Item>[] = [];
  readonly #starts: number[] = [];
  readonly #cursors: (string | undefined)[] = [];
  #length = 0;
  /** The page found last: neighbours are asked for next. */
  #last = 0;

  get length(): number {
    return this.#length;
  }

  get pageCount(): number {
    return this.#pages.length;
  }

  /** Adds a page behind the others. `cursor` is what it was asked for with. Empty pages are not kept. */
  append(rows: Rows<Item>, cursor: string | undefined): void {
    if (rows.length === 0) return;
    this.#pages.push(rows);
    this.#starts.push(this.#length);
    this.#cursors.push(cursor);
    this.#length += rows.length;
  }

  at(index: number): Item | undefined {
    const page = this.#pageIndex(index);
    return page === undefined ? undefined : this.#pages[page]!.at(index - this.#starts[page]!);
  }

  /** The page that holds a row. */
  pageOf(index: number): PageMark | undefined {
    const page = this.#pageIndex(index);
    return page === undefined ? undefined : this.page(page + 1);
  }

  /** The page of a number, counted from 1. */
  page(number: number): PageMark | undefined {
    const rows = this.#pages[number - 1];
    if (!rows) return undefined;
    return {
      number,
      start: this.#starts[number - 1]!,
      length: rows.length,
      cursor: this.#cursors[number - 1],
    };
  }

  #pageIndex(index: number): number | undefined {
    if (!(index >= 0 && index < this.#length)) return undefined;
    const starts = this.#starts;
    let low = this.#last;
    if (starts[low]! <= index && (low + 1 === starts.length || index < starts[low + 1]!)) return low;
    low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return low;
  }
}
