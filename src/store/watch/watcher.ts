import type { Profile } from '../../atproto/appview.js';
import type { AtClient } from '../../atproto/client.js';
import type { StreamGap } from '../../atproto/streams/event-stream.js';
import type { RepoEvent } from '../../atproto/streams/repo-event.js';
import { type Change, FollowerBook } from './follower-book.js';
import type { Baseline, StoredWatch, WatchLine } from './watch-state.js';

/** Milliseconds in which questions to the AppView gather, so that one call serves many. */
const gather = 60;
const retryAfter = [1_000, 3_000, 10_000, 30_000] as const;
const mostLines = 10_000;

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
  readonly #unnamed = new Map<number, WatchLine>();
  #lastId: number;
  #asking: NodeJS.Timeout | undefined;
  #naming: NodeJS.Timeout | undefined;
  #failures = 0;
  #reading = false;

  constructor(settings: WatcherSettings) {
    this.#settings = settings;
    this.#book = new FollowerBook(settings.did, settings.stored);
    this.#lastId = settings.stored?.lines.reduce((most, { id }) => Math.max(most, id), 0) ?? 0;
  }

  snapshot(): Pick<StoredWatch, 'followers' | 'gone'> {
    return this.#book.snapshot();
  }

  close(): void {
    this.#abort.abort();
    clearTimeout(this.#asking);
    clearTimeout(this.#naming);
  }

  take(events: readonly RepoEvent[]): void {
    const lines: WatchLine[] = [];
    let changed = false;
    for (const event of events) {
      for (const change of this.#book.apply(event)) {
        lines.push(this.#line(change, event.time, event.time < this.#settings.since));
      }
      changed = true;
    }
    this.#add(lines);
    if (changed) this.#settings.listener.changed();
    this.#askSoon(gather);
  }

  /** A stretch of the stream is missing: the list tells what happened in it, if not when. */
  gap({ from, to, reason }: StreamGap): void {
    const text = from === undefined ? reason : `${reason}, since ${new Date(from).toISOString()}`;
    this.#add([
      {
        id: ++this.#lastId,
        time: to,
        kind: 'gap',
        did: undefined,
        reason: text,
        away: to < this.#settings.since,
      },
    ]);
    void this.read(false);
  }

  /**
   * Reads the list of followers, and compares it with those known. `first`: at the start of a run, where the difference is
   * what happened while one was away; without anything stored it is where the watch begins, and tells nothing.
   */
  async read(first: boolean): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    const { client, did, limit, stored, listener } = this.#settings;
    const { signal } = this.#abort;
    const begins = first && stored === undefined;
    const before = new Set(this.#book.followers());
    const seen: string[] = [];
    let baseline: Baseline = {
      status: 'loading',
      loaded: 0,
      total: undefined,
      limited: false,
      error: undefined,
    };
    const tell = (change: Partial<Baseline>): void => {
      baseline = { ...baseline, ...change };
      listener.baseline(baseline);
    };
    tell({});
    this.#book.beginReading();
    try {
      const total = client.appview.getProfile(did, { signal }).then(
        ({ followersCount }) => tell({ total: followersCount }),
        () => {},
      );
      let cursor: string | undefined;
      const cursors = new Set<string>();
      do {
        const page = await client.appview.getFollowers(did, cursor, { signal });
        for (let index = 0; index < page.items.length; index++) {
          const follower = didOf(page.items.at(index)?.value());
          if (follower === undefined) continue;
          seen.push(follower);
          if (begins) this.#book.read(follower, false);
        }
        cursor = page.cursor !== undefined && !cursors.has(page.cursor) ? page.cursor : undefined;
        if (cursor !== undefined) cursors.add(cursor);
        tell({ loaded: seen.length });
      } while (cursor !== undefined && seen.length < limit);
      await total;
      const limited = cursor !== undefined;
      if (!begins) await this.#compare(seen, limited ? new Set() : before, first, signal);
      tell({ status: 'ready', limited });
      this.#book.endReading();
    } catch (error) {
      if (signal.aborted) return;
      tell({ status: 'failed', error });
    } finally {
      this.#reading = false;
    }
    listener.changed();
    this.#askSoon(gather);
  }

  /** Tells of followers that the list has and the events did not, and of known ones that it has no more. */
  async #compare(
    seen: readonly string[],
    before: ReadonlySet<string>,
    away: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const now = Date.now();
    const came = seen.filter((did) => this.#book.read(did, true));
    this.#add(came.map((did) => this.#line({ kind: 'followed', did }, now, away)));
    const listed = new Set(seen);
    const missing = [...before].filter((did) => !listed.has(did) && this.#book.has(did));
    for (let start = 0; start < missing.length; start += 30) {
      const some = missing.slice(start, start + 30);
      const relations = await this.#relations(some, signal);
      const lines = some.flatMap((did) => {
        const rkey = relations.get(did)?.rkey;
        return this.#book.missing(did, rkey).map((change) => this.#line(change, now, away));
      });
      this.#add(lines);
    }
  }

  #line({ kind, did, reason }: Change, time: number, away: boolean): WatchLine {
    return { id: ++this.#lastId, time, kind, did, reason, away };
  }

  #add(lines: readonly WatchLine[]): void {
    if (lines.length === 0) return;
    const { listener } = this.#settings;
    listener.added(lines);
    for (const line of lines) if (line.did) this.#unnamed.set(line.id, line);
    // Nobody scrolls back through more than is kept.
    for (const id of this.#unnamed.keys()) {
      if (this.#unnamed.size <= mostLines) break;
      this.#unnamed.delete(id);
    }
    this.#naming ??= setTimeout(() => void this.#name(), gather);
  }

  #askSoon(after: number): void {
    if (this.#asking || this.#book.doubts().length === 0 || this.#abort.signal.aborted) return;
    this.#asking = setTimeout(() => void this.#ask(), after);
  }

  async #ask(): Promise<void> {
    const { signal } = this.#abort;
    const doubted = this.#book.doubts().slice(0, 30);
    let next: number = gather;
    try {
      const relations = await this.#relations(doubted, signal);
      const now = Date.now();
      const changes = doubted.flatMap((did) => this.#book.settle(did, relations.get(did)?.rkey));
      this.#add(changes.map((change) => this.#line(change, now, false)));
      if (changes.length > 0) this.#settings.listener.changed();
      this.#failures = 0;
    } catch {
      // Asked again: who is in doubt stays a follower until the AppView has said otherwise. The call is on the `x` screen.
      next = retryAfter[Math.min(this.#failures++, retryAfter.length - 1)]!;
    }
    this.#asking = undefined;
    this.#askSoon(next);
  }

  /** What the AppView knows of some accounts and the watched one: the record key of their follow, and whether it follows them. */
  async #relations(
    dids: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, { rkey: string | undefined; mutual: boolean }>> {
    const { client, did } = this.#settings;
    const found = await client.appview.getRelationships(did, dids, { signal });
    return new Map(
      found.map(({ did: other, followedBy, following }) => [
        other,
        { rkey: followedBy?.split('/').at(-1), mutual: following !== undefined },
      ]),
    );
  }

  /** Adds names to lines that have none, the newest first. */
  async #name(): Promise<void> {
    const { client, listener } = this.#settings;
    const { signal } = this.#abort;
    const lines = [...this.#unnamed.values()].reverse().slice(0, 25);
    for (const { id } of lines) this.#unnamed.delete(id);
    const dids = [...new Set(lines.map(({ did }) => did!))];
    try {
      const [profiles, relations] = await Promise.all([
        client.appview.getProfiles(dids, { signal }),
        this.#relations(dids, signal).catch(() => new Map<string, { mutual: boolean }>()),
      ]);
      const known = new Map(profiles.map((profile) => [profile.did as string, profile]));
      const told = new Map<number, Partial<WatchLine>>();
      for (const { id, did } of lines) {
        const profile = known.get(did!);
        if (profile) told.set(id, { ...factsOf(profile), mutual: relations.get(did!)?.mutual });
      }
      if (told.size > 0) listener.told(told);
    } catch {
      // The DID stands in place of a name; the call is on the `x` screen.
    }
    this.#naming =
      this.#unnamed.size > 0 && !signal.aborted ? setTimeout(() => void this.#name(), gather) : undefined;
  }
}

const factsOf = ({ handle, displayName, followersCount }: Profile): Partial<WatchLine> => ({
  handle,
  name: displayName,
  followers: followersCount,
});

function didOf(value: unknown): string | undefined {
  const did: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'did') : undefined;
  return typeof did === 'string' ? did : undefined;
}
