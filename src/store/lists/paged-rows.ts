import type { Rows } from '../../places/listing.js';

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

/** A page that was loaded, and its place: that of its first row. */
interface LoadedPage<Item> {
  readonly number: number;
  readonly rows: Rows<Item>;
  readonly place: number;
  readonly cursor: string | undefined;
}

/** What became of a row while one looks at the list. */
export interface RowChange {
  readonly kind: 'new' | 'changed' | 'deleted';
  /** Milliseconds since 1970. */
  readonly time: number;
}

/**
 * All rows loaded so far, page behind page, and around the pages what came while one looked at them. A page that arrives is one
 * append, and so is a row above all or below all: nothing that came before is copied or looked at, and a row is found by a
 * binary search over the pages.
 */
export class PagedRows<Item> implements Rows<Item> {
  /** Rows above the pages, from the one next to them upwards. */
  readonly #above: Item[] = [];
  /** A place counts from the first row of the first page: above it they are negative. */
  readonly #pages: LoadedPage<Item>[] = [];
  /** Rows below the last page. */
  readonly #below: Item[] = [];
  #paged = 0;
  /** The page found last: neighbours are asked for next. */
  #last: LoadedPage<Item> | undefined;
  // Few rows change: by their places, which stay when rows come above them.
  readonly #changes = new Map<number, RowChange>();
  readonly #contents = new Map<number, Item>();
  #version = 0;

  get length(): number {
    return this.#above.length + this.#paged + this.#below.length;
  }

  get pageCount(): number {
    return this.#pages.length;
  }

  /** How many rows stand above the first page. */
  get above(): number {
    return this.#above.length;
  }

  /** How many rows stand below the last page. */
  get below(): number {
    return this.#below.length;
  }

  /** Counts what changed rows that were there, their content or their index. */
  get version(): number {
    return this.#version;
  }

  /** Adds a page behind the others. `cursor` is what it was asked for with. Empty pages are not kept. */
  append(rows: Rows<Item>, cursor: string | undefined): void {
    if (rows.length === 0) return;
    this.#pages.push({ number: this.#pages.length + 1, rows, place: this.#paged, cursor });
    this.#paged += rows.length;
  }

  /** Adds a row above all others: each index grows by one. */
  putAbove(item: Item, change: RowChange): void {
    this.#above.push(item);
    this.#changes.set(-this.#above.length, change);
    this.#version++;
  }

  /** Adds a row below all others, for when no page will come any more. */
  putBelow(item: Item, change: RowChange): void {
    this.#changes.set(this.#paged + this.#below.length, change);
    this.#below.push(item);
  }

  /** The rows that are there say more than they did. */
  reread(): void {
    this.#version++;
  }

  /** Notes what became of a row, and what it holds now where that is known. */
  change(index: number, change: RowChange, item?: Item): void {
    const place = index - this.#above.length;
    this.#changes.set(place, change);
    if (item !== undefined) this.#contents.set(place, item);
    this.#version++;
  }

  changeOf(index: number): RowChange | undefined {
    return this.#changes.get(index - this.#above.length);
  }

  at(index: number): Item | undefined {
    const place = index - this.#above.length;
    const changed = this.#contents.get(place);
    if (changed !== undefined) return changed;
    if (place < 0) return this.#above[-1 - place];
    if (place >= this.#paged) return this.#below[place - this.#paged];
    const page = this.#pageAt(place);
    return page?.rows.at(place - page.place);
  }

  /** The page that holds a row; undefined for rows that no page brought. */
  pageOf(index: number): PageMark | undefined {
    const page = this.#pageAt(index - this.#above.length);
    return page && this.#mark(page);
  }

  /** The page of a number, counted from 1. */
  page(number: number): PageMark | undefined {
    const page = this.#pages[number - 1];
    return page && this.#mark(page);
  }

  #mark({ number, rows, place, cursor }: LoadedPage<Item>): PageMark {
    return { number, start: this.#above.length + place, length: rows.length, cursor };
  }

  #pageAt(place: number): LoadedPage<Item> | undefined {
    if (!(place >= 0 && place < this.#paged)) return undefined;
    const last = this.#last;
    if (last && last.place <= place && place < last.place + last.rows.length) return last;
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const page = this.#pages[middle];
      if (page && page.place <= place) low = middle;
      else high = middle - 1;
    }
    this.#last = this.#pages[low];
    return this.#last;
  }
}
