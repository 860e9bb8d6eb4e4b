import { isEventStream } from '../../keep/stream-url.js';
import { Connection, type ConnectionSettings } from './connection.js';
import type { StreamFilter, StreamGap, StreamPosition, StreamStatus } from './event-stream.js';
import { joined, sameFilter } from './filter.js';
import type { RepoEvent } from './repo-event.js';
import { canJoin, canStay, LIVE_LAG_MS } from './sharing.js';
import { firstOf, isComparable, isStillToCome, type StartMark } from './start-mark.js';

/** Who takes what a connection brings. */
export interface Member {
  readonly filter: StreamFilter;
  /** Whether so much waits for its listener that the source should be held back. */
  readonly isFull: boolean;
  /** Where it begins; undefined: when it joined. */
  readonly mark: StartMark | undefined;
  /** For `print` see {@link fingerprint}. */
  take(event: RepoEvent, print: number): void;
  gap(gap: StreamGap): void;
  /** What came before cannot be ordered by cursor with what comes now, from the source of that URL. */
  orderChanged(source: string): void;
  /** Cursors of until now say nothing any more: the source counts anew, or does not take them. `isTimed`: times still do. */
  marksLost(isTimed: boolean): void;
  /** It goes on with another connection, which is behind its own or where it is. */
  moveTo(line: Line): void;
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
    this.#isUnfiltered = settings.sources.every(({ kind }) => isEventStream(kind));
    this.#connection = new Connection({
      ...settings,
      filter,
      from,
      onEvent(event, print) {
        for (const member of members) member.take(event, print);
      },
      onGap(gap) {
        for (const member of members) member.gap(gap);
      },
      onOtherOrder(source) {
        for (const member of members) member.orderChanged(source);
      },
      onMarksLost(isTimed) {
        for (const member of members) member.marksLost(isTimed);
      },
      laterStart: (position) => laterStart(members, position),
      onStatus: () => this.report(),
    });
  }

  get status(): Omit<StreamStatus, 'eventsPerSecond'> {
    return this.#connection.status;
  }

  position(): StreamPosition | undefined {
    return this.#connection.position();
  }

  /** Milliseconds since 1970 of what it brought last, be it wanted or not; undefined where nothing came yet. */
  get broughtTime(): number | undefined {
    return this.#connection.broughtTime;
  }

  /** URL of the source in use. */
  get source(): string {
    return this.#connection.source;
  }

  /** Whether a subscription that begins at a position can share it; it then comes by there. */
  canStartAt(wanted: StreamFilter, from: StreamPosition): boolean {
    if (!sameFilter(this.#connection.filter, wanted)) return false;
    const at = this.#connection.reachedPosition;
    if (at === undefined || !isComparable(at, from)) return false;
    return isStillToCome(from, at) || this.#connection.startAt(firstOf(at, from));
  }

  /** Whether all of its members can go on with the other one, which is not ahead of it. */
  canMergeInto(other: Line): boolean {
    const here = this.#connection.reachedPosition;
    const there = other.#connection.reachedPosition;
    return (
      here !== undefined &&
      there !== undefined &&
      isComparable(here, there) &&
      there.cursor <= here.cursor &&
      isLive(this.status) &&
      isLive(other.status) &&
      sameFilter(this.#connection.filter, other.#connection.filter)
    );
  }

  mergeInto(other: Line): void {
    for (const member of [...this.#members]) member.moveTo(other);
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

function isLive({ state, behind }: Pick<StreamStatus, 'state' | 'behind'>): boolean {
  return state === 'connected' && behind !== undefined && behind < LIVE_LAG_MS;
}

/** Of those who begin later than a position that is too old for the source, where half of them do: who is older has a gap until there. */
function laterStart(members: ReadonlySet<Member>, position: StreamPosition): StreamPosition | undefined {
  const later = [...members]
    .map(({ mark }) => mark)
    .filter((mark) => mark !== undefined && isStillToCome(mark, position))
    .sort((a, b) => (a?.cursor ?? 0) - (b?.cursor ?? 0));
  return later[Math.floor((later.length - 1) / 2)];
}
