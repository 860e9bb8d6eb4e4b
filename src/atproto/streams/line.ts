import { Connection, type ConnectionSettings } from './connection.js';
import type { StreamFilter, StreamGap, StreamPosition, StreamStatus } from './event-stream.js';
import { joined } from './filter.js';
import type { RepoEvent } from './repo-event.js';
import { canJoin, canStay } from './sharing.js';

/** Who takes what a connection brings. */
export interface Member {
  readonly filter: StreamFilter;
  /** Whether so much waits for its listener that the source should be held back. */
  readonly isFull: boolean;
  take(event: RepoEvent): void;
  gap(gap: StreamGap): void;
  /** What came before cannot be ordered by cursor with what comes now. */
  orderChanged(): void;
  report(): void;
}

/** What all connections have in common. */
export interface LinesSettings
  extends Pick<ConnectionSettings, 'sources' | 'opener' | 'dictionaries' | 'timings'> {}

/** A connection, and the subscriptions that share it. */
export class Line {
  readonly #members = new Set<Member>();
  readonly #connection: Connection;
  readonly #resumes: boolean;
  readonly #isUnfiltered: boolean;

  constructor(settings: LinesSettings, filter: StreamFilter, from: StreamPosition | undefined) {
    const members = this.#members;
    this.#resumes = from !== undefined;
    this.#isUnfiltered = settings.sources.every(({ kind }) => kind === 'firehose');
    this.#connection = new Connection({
      ...settings,
      filter,
      from,
      onEvent(event) {
        for (const member of members) member.take(event);
      },
      onGap(gap) {
        for (const member of members) member.gap(gap);
      },
      onOtherOrder() {
        for (const member of members) member.orderChanged();
      },
      onStatus: () => this.report(),
    });
  }

  get status(): Omit<StreamStatus, 'eventsPerSecond'> {
    return this.#connection.status;
  }

  position(): StreamPosition | undefined {
    return this.#connection.position();
  }

  /** Whether a subscription that begins now can share it. */
  canJoin(wanted: StreamFilter): boolean {
    const { kind, behind } = this.status;
    const served = { filter: this.#connection.filter, kind, behind, resumes: this.#resumes };
    return canJoin(served, wanted, this.#isUnfiltered);
  }

  /** Whether a member can stay when it wants something else. */
  canStay(member: Member, wanted: StreamFilter): boolean {
    const others = [...this.#members].filter((one) => one !== member);
    return canStay(
      others.map(({ filter }) => filter),
      wanted,
      this.#isUnfiltered,
    );
  }

  add(member: Member): void {
    this.#members.add(member);
  }

  /** Closes with the last member. Gives whether it did. */
  remove(member: Member): boolean {
    this.#members.delete(member);
    if (this.#members.size === 0) {
      this.#connection.close();
      return true;
    }
    this.refilter();
    this.holdOrRelease();
    return false;
  }

  /** Asks for what the members want now. */
  refilter(): void {
    this.#connection.setFilter(joined([...this.#members].map(({ filter }) => filter)));
  }

  hold(): void {
    this.#connection.hold(true);
  }

  holdOrRelease(): void {
    this.#connection.hold([...this.#members].some(({ isFull }) => isFull));
  }

  report(): void {
    for (const member of this.#members) member.report();
  }
}
