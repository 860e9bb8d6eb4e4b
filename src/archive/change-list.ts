import { grown } from '../atproto/proof/grown.js';
import type { RecordChange } from './diff.js';

type Op = RecordChange['op'];

/** The rows of a change in both archives; -1 where there is none. */
export interface ChangedRows {
  readonly oldRow: number;
  readonly newRow: number;
}

/** Changes in their order, eight bytes each: where they are, from which all else is read. */
export class ChangeList {
  readonly counts: Record<Op, number> = { create: 0, update: 0, delete: 0 };
  #oldRows = new Int32Array(64);
  #newRows = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add({ op, oldRow, newRow }: RecordChange): void {
    if (this.#length === this.#oldRows.length) {
      this.#oldRows = grown(this.#oldRows, this.#length * 2);
      this.#newRows = grown(this.#newRows, this.#length * 2);
    }
    this.#oldRows[this.#length] = oldRow;
    this.#newRows[this.#length] = newRow;
    this.#length++;
    this.counts[op]++;
  }

  /** Those of a place on, so many at most. */
  slice(start: number, count: number): readonly ChangedRows[] {
    const length = Math.max(0, Math.min(count, this.#length - start));
    return Array.from({ length }, (_, at) => ({
      oldRow: this.#oldRows[start + at] ?? -1,
      newRow: this.#newRows[start + at] ?? -1,
    }));
  }
}
