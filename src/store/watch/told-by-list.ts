import { remember, rememberAll } from './remember.js';
import type { StoredNews, StoredTold } from './stored-watch.js';

/** What is remembered of one follower. */
const NEWS_MAX = 10;

/**
 * Remembers what was told without an event, while no stream was there to bring it. A stream that comes back and goes on from
 * where it was, in this run or a later one, brings the events after all: what they say was told.
 */
export class ToldByList {
  /** What of a follower was told by the list, and may yet come as an event. */
  readonly #news: Map<string, readonly StoredNews[]>;
  /** Of whom it is another than when it was kept. */
  readonly #touched = new Set<string>();

  constructor(stored: readonly StoredTold[] = []) {
    this.#news = rememberAll(stored.map(([did, ...news]) => [did, news.slice(-NEWS_MAX)] as const));
  }

  told(did: string, kind: StoredNews[0], at: number): void {
    const news: readonly StoredNews[] = [...(this.#news.get(did) ?? []), [kind, at]];
    const forgotten = remember(this.#news, did, news.slice(-NEWS_MAX));
    this.#touched.add(did);
    if (forgotten !== undefined) this.#touched.add(forgotten);
  }

  /** Whether the list told, at that time or later, that somebody follows, and no event has said so yet. */
  hasFollowed(did: string, time: number): boolean {
    return this.#news.get(did)?.some(([kind, at]) => kind === 'followed' && time <= at) ?? false;
  }

  /** Whether what an event of that time says was told already; it counts as heard then. */
  heard(did: string, kind: StoredNews[0], time: number): boolean {
    const before = this.#news.get(did);
    let news = before ?? [];
    // Who follows has left before, be it that the event of that was not recognised.
    while (kind === 'followed' && news[0]?.[0] === 'unfollowed') news = news.slice(1);
    const [first] = news;
    const wasTold = first?.[0] === kind && time <= first[1];
    if (wasTold) news = news.slice(1);
    if (before !== undefined && news !== before) this.#touched.add(did);
    if (news.length > 0) this.#news.set(did, news);
    else this.#news.delete(did);
    return wasTold;
  }

  /** All of it. */
  snapshot(): readonly StoredTold[] {
    this.#touched.clear();
    return [...this.#news].map(([did, news]) => [did, ...news] as const);
  }

  /** What is another since the last call of this or of `snapshot`: without news where nothing is awaited any more. */
  changes(): readonly StoredTold[] {
    const changes = [...this.#touched].map((did) => [did, ...(this.#news.get(did) ?? [])] as const);
    this.#touched.clear();
    return changes;
  }
}
