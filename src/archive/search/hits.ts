/** Records that a step of a search has found. */
export interface Hits {
  readonly rows: Uint32Array;
  /** Of each: milliseconds since 1970, or -Infinity where nothing says when. */
  readonly times: Float64Array;
}

/** Room for hits as they come: twelve bytes each. */
export class HitColumns implements Hits {
  rows = new Uint32Array(64);
  times = new Float64Array(64);
  length = 0;

  push(row: number, time: number): void {
    if (this.length === this.rows.length) this.reserve(this.length + 1);
    this.rows[this.length] = row;
    this.times[this.length++] = time;
  }

  append({ rows, times }: Hits): void {
    this.reserve(this.length + rows.length);
    this.rows.set(rows, this.length);
    this.times.set(times, this.length);
    this.length += rows.length;
  }

  /** Those of these places, as they are held: the next push may be written over them. */
  slice(from = 0, to = this.length): Hits {
    return { rows: this.rows.subarray(from, to), times: this.times.subarray(from, to) };
  }

  /** Has room for so many. */
  reserve(count: number): void {
    if (count <= this.rows.length) return;
    const capacity = Math.ceil(count * 1.5);
    const rows = new Uint32Array(capacity);
    const times = new Float64Array(capacity);
    rows.set(this.rows);
    times.set(this.times);
    this.rows = rows;
    this.times = times;
  }
}
