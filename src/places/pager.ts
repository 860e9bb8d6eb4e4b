import { isFailedCall } from '../text/failed-call.js';
import { type Sentence, say } from '../text/sentence.js';
import type { Listing, LoadOptions, Rows } from './listing.js';

/** Pages without a row that are asked for in one go: then it is the turn of who asks. */
const EMPTY_PAGES_MAX = 5;

/** Rows of a page where nothing is said: the most that services give. */
const PAGE_ROWS = 100;

/** Pages that come through before larger ones are asked for again. */
const PAGES_BEFORE_LARGER = 8;

/** Bytes that the answer with a single item may have: enough to go on behind one that is too large to be shown. */
const ONE_ITEM_MAX_BYTES = 24 * 1024 * 1024;

/** One answer of a listing. `rows` is empty only where the listing ends, or where many pages in a row were. */
export interface PagerPage<Item> {
  readonly rows: Rows<Item>;
  /** What it was asked for with; undefined for the first. */
  readonly cursor: string | undefined;
}

/** Why no further page comes: there is none, the service goes round in circles, or no more rows are wanted. */
export type PagerEnd = 'complete' | 'cursor-repeats' | 'page-repeats' | 'limit';

/** Whether another page can be asked for. `empty`: it can, and so many pages in a row brought nothing. */
export type PagerStatus =
  | { readonly kind: 'more' }
  | { readonly kind: 'empty'; readonly pages: number }
  | { readonly kind: 'ended'; readonly why: PagerEnd };

export interface PagerOptions {
  /** Id of one of the orders of the listing; undefined: its first. */
  readonly order?: string | undefined;
  /** Rows that are wanted at most. Default: all. */
  readonly limit?: number | undefined;
}

/**
 * Asks a listing for page after page, until it ends or begins to go round in circles. Gives each row once where a page begins
 * with the row that its cursor stands for. After a page that failed or was aborted the same one is asked for again.
 */
export class Pager<Item = unknown> {
  readonly #listing: Pick<Listing<Item>, 'load' | 'key'>;
  readonly #order: string | undefined;
  readonly #limit: number;
  readonly #seenCursors = new Set<string>();
  #cursor: string | undefined;
  #status: PagerStatus = { kind: 'more' };
  /** Rows that the next page shall have at most; undefined: as many as the listing asks for by itself. */
  #pageRows: number | undefined;
  /** Pages since it was last changed. */
  #pagesOfSize = 0;
  /** What the last page said of itself. */
  #pageNote: Sentence | undefined;
  #summary: string | undefined;
  /** Rows given so far. */
  #rowCount = 0;
  /** The keys of the first and the last row of the page before, as it was sent. */
  #before: readonly [first: string, last: string] | undefined;

  constructor(
    listing: Pick<Listing<Item>, 'load' | 'key'>,
    { order, limit = Number.POSITIVE_INFINITY }: PagerOptions = {},
  ) {
    this.#listing = listing;
    this.#order = order;
    this.#limit = limit;
  }

  get status(): PagerStatus {
    return this.#status;
  }

  get ended(): boolean {
    return this.#status.kind === 'ended';
  }

  /**
   * The next page that has rows. Rejects with the error of the listing, and with the reason of the signal once that aborts. One
   * call at a time; none after the end.
   */
  async next({ signal, onPart }: Pick<LoadOptions, 'signal' | 'onPart'>): Promise<PagerPage<Item>> {
    for (let empty = 1; ; empty++) {
      const cursor = this.#cursor;
      const answer = await this.#ask(cursor, signal, onPart);
      signal.throwIfAborted();
      const rows = this.#take(answer);
      if (rows.length > 0 || this.ended) return { rows, cursor };
      if (empty < EMPTY_PAGES_MAX) continue;
      this.#status = { kind: 'empty', pages: empty };
      return { rows, cursor };
    }
  }

