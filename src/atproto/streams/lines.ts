import type { StreamFilter, StreamPosition } from './event-stream.js';
import { Line, type LinesSettings, type Member } from './line.js';

/** The open connections. */
export class Lines {
  readonly #settings: LinesSettings;
  readonly #open = new Set<Line>();
  #reports: NodeJS.Timeout | undefined;

  constructor(settings: LinesSettings) {
    this.#settings = settings;
  }

  open(filter: StreamFilter, from: StreamPosition | undefined): Line {
    const line = new Line(this.#settings, filter, from);
    this.#open.add(line);
    this.#reports ??= setInterval(() => this.#report(), this.#settings.timings.reportMs);
    return line;
  }

  /** One that can serve the filter, from a position on or from now, beside what it serves already. */
  lineFor(filter: StreamFilter, from: StreamPosition | undefined): Line | undefined {
    for (const line of this.#open) {
      if (from === undefined ? line.canJoin(filter) : line.canStartAt(filter, from)) return line;
    }
    return undefined;
  }

  leave(line: Line, member: Member): void {
    if (!line.remove(member)) return;
    this.#open.delete(line);
    if (this.#open.size > 0) return;
    clearInterval(this.#reports);
    this.#reports = undefined;
  }

  #report(): void {
    this.#merge();
    for (const line of this.#open) line.report();
  }
  /** One that had the past to bring is where another one is by now: one connection will do. */
  #merge(): void {
    for (const line of [...this.#open]) {
      const other = [...this.#open].find((one) => one !== line && line.canMergeInto(one));
      if (other !== undefined && this.#open.has(line)) line.mergeInto(other);
    }
  }
}
