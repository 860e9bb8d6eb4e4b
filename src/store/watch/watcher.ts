import { atUriParts } from '../../atproto/at-uri.js';
import type { AtClient } from '../../atproto/client.js';
import { steadyClock } from '../../atproto/steady-clock.js';
import type { StreamGap } from '../../atproto/streams/event-stream.js';
import type { RepoEvent } from '../../atproto/streams/repo-event.js';
import { isoTime } from '../../text/date-time.js';
import { type Change, FollowerBook } from './follower-book.js';
import { readFollowerList } from './follower-list.js';
import { LineNames } from './line-names.js';
import { missingOf, SETTLED_MS, staleOf, unknownOf } from './list-comparison.js';
import type { StoredWatch } from './stored-watch.js';
import type { Baseline, WatchLine } from './watch-state.js';
import { whyMissing } from './why-missing.js';

/** Milliseconds in which questions to the AppView gather, so that one call serves many. */
const GATHER_MS = 60;
const RETRIES_AFTER_MS = [1_000, 3_000, 10_000] as const;
const LAST_RETRY_AFTER_MS = 30_000;
/** Accounts in one question to the AppView. */
const QUESTION_MAX = 30;
/** Of so many lines of an earlier run the names are asked for that it ended too soon to have. */
const NAMED_LATER_MAX = 200;

/** Milliseconds until what failed so many times in a row is tried again. */
const retryAfterMs = (failures: number): number => RETRIES_AFTER_MS[failures] ?? LAST_RETRY_AFTER_MS;

const UNREAD: Baseline = { status: 'loading', loaded: 0, total: undefined, limited: false, error: undefined };

/** What a watcher tells as it goes. */
export interface WatcherListener {
  /** New lines, oldest first. */
  added(lines: readonly WatchLine[]): void;
  /** Lines of which more is known now, by id. */
  told(lines: ReadonlyMap<number, Partial<WatchLine>>): void;
  baseline(baseline: Baseline): void;
  /** Something changed that is to be kept. */
  changed(): void;
}

export interface WatcherSettings {
  readonly client: Pick<AtClient, 'appview'>;
  readonly did: string;
  readonly stored: StoredWatch | undefined;
  /** Followers of the list that are read at most. */
  readonly limit: number;
  /** Milliseconds since 1970: what happened before is told as of while one was away. */
  readonly since: number;
  readonly listener: WatcherListener;
}

/** Watches the followers of one account: reads their list, takes the network's events, and asks where those leave a doubt. */
export class Watcher {
  readonly #settings: WatcherSettings;
  readonly #book: FollowerBook;
  readonly #abort = new AbortController();
  readonly #names: LineNames;
  #lastId: number;
  #asking: NodeJS.Timeout | undefined;
  #failures = 0;
  #reading = false;
  #readAgain = false;
  #readFailures = 0;
  #again: NodeJS.Timeout | undefined;
  #baseline: Baseline = UNREAD;
  /** Whether no list was ever read to its end, in this run and those before … */
  #begins: boolean;
  /** … and in this run. */
  #isFirst = true;
  /** Events were lost until just now, and the list may be older than that: it is read once more. */
  #isListLate = false;

