/** What entries carry that need not be held of all of them. */
export interface Burden<Entry> {
  /** Held of all entries together. */
  readonly max: number;
  of(entry: Entry): number;
  without(entry: Entry): Entry;
}

/**
 * The newest of what came, up to a number of them: what is older makes room. Where their burden is more than may be held, the
 * oldest lay theirs down.
 */
export class EventRing<Entry> {
  readonly #entries: Entry[] = [];
  /** Where the next one goes, once it is full. */
  #next = 0;
  /** How many came in all. */
  #came = 0;
  /** The burden of all; the entries before this number have none any more. */
  #held = 0;
  #firstLaden = 0;
  readonly #burden: Burden<Entry> | undefined;

  constructor(
    readonly capacity: number,
    burden?: Burden<Entry>,
  ) {
    this.#burden = burden;
  }

  get length(): number {
    return this.#entries.length;
  }

  push(entry: Entry): void {
    const oldest = this.#came - this.capacity;
    if (oldest >= this.#firstLaden) this.#unload(oldest);
    this.#came += 1;
    if (this.#entries.length < this.capacity) this.#entries.push(entry);
    else {
      this.#entries[this.#next] = entry;
      this.#next = (this.#next + 1) % this.capacity;
    }
    this.#held += this.#burden?.of(entry) ?? 0;
    while (this.#burden && this.#held > this.#burden.max && this.#firstLaden < this.#came) {
      this.#unload(this.#firstLaden);
    }
  }

  /** Counted from the newest, which is 0; undefined beyond the oldest. */
  at(index: number): Entry | undefined {
    const place = this.#placeOf(index);
    return place === undefined ? undefined : this.#entries[place];
  }

  #placeOf(index: number): number | undefined {
    const { length } = this.#entries;
    return index < 0 || index >= length ? undefined : (this.#next + length - 1 - index) % length;
  }

  /** Takes the burden from the entry of a number, before which none has any. */
  #unload(number: number): void {
    this.#firstLaden = number + 1;
    const place = this.#placeOf(this.#came - 1 - number);
    const entry = place === undefined ? undefined : this.#entries[place];
    if (!this.#burden || place === undefined || entry === undefined) return;
    this.#held -= this.#burden.of(entry);
    this.#entries[place] = this.#burden.without(entry);
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
    this.#held = 0;
    this.#firstLaden = this.#came;
  }
}
