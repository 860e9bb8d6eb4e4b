import { HitColumns, type Hits } from './hits.js';

export type HitOrder = 'newest' | 'collection';

/**
 * Hits in their order while a search runs. What was added is put in its order when somebody asks for a row: the file mostly has runs that
 * are in order already, and those are merged.
 */
export class HitList {
  readonly #order: HitOrder;
  /** Of the newest first the other way round: the newest mostly come last, and nothing has to move. */
  readonly #hits = new HitColumns();
  readonly #merging = new HitColumns();
  /** So many from the beginning on are in order. */
  #sorted = 0;

  constructor(order: HitOrder) {
    this.#order = order;
  }

  get length(): number {
    return this.#hits.length;
  }

  /** The row at a place of the order; undefined past the end. */
  row(at: number): number | undefined {
    this.#settle();
    if (at >= this.length) return undefined;
    return this.#hits.rows[this.#order === 'newest' ? this.length - 1 - at : at];
  }

  add(hits: Hits): void {
    this.#hits.append(hits);
  }

  *[Symbol.iterator](): Generator<number> {
    for (let at = 0; at < this.length; at++) yield this.row(at) ?? 0;
  }

  #settle(): void {
    if (this.#sorted === this.length) return;
    let starts = this.#runs();
    while (starts.length > 1) {
      const merged: number[] = [];
      for (const [index, start] of starts.entries()) {
        if (index % 2 === 1) this.#merge(starts[index - 1] ?? 0, start, starts[index + 1] ?? this.length);
        else merged.push(start);
      }
      starts = merged;
    }
    if (this.#sorted > 0) this.#merge(0, this.#sorted, this.length);
    this.#sorted = this.length;
  }

  /** Where those begin that are in order, of what is not settled yet. Those that are in the opposite order are turned round. */
  #runs(): number[] {
    const starts: number[] = [];
    for (let start = this.#sorted; start < this.length; ) {
      starts.push(start);
      let end = start + 1;
      const isTurned = end < this.length && this.#isBefore(end, start);
      while (end < this.length && this.#isBefore(end, end - 1) === isTurned) end++;
      if (isTurned) {
        this.#hits.rows.subarray(start, end).reverse();
        this.#hits.times.subarray(start, end).reverse();
      }
      start = end;
    }
    return starts;
  }

  #isBefore(at: number, other: number): boolean {
    const { rows, times } = this.#hits;
    return this.#comesBefore(rows[at] ?? 0, times[at] ?? 0, rows[other] ?? 0, times[other] ?? 0);
  }

  /** In the order in which they are held. */
  #comesBefore(row: number, time: number, otherRow: number, otherTime: number): boolean {
    if (this.#order === 'collection') return row < otherRow;
    return time === otherTime ? row > otherRow : time < otherTime;
  }

  /** Merges two that stand one behind the other: from their end, so that the first moves at most once. */
  #merge(start: number, middle: number, end: number): void {
    if (middle === end || !this.#isBefore(middle, middle - 1)) return;
    const { rows, times } = this.#hits;
    const second = this.#merging;
    second.length = 0;
    second.append(this.#hits.slice(middle, end));
    let from = middle - 1;
    let at = second.length - 1;
    for (let to = end - 1; at >= 0; to--) {
      const row = second.rows[at] ?? 0;
      const time = second.times[at] ?? 0;
      const isFirstLater = from >= start && this.#comesBefore(row, time, rows[from] ?? 0, times[from] ?? 0);
      rows[to] = isFirstLater ? (rows[from] ?? 0) : row;
      times[to] = isFirstLater ? (times[from] ?? 0) : time;
      if (isFirstLater) from--;
      else at--;
    }
  }
}
