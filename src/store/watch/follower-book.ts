import type { RepoEvent } from '../../atproto/streams/repo-event.js';
import type { StoredWatch } from './watch-state.js';

const follow = 'app.bsky.graph.follow';

/** What came of an event or an answer, for one follower. */
export interface Change {
  readonly kind: 'followed' | 'unfollowed' | 'lost' | 'returned';
  readonly did: string;
  readonly reason?: string | undefined;
}

/**
 * Who follows one account, kept by the events of the network. A deleted follow says only who deleted which record key: whose
 * follow it was is known where the key was seen before; else it is a question for the AppView, and `doubts` has it.
 */
export class FollowerBook {
  /** The record keys of a follower's follow; none where only the list of followers told of it. */
  readonly #followers = new Map<string, Set<string>>();
  /** Followers of whom only the first reading of the list told: that they follow has not been said. */
  readonly #untold = new Set<string>();
  readonly #gone = new Map<string, { reason: string; rkeys: Set<string> }>();
  readonly #doubts = new Map<string, Set<string>>();
  /** Deletes by accounts not known as followers while the list is still being read. */
  #early: Map<string, Set<string>> | undefined;

  constructor(
    readonly did: string,
    stored?: Pick<StoredWatch, 'followers' | 'gone'>,
  ) {
    for (const [follower, ...rkeys] of stored?.followers ?? []) this.#followers.set(follower, new Set(rkeys));
    for (const [follower, reason, ...rkeys] of stored?.gone ?? []) {
      this.#gone.set(follower, { reason, rkeys: new Set(rkeys) });
    }
  }

  get size(): number {
    return this.#followers.size;
  }

  has(did: string): boolean {
    return this.#followers.has(did);
  }

  /** Followers of whom a deleted record may have been the follow. */
  doubts(): readonly string[] {
    return [...this.#doubts.keys()];
  }

  followers(): readonly string[] {
    return [...this.#followers.keys()];
  }

  /** From now until `endReading` the list is being read, and who deletes a follow may yet turn out to be a follower. */
  beginReading(): void {
    this.#early ??= new Map();
  }

  endReading(): void {
    this.#early = undefined;
  }

  /** A follower of the list. True for one not known before; `told` where that is news to be told. */
  read(did: string, told: boolean): boolean {
    if (this.#followers.has(did) || this.#gone.has(did)) return false;
    this.#followers.set(did, new Set());
    if (!told) this.#untold.add(did);
    const deleted = this.#early?.get(did);
    if (deleted) this.#doubts.set(did, deleted);
    return true;
  }

  apply(event: RepoEvent): readonly Change[] {
    if (event.kind === 'account') return this.#account(event.did, event.active, event.status);
    if (event.kind !== 'commit' || event.collection !== follow) return [];
    if (event.operation === 'delete') return this.#deleted(event.did, event.rkey);
    return subjectOf(event.record()) === this.did ? this.#created(event.did, event.rkey) : [];
  }

  /**
   * The AppView's word on somebody in doubt: the record key of the follow that it knows, if any. It may lag behind the stream;
   * that it still has the very record that was deleted says as much as that it has none.
   */
  settle(did: string, rkey: string | undefined): readonly Change[] {
    const deleted = this.#doubts.get(did);
    this.#doubts.delete(did);
    const rkeys = this.#followers.get(did);
    if (!rkeys || rkeys.size > 0) return [];
    if (rkey !== undefined && !deleted?.has(rkey)) {
      rkeys.add(rkey);
      return [];
    }
    this.#followers.delete(did);
    return [{ kind: 'unfollowed', did }];
  }

  /** One whom the whole list does not have. The AppView's word is the last: by the record key of the follow that it knows. */
  missing(did: string, rkey: string | undefined): readonly Change[] {
    const rkeys = this.#followers.get(did);
    if (!rkeys) return [];
    if (rkey !== undefined) {
      rkeys.add(rkey);
      return [];
    }
    this.#followers.delete(did);
    this.#doubts.delete(did);
    return [{ kind: 'unfollowed', did }];
  }

  #created(did: string, rkey: string): readonly Change[] {
    const rkeys = this.#followers.get(did);
    if (!rkeys) {
      this.#gone.delete(did);
      this.#followers.set(did, new Set([rkey]));
      return [{ kind: 'followed', did }];
    }
    if (rkeys.has(rkey)) return [];
    const first = rkeys.size === 0;
    rkeys.add(rkey);
    if (!first) return [];
    // A second follow of the same account: what was deleted before it was the first one.
    if (this.#doubts.delete(did))
      return [
        { kind: 'unfollowed', did },
        { kind: 'followed', did },
      ];
    // The list may have had it already when its event came.
    return this.#untold.delete(did) ? [{ kind: 'followed', did }] : [];
  }

  #deleted(did: string, rkey: string): readonly Change[] {
    const rkeys = this.#followers.get(did);
    if (!rkeys) {
      const early = this.#early;
      if (early) early.set(did, (early.get(did) ?? new Set()).add(rkey));
      return [];
    }
    if (rkeys.delete(rkey)) {
      if (rkeys.size > 0) return [];
      this.#followers.delete(did);
      return [{ kind: 'unfollowed', did }];
    }
    if (rkeys.size === 0) this.#doubts.set(did, (this.#doubts.get(did) ?? new Set()).add(rkey));
    return [];
  }

  #account(did: string, active: boolean, status: string | undefined): readonly Change[] {
    const gone = this.#gone.get(did);
    if (active) {
      if (!gone) return [];
      this.#gone.delete(did);
      this.#followers.set(did, gone.rkeys);
      return [{ kind: 'returned', did, reason: gone.reason }];
    }
    const rkeys = this.#followers.get(did);
    if (!rkeys) return [];
    this.#followers.delete(did);
    this.#doubts.delete(did);
    const reason = status ?? 'not active';
    this.#gone.set(did, { reason, rkeys });
    return [{ kind: 'lost', did, reason }];
  }

  snapshot(): Pick<StoredWatch, 'followers' | 'gone'> {
    return {
      followers: [...this.#followers].map(([did, rkeys]) => [did, ...rkeys] as const),
      gone: [...this.#gone].map(([did, { reason, rkeys }]) => [did, reason, ...rkeys] as const),
    };
  }
}

function subjectOf(record: unknown): unknown {
  return typeof record === 'object' && record !== null ? Reflect.get(record, 'subject') : undefined;
}
