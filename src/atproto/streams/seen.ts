import type { Forgotten } from './progress.js';
import { isTimeCursor } from './protocol.js';

/** Milliseconds of the stream that are remembered at least: what comes again after connecting anew. */
const WINDOW_MS = 4_000;
/** Fingerprints of a table at most, however many come in that time. */
const TABLE_MAX = 2 ** 18;

interface Table {
  prints: Float64Array;
  count: number;
  /** The newest of what is in it; undefined where the source counts otherwise by now. */
  cursor: number | undefined;
  time: number;
  /** The time of the first. */
  since: number;
}

/**
 * Remembers what came lately, each event by its fingerprint, and forgets what lies further back: of that it knows where it ends.
 * Holds at least the last `atLeast` events and those of the last seconds, in memory that does not grow beyond what a flood of
 * seconds takes: two tables in turn. A Set of such numbers, each of which is an object to V8, takes five times as long and keeps
 * the garbage collector busy. Changes in place.
 */
export class Seen {
  readonly #atLeast: number;
  #current: Table;
  #previous: Table;
  #forgotten: Forgotten | undefined;

  constructor(atLeast: number) {
    this.#atLeast = atLeast;
    this.#current = tableFor(atLeast);
    this.#previous = tableFor(atLeast);
  }

  /** Everything up to here came once, and is not remembered any more. */
  get forgotten(): Forgotten | undefined {
    return this.#forgotten;
  }

  /** Whether an event is remembered. */
  has(print: number): boolean {
    const { prints } = this.#current;
    return prints[placeOf(prints, print)] !== 0 || this.#wasBefore(print);
  }

  /** Notes an event, and tells whether it was not there before. Fingerprints are whole numbers, and not 0. */
  isNew(print: number, cursor: number, time: number): boolean {
    let table = this.#current;
    let place = placeOf(table.prints, print);
    if (table.prints[place] !== 0 || this.#wasBefore(print)) return false;
    if (table.count >= this.#atLeast && this.#makeRoom(time)) {
      table = this.#current;
      place = placeOf(table.prints, print);
    }
    table.prints[place] = print;
    if (table.count === 0) {
      table.since = time;
      table.time = time;
    }
    table.count++;
    if (table.cursor === undefined || cursor > table.cursor) table.cursor = cursor;
    if (time > table.time) table.time = time;
    return true;
  }

  /** Another source, or the same one, counts otherwise from now on. */
  renumber(): void {
    for (const table of [this.#current, this.#previous]) table.cursor = withoutCount(table.cursor);
    const { cursor, time } = this.#forgotten ?? {};
    if (time !== undefined) this.#forgotten = { cursor: withoutCount(cursor), time };
  }

  #wasBefore(print: number): boolean {
    const { prints } = this.#previous;
    return prints[placeOf(prints, print)] !== 0;
  }

  /** True where the table of now is another one. */
  #makeRoom(time: number): boolean {
    const table = this.#current;
    if (time - table.since < WINDOW_MS && table.count < TABLE_MAX) {
      if (table.count * 2 < table.prints.length) return false;
      grow(table);
      return true;
    }
    const { cursor, time: newest, count } = this.#previous;
    if (count > 0) this.#forgotten = { cursor, time: newest };
    [this.#previous, this.#current] = [table, this.#previous];
    empty(this.#current, this.#atLeast);
    return true;
  }
}

function tableFor(atLeast: number): Table {
  return { prints: printsFor(atLeast), count: 0, cursor: undefined, time: 0, since: 0 };
}

/** At most half full, so that a place is found within a step or two. */
function printsFor(count: number): Float64Array {
  return new Float64Array(2 ** Math.ceil(Math.log2(count * 2)));
}

/** What a flood made of it is given back. */
function empty(table: Table, atLeast: number): void {
  if (table.prints.length > atLeast * 4) table.prints = printsFor(atLeast);
  else table.prints.fill(0);
  table.count = 0;
  table.cursor = undefined;
}

function grow(table: Table): void {
  const { prints } = table;
  table.prints = new Float64Array(prints.length * 2);
  for (const print of prints) if (print !== 0) table.prints[placeOf(table.prints, print)] = print;
}

/** Where the fingerprint is, or the empty place where it would be. */
function placeOf(prints: Float64Array, print: number): number {
  const size = prints.length;
  let place = print % size;
  while (prints[place] !== 0 && prints[place] !== print) place = place + 1 === size ? 0 : place + 1;
  return place;
}

/** A time means the same at every source. */
function withoutCount(cursor: number | undefined): number | undefined {
  return cursor !== undefined && isTimeCursor(cursor) ? cursor : undefined;
}
