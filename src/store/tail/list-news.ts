import { type RawItem, rawItemFromText } from '../../atproto/calls/raw-items.js';
import type { CommitEvent } from '../../atproto/streams/repo-event.js';
import type { Listing, Rows } from '../../places/listing.js';
import { rowKey } from '../../places/starting-at.js';
import { matchesTerms } from '../../text/match.js';
import { readRowFilter } from '../../text/row-filter.js';
import { writeJson } from '../../text/written-json.js';
import type { PagedRows, RowChange } from '../lists/paged-rows.js';

/** Rows that wait, and changes that wait for their rows. Beyond that the list says that something is missing. */
const ARRIVALS_MAX = 10_000;
const noNames = () => undefined;

interface Arrival {
  readonly change: RowChange;
  /** Undefined where nothing is known but that it changed. */
  readonly item: RawItem | undefined;
  /** Of what was written; undefined where it is deleted, or where the event does not say. */
  readonly cid: string | undefined;
  /** How many events had come when it did. */
  readonly number: number;
  /** It passes the filter that was set when it came. */
  readonly matches: boolean;
}

/** What of a list decides where its news go. */
interface List {
  readonly listing: Listing;
  readonly rows: PagedRows<unknown>;
  /** Oldest first. */
  readonly reverse: boolean;
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly filter: { readonly text: string } | undefined;
}

/**
 * What live events say of the records of one collection, and its list does not show yet: records created wait to be shown, and
 * changes of records whose page has not come wait for that. Records are known by their keys, and services list them in the order
 * of those. Changes in place.
 */
export class ListNews {
  /** Created and not shown yet, oldest first. */
  readonly #waiting = new Map<string, Arrival>();
  /** Changed before their rows came. */
  readonly #early = new Map<string, Arrival>();
  /** Where rows stand that no page brought, as `PagedRows` counts from the first row of the first page. */
  readonly #added = new Map<string, number>();
  #came = 0;
  #matching = 0;
  #isMissing = false;

  /** How many wait to be shown, of those that pass the filter. */
  count({ filter, reverse }: Pick<List, 'filter' | 'reverse'>): number {
    return filter && !reverse ? this.#matching : this.#waiting.size;
  }

  /** Events are missing: the list may not be what it is taken for. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** Takes note that events are missing: what is known of rows to come may be outdated when they come. */
  miss(): void {
    this.#isMissing = true;
    this.#early.clear();
  }

  /** How many events came so far, for `restart`. */
  get came(): number {
    return this.#came;
  }

  /** Takes in what happened to a record of the collection. */
  take(list: List, commit: CommitEvent): void {
    const { rkey, operation, time } = commit;
    this.#came++;
    const before = this.#waiting.get(rkey);
    const index = before ? undefined : this.#indexOf(list, rkey);
    if (operation === 'delete') {
      if (before) this.#forget(rkey, before);
      else this.#change(list, index, commit, { kind: 'deleted', time }, undefined);
      return;
    }
    const record = commit.record();
    if (index !== undefined && isRead(list, index, commit)) return;
    if (!before && (operation === 'update' || index !== undefined)) {
      // What cannot be read of an update leaves the row as it is known.
      const item = record === undefined ? undefined : itemOf(commit, record);
      this.#change(list, index, commit, { kind: operation === 'create' ? 'new' : 'changed', time }, item);
    } else {
      this.#wait(list, commit, before?.change ?? { kind: 'new', time }, itemOf(commit, record));
    }
  }

