/** The newest of what came, up to a number of them: what is older makes room. */
export class EventRing<Entry> {
  readonly #entries: Entry[] = [];
  /** Where the next one goes, once it is full. */
  #next = 0;
  /** How many came in all. */
  #came = 0;

  constructor(readonly capacity: number) {}

  get length(): number {
    return this.#entries.length;
  }

  push(entry: Entry): void {
    this.#came += 1;
    if (this.#entries.length < this.capacity) this.#entries.push(entry);
    else {
      this.#entries[this.#next] = entry;
      this.#next = (this.#next + 1) % this.capacity;
    }
  }

  /** Counted from the newest, which is 0; undefined beyond the oldest. */
  at(index: number): Entry | undefined {
    const { length } = this.#entries;
    if (index < 0 || index >= length) return undefined;
    return this.#entries[(this.#next + length - 1 - index) % length];
  }

  /** The number of the entry at an index: the first one that ever came is 0. Undefined beyond the oldest that is held. */
  numberAt(index: number): number | undefined {
    return index >= 0 && index < this.length ? this.#came - 1 - index : undefined;
  }

  /** Where the entry of a number stands now; undefined where it made room for others. */
  indexOf(number: number): number | undefined {
    const index = this.#came - 1 - number;
    return index >= 0 && index < this.length ? index : undefined;
  }

  /** Hands all to another ring, oldest first, and is empty then. */
  moveTo(other: EventRing<Entry>): void {
    const oldestFirst = [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)];
    for (const entry of oldestFirst) other.push(entry);
    this.#entries.length = 0;
    this.#next = 0;
  }
}
