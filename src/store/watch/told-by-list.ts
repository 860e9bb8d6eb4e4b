import { remember } from './remember.js';

/** What of a follower was told by the list, and may yet come as an event. */
interface News {
  readonly kind: 'followed' | 'unfollowed';
  /** Milliseconds since 1970 up to which the event may be of. */
  readonly at: number;
}

/**
 * Remembers what was told without an event, while no stream was there to bring it. A stream that comes back and goes on from
 * where it was brings the events after all: what they say was told.
 */
export class ToldByList {
  readonly #news = new Map<string, readonly News[]>();

  told(did: string, kind: News['kind'], at: number): void {
    remember(this.#news, did, [...(this.#news.get(did) ?? []), { kind, at }]);
  }

  /** Whether what an event of that time says was told already; it counts as heard then. */
  heard(did: string, kind: News['kind'], time: number): boolean {
    let news = this.#news.get(did) ?? [];
    // Who follows has left before, be it that the event of that was not recognised.
    while (kind === 'followed' && news[0]?.kind === 'unfollowed') news = news.slice(1);
    const [first] = news;
    const wasTold = first?.kind === kind && time <= first.at;
    if (wasTold) news = news.slice(1);
    if (news.length > 0) this.#news.set(did, news);
    else this.#news.delete(did);
    return wasTold;
  }
}