  /** A list is loaded anew: it holds what happened before it was asked for, after so many events. */
  restart(asked: number): void {
    this.#added.clear();
    this.#isMissing = false;
    for (const [rkey, arrival] of this.#waiting) if (arrival.number <= asked) this.#forget(rkey, arrival);
    for (const [rkey, { number }] of this.#early) if (number <= asked) this.#early.delete(rkey);
  }

  /** Appends a page to the rows, but not what they show already, and with what was told of its records meanwhile. */
  append(rows: PagedRows<unknown>, page: Rows<unknown>, cursor: string | undefined, listing: Listing): void {
    if (this.#waiting.size + this.#early.size + this.#added.size === 0) {
      rows.append(page, cursor);
      return;
    }
    const kept: number[] = [];
    const told: [index: number, arrival: Arrival][] = [];
    for (let index = 0; index < page.length; index++) {
      const rkey = rowKey(listing, page.at(index));
      if (this.#added.has(rkey)) continue;
      const waiting = this.#waiting.get(rkey);
      const arrival = waiting ?? this.#early.get(rkey);
      if (waiting) this.#forget(rkey, waiting);
      this.#early.delete(rkey);
      // A first page that was read after the event has what it wrote: the list was never without it. Of a later one it was new.
      if (arrival && (rows.length > 0 || !holds(listing, page.at(index), arrival.cid))) {
        told.push([rows.length + kept.length, arrival]);
      }
      kept.push(index);
    }
    rows.append(kept.length === page.length ? page : picked(page, kept), cursor);
    for (const [index, { change, item }] of told) rows.change(index, change, item);
  }

  /** Puts those that wait above all rows. Gives their number. */
  showAbove(rows: PagedRows<unknown>): number {
    const shown = this.#waiting.size;
    for (const [rkey, { item, change }] of this.#waiting) {
      rows.putAbove(item, change);
      this.#added.set(rkey, -rows.above);
    }
    this.#clearWaiting();
    return shown;
  }

  /** Puts those that wait below all rows, once no page will come any more. */
  showBelow(rows: PagedRows<unknown>): void {
    for (const [rkey, { item, change }] of this.#waiting) {
      this.#added.set(rkey, rows.length - rows.above);
      rows.putBelow(item, change);
    }
    this.#clearWaiting();
  }

  #change(
    list: List,
    index: number | undefined,
    { rkey, cid }: CommitEvent,
    change: RowChange,
    item: RawItem | undefined,
  ): void {
    if (index !== undefined) list.rows.change(index, change, item);
    // A list that is being loaded may get the row as it was before.
    if (index !== undefined && list.status !== 'loading') return;
    if (this.#early.size >= ARRIVALS_MAX) this.#isMissing = true;
    else this.#early.set(rkey, { change, item, cid, number: this.#came, matches: true });
  }

  #wait(list: List, { rkey, cid }: CommitEvent, change: RowChange, item: RawItem): void {
    const before = this.#waiting.get(rkey);
    if (before?.matches) this.#matching--;
    if (!before && this.#waiting.size >= ARRIVALS_MAX) {
      this.#isMissing = true;
      return;
    }
    const matches =
      list.filter === undefined ||
      matchesTerms(list.listing.row(item, noNames).cells, readRowFilter(list.filter.text, true).terms);
    if (matches) this.#matching++;
    this.#waiting.set(rkey, { change, item, cid, number: this.#came, matches });
  }

  #forget(rkey: string, { matches }: Arrival): void {
    this.#waiting.delete(rkey);
    if (matches) this.#matching--;
  }

  #clearWaiting(): void {
    this.#waiting.clear();
    this.#matching = 0;
  }

  /** Index of the row of a record; undefined where there is none. */
  #indexOf({ rows, listing, reverse }: List, rkey: string): number | undefined {
    const { above } = rows;
    const place = this.#added.get(rkey);
    if (place !== undefined) return above + place;
    let low = above;
    let high = rows.length - rows.below;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = rowKey(listing, rows.at(middle));
      if (there === rkey) return middle;
      if (there < rkey === reverse) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }
}

/** The row holds what the commit wrote, since its page came later. */
function isRead({ listing, rows }: List, index: number, { cid }: CommitEvent): boolean {
  const isDeleted = rows.changeOf(index)?.kind === 'deleted';
  return !isDeleted && holds(listing, rows.at(index), cid);
}

const holds = (listing: Listing, item: unknown, cid: string | undefined): boolean =>
  cid !== undefined && listing.cid?.(item) === cid;

/** The record as the PDS would list it. */
function itemOf({ did, collection, rkey, cid }: CommitEvent, value: unknown): RawItem {
  return rawItemFromText(writeJson({ uri: `at://${did}/${collection}/${rkey}`, cid, value }));
}

/** Some of the rows of a page, by their indexes. */
function picked(page: Rows<unknown>, indexes: readonly number[]): Rows<unknown> {
  return {
    length: indexes.length,
    at(index) {
      const from = indexes[index];
      return from === undefined ? undefined : page.at(from);
    },
  };
}
