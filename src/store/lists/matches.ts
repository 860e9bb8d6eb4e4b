/**
 * Row indexes in ascending order, growing in place at both ends. An array of a million would be boxed and copied; this is not.
 */
export class Matches {
  #indexes = new Uint32Array(64);
  #length = 0;
  /** Matches among the rows that came above, nearest to the first index first. */
  readonly #above: number[] = [];
  /** How many rows came above since: what all indexes are off by. */
  #shift = 0;

  get length(): number {
    return this.#above.length + this.#length;
  }

  at(position: number): number | undefined {
    if (!(position >= 0 && position < this.length)) return undefined;
    const behind = position - this.#above.length;
    const index = behind < 0 ? this.#above[-1 - behind] : this.#indexes[behind];
    return index === undefined ? undefined : this.#shift + index;
  }

  push(index: number): void {
    if (this.#length === this.#indexes.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#indexes);
      this.#indexes = grown;
    }
    this.#indexes[this.#length++] = index - this.#shift;
  }

  /** A row came above all others, which are one further down now. */
  shift(matches: boolean): void {
    this.#shift++;
    if (matches) this.#above.push(-this.#shift);
  }

  /** Position of the first match at or behind a row; `length` where there is none. */
  positionOf(index: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.at(middle) ?? index) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