  constructor(settings: WatcherSettings) {
    this.#settings = settings;
    this.#book = new FollowerBook(settings.did, settings.stored);
    this.#begins = settings.stored === undefined;
    this.#lastId = settings.stored?.lines.reduce((most, { id }) => Math.max(most, id), 0) ?? 0;
    this.#names = new LineNames({
      appview: settings.client.appview,
      did: settings.did,
      signal: this.#abort.signal,
      told: (lines) => settings.listener.told(lines),
    });
    const before = settings.stored?.lines.slice(0, NAMED_LATER_MAX) ?? [];
    this.#names.ask(before.filter(({ handle }) => handle === undefined));
  }

  /** Whether the list was read to its end once: what is known before that is no state to go on from. */
  get isWhole(): boolean {
    return !this.#begins;
  }

  snapshot(): ReturnType<FollowerBook['snapshot']> {
    return this.#book.snapshot();
  }

  /** Followers, and those who are gone, that changed since the last call of this or of `snapshot`. */
  changes(): ReturnType<FollowerBook['changes']> {
    return this.#book.changes();
  }

  close(): void {
    this.#abort.abort();
    clearTimeout(this.#asking);
    clearTimeout(this.#again);
  }

  /** The stream does not go on from where what is stored was: the follows known may have been made anew since. */
  beginAnew(): void {
    this.#isListLate = true;
    this.#book.forgetKeys();
  }

  take(events: readonly RepoEvent[]): void {
    const lines: WatchLine[] = [];
    let changed = false;
    for (const event of events) {
      const { changes, noted } = this.#book.apply(event);
      for (const change of changes) lines.push(this.#line(change));
      changed ||= noted;
    }
    this.#add(lines);
    if (changed) this.#settings.listener.changed();
    this.#askSoon(GATHER_MS);
  }

  /** A stretch of the stream is missing: the list tells what happened in it, if not when. */
  gap({ from, to, reason }: StreamGap): void {
    const text = from === undefined ? reason : `${reason}, since ${isoTime(from) ?? 'an unknown time'}`;
    this.#add([this.#line({ kind: 'gap', did: undefined, reason: text, time: to })]);
    this.#isListLate = true;
    this.#book.forgetKeys();
    void this.read();
  }

  /**
   * Reads the list of followers, and compares it with those known. The first time without anything stored it is where the
   * watch begins, and tells nothing; with something stored, `caughtUp` is waited for before the comparison, so that what the
   * events tell of is told by them. One reading at a time: what is asked for meanwhile is done after it.
   */
  async read(caughtUp?: Promise<void>): Promise<void> {
    clearTimeout(this.#again);
    this.#again = undefined;
    if (this.#reading) {
      this.#readAgain = true;
      return;
    }
    this.#reading = true;
    const { signal } = this.#abort;
    try {
      do {
        this.#readAgain = false;
        await this.#readOnce(caughtUp);
        this.#readFailures = 0;
      } while (this.#readAgain && !signal.aborted);
    } catch (error) {
      if (signal.aborted) return;
      this.#tell({ status: 'failed', error });
      this.#readLater(retryAfterMs(this.#readFailures++));
    } finally {
      this.#reading = false;
    }
    this.#settings.listener.changed();
    this.#askSoon(GATHER_MS);
  }

  async #readOnce(caughtUp: Promise<void> | undefined): Promise<void> {
    const { client, did, limit } = this.#settings;
    const { signal } = this.#abort;
    const begins = this.#begins;
    const before = this.#book.followers();
    this.#baseline = UNREAD;
    this.#tell({});
    this.#book.beginReading();
    const total = client.appview.getProfile(did, { signal }).then(
      ({ followersCount }) => this.#tell({ total: followersCount }),
      () => {},
    );
    const { dids, isLimited } = await readFollowerList(client.appview, did, {
      limit,
      signal,
      onPage: (followers, loaded) => {
        if (begins) for (const follower of followers) this.#book.read(follower, steadyClock.now(), false);
        this.#tell({ loaded });
      },
    });
    await total;
    if (!begins) {
      await caughtUp;
      signal.throwIfAborted();
      await this.#compare(dids, before, isLimited);
    }
    this.#begins = false;
    this.#isFirst = false;
    this.#book.endReading();
    this.#tell({ status: 'ready', limited: isLimited });
  }

  /** Tells of followers that the list has and the events did not, and of known ones that it has no more. */
  async #compare(listed: readonly string[], before: readonly string[], isLimited: boolean): Promise<void> {
    const book = this.#book;
    const { news, unsure, behind } = unknownOf(listed, isLimited, book);
    const follows = await this.#follows(unsure);
    const stale = staleOf(unsure, follows, book);
    const now = steadyClock.now();
    const changes = news.flatMap((did): readonly Change[] => {
      if (stale.has(did)) return [];
      return book.read(did, now, true) ? [{ kind: 'followed', did }] : book.back(did, now - SETTLED_MS);
    });
    this.#add(changes.map((change) => this.#line(change)));
    for (const did of behind) book.read(did, now, false);
    if (this.#isListLate) this.#readLater(SETTLED_MS);
    this.#isListLate = false;
    if (isLimited) return;

    const { settled, young } = missingOf(before, listed, book, now);
    for (let start = 0; start < settled.length; start += QUESTION_MAX) {
      await this.#askWhyMissing(settled.slice(start, start + QUESTION_MAX), now);
    }
    if (young.length > 0 || follows.size < unsure.length) this.#readLater(SETTLED_MS);
  }

  /** Tells what became of followers whom the list has no more; `now` is in milliseconds since 1970. */
  async #askWhyMissing(dids: readonly string[], now: number): Promise<void> {
    const { signal } = this.#abort;
    const found = await this.#follows(dids);
    if (found.size < dids.length) this.#readLater(SETTLED_MS);
    const follows = new Map([...found].map(([did, rkey]) => [did, rkey !== undefined]));
    const gone = await whyMissing(this.#settings.client.appview, follows, { signal });
    signal.throwIfAborted();
    const changes = [...gone].flatMap(([did, why]) => this.#book.missing(did, why, now));
    this.#add(changes.map((change) => this.#line(change)));
  }

  #readLater(afterMs: number): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.read(), afterMs);
  }

  #tell(change: Partial<Baseline>): void {
    this.#baseline = { ...this.#baseline, ...change };
    this.#settings.listener.baseline(this.#baseline);
  }

  #line({
    kind,
    did,
    reason,
    time,
  }: Pick<WatchLine, 'kind' | 'did' | 'reason'> & { time?: number | undefined }): WatchLine {
    // What only the list tells of in the first reading happened before it, at a time that nobody knows.
    const away = time === undefined ? this.#isFirst : time < this.#settings.since;
    return { id: ++this.#lastId, time: time ?? steadyClock.now(), kind, did, reason, away };
  }

  #add(lines: readonly WatchLine[]): void {
    if (lines.length === 0) return;
    this.#settings.listener.added(lines);
    this.#names.ask(lines);
  }

  #askSoon(afterMs: number): void {
    if (this.#asking || this.#book.doubts().length === 0 || this.#abort.signal.aborted) return;
    this.#asking = setTimeout(() => void this.#ask(), afterMs);
  }

  async #ask(): Promise<void> {
    const doubted = this.#book.doubts().slice(0, QUESTION_MAX);
    let next: number = GATHER_MS;
    try {
      const follows = await this.#follows(doubted);
      const changes = [...follows].flatMap(([did, rkey]) => this.#book.settle(did, rkey));
      this.#add(changes.map((change) => this.#line(change)));
      this.#settings.listener.changed();
      this.#failures = follows.size < doubted.length ? this.#failures + 1 : 0;
      if (this.#failures > 0) next = retryAfterMs(this.#failures - 1);
    } catch {
      // Asked again: who is in doubt stays a follower until the AppView has said otherwise. The call is on the `x` screen.
      next = retryAfterMs(this.#failures++);
    }
    this.#asking = undefined;
    this.#askSoon(next);
  }

  /**
   * The record keys of the follows that the AppView knows of; undefined where it says that there is none. Accounts of which it
   * says nothing, or something odd, are left out.
   */
  async #follows(dids: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    if (dids.length === 0) return new Map();
    const { client, did } = this.#settings;
    const { signal } = this.#abort;
    const found = await client.appview.getRelationships(did, dids, { signal, isBackground: true });
    // What is known when a watch ends is what is kept of it.
    signal.throwIfAborted();
    const told = found.flatMap(({ did, followedBy, isWhole }): [string, string | undefined][] => {
      const rkey = atUriParts(followedBy)?.rkey;
      return isWhole && (followedBy === undefined || rkey !== undefined) ? [[did, rkey]] : [];
    });
    return new Map(told);
  }
}
