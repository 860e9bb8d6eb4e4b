import { remember, rememberAll } from './remember.js';
import type { StoredEnded } from './stored-watch.js';

/** Ended follows of one account whose keys are remembered. */
const ENDED_MAX = 20;

/** One who unfollowed: the keys of the follows that are no more, and when the last of them ended, if an event told. */
interface Ended {
  readonly rkeys: ReadonlySet<string>;
  readonly at: number | undefined;
}

/**
 * Remembers the follows that ended last. A list may be older than their end, and a stream tells its last seconds again where it
 * goes on, in this run or a later one: what is known to be over neither begins nor ends a second time.
 */
export class EndedFollows {
  readonly #ended: Map<string, Ended>;
  /** Of whom it is another than when it was kept; who ended last is the last of them. */
  readonly #touched = new Set<string>();

  constructor(stored: readonly StoredEnded[] = []) {
    this.#ended = rememberAll(
      stored.map(([did, at, ...rkeys]) => [did, { rkeys: new Set(rkeys), at: at ?? undefined }] as const),
    );
  }

  /** These follows are no more; `at`, in milliseconds since 1970, where an event told. */
  add(did: string, rkeys: ReadonlySet<string>, at: number | undefined): void {
    const before = this.#ended.get(did);
    const all = [...(before?.rkeys ?? []), ...rkeys];
    const oldest = remember(this.#ended, did, {
      rkeys: new Set(all.slice(-ENDED_MAX)),
      at: at ?? before?.at,
    });
    this.#touched.delete(did);
    this.#touched.add(did);
    if (oldest !== undefined) this.#touched.delete(oldest);
  }

  /** Whether it was said lately that this account unfollowed. */
  has(did: string): boolean {
    return this.#ended.has(did);
  }

  hasKey(did: string, rkey: string): boolean {
    return this.#ended.get(did)?.rkeys.has(rkey) ?? false;
  }

  /** Whether a follow comes again whose end came already. A record that is made anew under the same key is younger than that. */
  isOver(did: string, rkey: string, time: number): boolean {
    const at = this.#ended.get(did)?.at;
    return at !== undefined && this.hasKey(did, rkey) && time <= at;
  }

  /** All of them, the one that ended last at the end; undefined where there is none. */
  snapshot(): readonly StoredEnded[] | undefined {
    return this.#stored(this.#ended.keys());
  }

  /** Those who are others since the last call of this or of `snapshot`. */
  changes(): readonly StoredEnded[] | undefined {
    return this.#stored(this.#touched);
  }

  #stored(dids: Iterable<string>): readonly StoredEnded[] | undefined {
    const stored = [...dids].map((did): StoredEnded => {
      const { at, rkeys } = this.#ended.get(did) ?? {};
      return [did, at ?? null, ...(rkeys ?? [])];
    });
    this.#touched.clear();
    return stored.length > 0 ? stored : undefined;
  }
}
