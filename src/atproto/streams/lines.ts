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

  /** One that can serve the filter beside what it serves already. */
  lineFor(filter: StreamFilter): Line | undefined {
    for (const line of this.#open) if (line.canJoin(filter)) return line;
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
    for (const line of this.#open) line.report();
  }
}
