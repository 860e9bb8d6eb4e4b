import type { Hit } from './search.js';

export type HitOrder = 'newest' | 'collection';

/** Hits that are put among the others at once. */
const WAITING_MAX = 4_096;

/** Hits in their order while a search runs: each step's are put among those before. Sixteen bytes a hit. */
export class HitList {
  readonly #order: HitOrder;
  #rows = new Float64Array(64);
  #times = new Float64Array(64);
  #length = 0;
  /** Not among the others yet: putting each few there would move those again and again. */
  #waiting: Hit[] = [];

  constructor(order: HitOrder) {
    this.#order = order;
  }

  get length(): number {
    return this.#length + this.#waiting.length;
  }

  /** The row at a place of the order; undefined past the end. */
  row(at: number): number | undefined {
    this.#settle();
    return at < this.#length ? this.#rows[at] : undefined;
  }

  add(hits: readonly Hit[]): void {
    for (const hit of hits) this.#waiting.push(hit);
    if (this.#waiting.length >= WAITING_MAX) this.#settle();
  }

  #settle(): void {
    if (this.#waiting.length === 0) return;
    const sorted = this.#waiting.sort((a, b) => this.#compare(a.row, a.time, b.row, b.time));
    const total = this.#length + sorted.length;
    if (total > this.#rows.length) this.#grow(Math.ceil(total * 1.5));
    // In the order of the file the newest mostly come last: all that is there moves on at once.
    const last = sorted.at(-1);
    if (last && this.#compare(last.row, last.time, this.#rows[0] ?? 0, this.#times[0] ?? 0) < 0) {
      this.#rows.copyWithin(sorted.length, 0, this.#length);
      this.#times.copyWithin(sorted.length, 0, this.#length);
      for (let at = 0; at < sorted.length; at++) {
        this.#rows[at] = sorted[at]?.row ?? 0;
        this.#times[at] = sorted[at]?.time ?? 0;
      }
      this.#length = total;
      this.#waiting = [];
      return;
    }
    // From the end, so that what is there moves once and to its place.
    let from = this.#length - 1;
    let to = total - 1;
    for (let at = sorted.length - 1; at >= 0; to--) {
      const { row, time } = sorted[at] ?? { row: 0, time: 0 };
      const rowThere = this.#rows[from] ?? 0;
      const timeThere = this.#times[from] ?? 0;
      const isThereLater = from >= 0 && this.#compare(rowThere, timeThere, row, time) > 0;
      this.#rows[to] = isThereLater ? rowThere : row;
      this.#times[to] = isThereLater ? timeThere : time;
      if (isThereLater) from--;
      else at--;
    }
    this.#length = total;
    this.#waiting = [];
  }

  *[Symbol.iterator](): Generator<number> {
    this.#settle();
    for (let at = 0; at < this.#length; at++) yield this.#rows[at] ?? 0;
  }

  #compare(row: number, time: number, otherRow: number, otherTime: number): number {
    if (this.#order === 'newest' && time !== otherTime) return time > otherTime ? -1 : 1;
    return row - otherRow;
  }

  #grow(capacity: number): void {
    const rows = new Float64Array(capacity);
    const times = new Float64Array(capacity);
    rows.set(this.#rows);
    times.set(this.#times);
    this.#rows = rows;
    this.#times = times;
  }
}