  /** What is to be said of what came so far; undefined where nothing is. */
  get note(): Sentence | undefined {
    return pagerNote(this.#status) ?? this.#pageNote;
  }

  /** What the last page said that the rows come to. */
  get summary(): string | undefined {
    return this.#summary;
  }

  /** One page. After an answer that was too large half as many rows are asked for, down to one. */
  async #ask(
    cursor: string | undefined,
    signal: AbortSignal,
    onPart: LoadOptions['onPart'],
  ): ReturnType<Listing<Item>['load']> {
    for (;;) {
      const limit = this.#pageRows;
      try {
        const answer = await this.#listing.load(cursor, { signal, order: this.#order, limit, onPart });
        this.#growAgain();
        return answer;
      } catch (error) {
        if (!isFailedCall(error) || error.failure !== 'too-large' || signal.aborted) throw error;
        if (limit === 1) return await this.#askForLarge(cursor, signal, error);
        this.#pageRows = Math.floor((limit ?? PAGE_ROWS) / 2);
        this.#pagesOfSize = 0;
      }
    }
  }

  /** The page with the one item that no answer of the usual size holds; rejects with `why` where that is too large as well. */
  async #askForLarge(
    cursor: string | undefined,
    signal: AbortSignal,
    why: Error,
  ): ReturnType<Listing<Item>['load']> {
    const options = { signal, order: this.#order, limit: 1, answerMaxBytes: ONE_ITEM_MAX_BYTES };
    try {
      return await this.#listing.load(cursor, options);
    } catch (error) {
      throw isFailedCall(error) && error.failure === 'too-large' ? why : error;
    }
  }

  /** Large items stand beside one another, and the rest need not come in small pages. */
  #growAgain(): void {
    if (this.#pageRows === undefined) return;
    this.#pagesOfSize += 1;
    if (this.#pagesOfSize < PAGES_BEFORE_LARGER) return;
    this.#pagesOfSize = 0;
    this.#pageRows = this.#pageRows * 2 >= PAGE_ROWS ? undefined : this.#pageRows * 2;
  }

  /** Moves on behind an answer. Gives what of it is new and wanted. */
  #take({ rows, cursor }: Awaited<ReturnType<Listing<Item>['load']>>): Rows<Item> {
    const keys = this.#keysOf(rows);
    const before = this.#before;
    if (keys !== undefined) this.#before = keys;
    this.#cursor = cursor;
    this.#pageNote = rows.note;
    this.#summary = rows.summary;
    this.#goOn(cursor);
    if (before !== undefined && keys?.[0] === before[0] && keys[1] === before[1]) {
      this.#end('page-repeats');
      return [];
    }
    const start = before !== undefined && keys?.[0] === before[1] ? 1 : 0;
    const left = this.#limit - this.#rowCount;
    if (rows.length - start >= left) this.#end('limit');
    const fresh = rowsBetween(rows, start, Math.min(rows.length, start + left));
    this.#rowCount += fresh.length;
    return fresh;
  }

  #goOn(cursor: string | undefined): void {
    if (cursor === undefined) this.#end('complete');
    else if (this.#seenCursors.has(cursor)) this.#end('cursor-repeats');
    else {
      this.#seenCursors.add(cursor);
      this.#status = { kind: 'more' };
    }
  }

  #end(why: PagerEnd): void {
    if (!this.ended) this.#status = { kind: 'ended', why };
  }

  #keysOf(rows: Rows<Item>): readonly [string, string] | undefined {
    const first = rows.at(0);
    const last = rows.at(rows.length - 1);
    if (first === undefined || last === undefined) return undefined;
    return [this.#listing.key(first), this.#listing.key(last)];
  }
}

/** What keeps further rows from coming although there may be some, in words; undefined where nothing does. */
export function pagerNote(status: PagerStatus): Sentence | undefined {
  if (status.kind === 'empty') {
    return say`${status.pages} empty pages in a row: {key:list.next-page} asks for more`;
  }
  if (status.kind === 'more') return undefined;
  switch (status.why) {
    case 'cursor-repeats':
      return 'stopped: the service gave the same cursor twice';
    case 'page-repeats':
      return 'stopped: the service gave the same page twice';
    case 'complete':
    case 'limit':
      return undefined;
  }
}

/** Some of the rows, without a copy of them. */
function rowsBetween<Item>(rows: Rows<Item>, start: number, end: number): Rows<Item> {
  const length = Math.max(0, end - start);
  if (length === rows.length) return rows;
  return { length, at: (index) => (index >= 0 && index < length ? rows.at(start + index) : undefined) };
}
