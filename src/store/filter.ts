/** Row indexes in ascending order, growing in place. An array of a million would be boxed and copied; this is not. */
export class Matches {
  #indexes = new Uint32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(position: number): number | undefined {
    return position >= 0 && position < this.#length ? this.#indexes[position] : undefined;
  }

  push(index: number): void {
    if (this.#length === this.#indexes.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#indexes);
      this.#indexes = grown;
    }
    this.#indexes[this.#length++] = index;
  }

  /** Position of the first match at or behind a row; `length` where there is none. */
  positionOf(index: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#indexes[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
