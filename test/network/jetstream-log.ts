import type { JetstreamEvent, Position } from './jetstream-event.js';

/** An event in the order in which it is sent, which a fault may make another than that of the count. */
export interface LogEntry extends Position {
  readonly kind: JetstreamEvent['kind'];
  readonly did: string;
  /** Of commits. */
  readonly collection: string | undefined;
  readonly text: string;
}

/** The events that can still be sent, the last `retention` of them. A position counts all that ever were in it. */
export class EventLog {
  readonly #retention: number;
  #entries: LogEntry[] = [];
  /** Entries at the start of `#entries` that are let go, and cut off now and then. */
  #gone = 0;
  /** Position of the first of `#entries`. */
  #base = 0;
  /** What was let go last. */
  #lost: Position = { seq: 0, timeUs: 0 };

  constructor(retention: number) {
    this.#retention = retention;
  }

  /** Position of the oldest event that is kept. */
  get start(): number {
    return this.#base + this.#gone;
  }

  /** Position of the next event that will come. */
  get end(): number {
    return this.#base + this.#entries.length;
  }

  /** The oldest number that a seq cursor may have. */
  get floorSeq(): number {
    return this.#lost.seq + 1;
  }

  get retention(): number {
    return this.#retention;
  }

  append(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.end - this.start > this.#retention) this.#drop(1);
  }

  at(position: number): LogEntry {
    return this.#entries[position - this.#base]!;
  }

  /** Position of the first event with that number or a later one. */
  fromSeq(seq: number): number {
    return this.#find((entry) => entry.seq >= seq);
  }

  /** Position of the first event that was heard of then or later. */
  fromTime(timeUs: number): number {
    return this.#find((entry) => entry.timeUs >= timeUs);
  }

  /** Whether events of that time or later are gone. */
  isTooOld(timeUs: number): boolean {
    return timeUs <= this.#lost.timeUs;
  }

  /** Lets go of all. */
  clear(): void {
    this.#drop(this.end - this.start);
  }

  /** Counts from 1 again, and has nothing of what it had. */
  begin(): void {
    this.clear();
    this.#lost = { seq: 0, timeUs: 0 };
  }

  #find(wanted: (entry: LogEntry) => boolean): number {
    for (let position = this.start; position < this.end; position++) {
      if (wanted(this.at(position))) return position;
    }
    return this.end;
  }

  #drop(count: number): void {
    for (let position = this.start; position < this.start + count; position++) {
      const { seq, timeUs } = this.at(position);
      if (seq > this.#lost.seq) this.#lost = { seq, timeUs };
    }
    this.#gone += count;
    if (this.#gone < this.#retention && count === 1) return;
    this.#entries = this.#entries.slice(this.#gone);
    this.#base += this.#gone;
    this.#gone = 0;
  }
}
