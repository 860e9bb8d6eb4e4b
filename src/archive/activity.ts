import { setImmediate as nextTurn } from 'node:timers/promises';
import { grown } from '../atproto/proof/grown.js';
import { tidMicroseconds } from '../atproto/tid.js';
import { DAY_MS } from '../text/utc-day.js';
import type { Archive } from './archive.js';

const DAY_MICROSECONDS = DAY_MS * 1000;
/** Nothing of the AT Protocol was written before. */
const FIRST_DAY = Date.UTC(2020, 0, 1) / DAY_MS;
/** So many rows take some milliseconds. */
const ROWS_A_TURN = 8192;
const FIRST_DAYS = 16;

/** The records of one collection, by the days that their keys say. A day is that of UTC, in days since 1970. */
export interface CollectionActivity {
  readonly name: string;
  /** The days that have records, the oldest first. */
  readonly days: Int32Array;
  /** How many records each of them has. */
  readonly counts: Uint32Array;
  /** Records whose key is no TID. */
  readonly keyed: number;
  /** Records whose TID says a time before there were any, or one in the future. */
  readonly odd: number;
}

/** When the records of a repository were made, by their keys: no body is read. */
export interface Activity {
  readonly collections: readonly CollectionActivity[];
  /** The days of the first and the last record; undefined where no key says one. */
  readonly span: { readonly first: number; readonly last: number } | undefined;
}

/** What of an archive its days are counted from. */
export interface CountedArchive extends Pick<Archive, 'collections' | 'rkey'> {
  /** Default: it is never closed. */
  readonly isOpen?: boolean;
}

/** By the archive: it is counted once for as long as it is open. */
const counted = new WeakMap<CountedArchive, Activity>();

/** What was counted of an archive already. */
export const knownActivity = (archive: CountedArchive): Activity | undefined => counted.get(archive);

/**
 * Counts the records of each day and collection. Lets others run every few milliseconds; one turn is enough for small archives, which
 * are counted before it returns. Rejects with the reason of the signal, and with an AbortError where the archive is closed meanwhile.
 *
 * @param now milliseconds since 1970, for what is in the future
 */
export async function countActivity(
  archive: CountedArchive,
  signal?: AbortSignal,
  now: number = Date.now(),
): Promise<Activity> {
  const known = counted.get(archive);
  if (known) return known;
  const lastDay = Math.floor((now + DAY_MS) / DAY_MS);
  const collections: CollectionActivity[] = [];
  let rows = 0;
  for (const { name, first, count } of archive.collections) {
    const days = new DayCounts(lastDay);
    for (let row = first; row < first + count; row++) {
      days.add(archive.rkey(row));
      if (++rows % ROWS_A_TURN > 0) continue;
      await nextTurn();
      signal?.throwIfAborted();
      // Its keys may be read from a file, whose descriptor is another's by now.
      if (archive.isOpen === false) throw new DOMException('The archive was closed.', 'AbortError');
    }
    collections.push(days.of(name));
  }
  const activity = { collections, span: spanOf(collections) };
  counted.set(archive, activity);
  return activity;
}

function spanOf(collections: readonly CollectionActivity[]): Activity['span'] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { days } of collections) {
    first = Math.min(first, days[0] ?? first);
    last = Math.max(last, days.at(-1) ?? last);
  }
  return first <= last ? { first, last } : undefined;
}

/** The days of one collection, whose keys come in their order: so the days do. */
class DayCounts {
  readonly #lastDay: number;
  #days = new Int32Array(FIRST_DAYS);
  #counts = new Uint32Array(FIRST_DAYS);
  #length = 0;
  #keyed = 0;
  #odd = 0;

  constructor(lastDay: number) {
    this.#lastDay = lastDay;
  }

  add(rkey: string): void {
    const microseconds = tidMicroseconds(rkey);
    if (microseconds === undefined) {
      this.#keyed++;
      return;
    }
    const day = Math.floor(microseconds / DAY_MICROSECONDS);
    if (day < FIRST_DAY || day > this.#lastDay) {
      this.#odd++;
      return;
    }
    const at = this.#length - 1;
    if (at >= 0 && this.#days[at] === day) this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    else this.#begin(day);
  }

  of(name: string): CollectionActivity {
    return {
      name,
      days: this.#days.slice(0, this.#length),
      counts: this.#counts.slice(0, this.#length),
      keyed: this.#keyed,
      odd: this.#odd,
    };
  }

  #begin(day: number): void {
    if (this.#length === this.#days.length) {
      this.#days = grown(this.#days, this.#length * 2);
      this.#counts = grown(this.#counts, this.#length * 2);
    }
    this.#days[this.#length] = day;
    this.#counts[this.#length] = 1;
    this.#length++;
  }
}
