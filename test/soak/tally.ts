/** What is counted and noted on the way to the last page. */
export class Tally {
  readonly #counts = new Map<string, number>();
  /** What went wrong, beside the truth. */
  readonly mistakes: string[] = [];
  /** Milliseconds from Ctrl-l to the frame. */
  readonly redraws: number[] = [];

  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** By name, in alphabetical order. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => a.localeCompare(b)));
  }
}
