import type { RepoEvent } from '../../atproto/streams/repo-event.js';
import { tidTime } from '../../atproto/tid.js';
import { isObject } from '../../text/json-fields.js';
import { EndedFollows } from './ended-follows.js';
import { remember } from './remember.js';
import { type BookContents, changesOf, type Deleted, type Gone, note, wholeOf } from './stored-book.js';
import type { StoredChanges, StoredWatch } from './stored-watch.js';
import { ToldByList } from './told-by-list.js';
import type { Missing } from './why-missing.js';

const FOLLOW = 'app.bsky.graph.follow';
/** What a relay says of how it gets on with the account's host, which says nothing of the account (subscribeRepos#account, `status`). */
const OF_THE_RELAY: ReadonlySet<string> = new Set(['desynchronized', 'throttled']);

/** What came of an event or an answer, for one follower. */
export interface Change {
  readonly kind: 'followed' | 'unfollowed' | 'lost' | 'returned';
  readonly did: string;
  readonly reason?: string | undefined;
  /** Milliseconds since 1970; undefined where only the AppView told of it. */
  readonly time?: number | undefined;
}

/**
 * Who follows one account, kept by the events of the network. A deleted follow says only who deleted which record key: whose
 * follow it was is known where the key was seen before; else it is a question for the AppView, and `doubts` has it.
 */
export class FollowerBook {
  /** The record keys of a follower's follow; none where only the list of followers told of it. */
  readonly #followers = new Map<string, Set<string>>();
  /** Their keys of before events were missing: the stream may tell once more of the follow that was known then. */
  readonly #forgotten = new Map<string, ReadonlySet<string>>();
  /** Followers of whom the list told in this run, and whose event may still come: when, and whether that has been told. */
  readonly #listed = new Map<string, { readonly at: number; readonly told: boolean }>();
  /** Accounts that are not there, and since when an event says so: undefined where the list or an earlier run told of it. */
  readonly #gone = new Map<string, Gone>();
  readonly #doubts = new Map<string, Deleted>();
  /** Of those, the ones of whom the AppView knows a younger follow: its event is still to come, and will settle it. */
  readonly #awaited = new Set<string>();
  /** Deletes by accounts not known as followers while the list is still being read. */
  #early: Map<string, Deleted> | undefined;
  readonly #ended: EndedFollows;
  /** When those who followed last did. */
  readonly #joined = new Map<string, number>();

  readonly #toldByList: ToldByList;
  /** Of whom something is another than when it was kept; undefined where that is everybody. */
  #touched: Set<string> | undefined = new Set();

  constructor(
    readonly did: string,
    stored?: Pick<StoredWatch, 'followers' | 'gone' | 'doubts' | 'told' | 'ended'>,
  ) {
    this.#toldByList = new ToldByList(stored?.told);
    this.#ended = new EndedFollows(stored?.ended);
    for (const [follower, ...rkeys] of stored?.followers ?? []) this.#followers.set(follower, new Set(rkeys));
    for (const [follower, reason, ...rkeys] of stored?.gone ?? []) {
      this.#gone.set(follower, { reason, rkeys: new Set(rkeys), since: undefined });
    }
    for (const [follower, rkey, time] of stored?.doubts ?? []) note(this.#doubts, follower, rkey, time);
  }

  has(did: string): boolean {
    return this.#followers.has(did);
  }

  /** Followers of whom a deleted record may have been the follow, and of whom the AppView has not been asked. */
  doubts(): readonly string[] {
    return [...this.#doubts.keys()].filter((did) => !this.#awaited.has(did));
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

  /**
   * A follower of the list, at a time in milliseconds since 1970. True for one not known before; `told` where that is news
   * to be told.
   */
  read(did: string, at: number, told: boolean): boolean {
    if (this.#followers.has(did) || this.#gone.has(did)) return false;
    this.#followers.set(did, new Set());
    this.#touched?.add(did);
    this.#listed.set(did, { at, told });
    if (told) this.#toldByList.told(did, 'followed', at);
    const deleted = this.#early?.get(did);
    if (deleted) this.#doubts.set(did, deleted);
    return true;
  }

  /**
   * One of the list whose account was gone, and whose coming back no event told of. Where an event told of the loss after
   * `since`, in milliseconds since 1970, the list may be older than that.
   */
  back(did: string, since: number): readonly Change[] {
    const gone = this.#gone.get(did);
    if (!gone || (gone.since ?? 0) > since) return [];
    this.#return(did, gone.rkeys);
    return [{ kind: 'returned', did, reason: gone.reason }];
  }

  /** Whether the events said a short while ago that this account unfollowed: a list that has it may be older than that. */
  leftLately(did: string): boolean {
    return this.#ended.has(did);
  }

  /** Whether the follow that the AppView knows of is one that the events said to be deleted. */
  isDeleted(did: string, rkey: string): boolean {
    return this.#ended.hasKey(did, rkey);
  }

  /** When the events said last that this account followed, in milliseconds since 1970: a list may be older than that. */
  joinedAt(did: string): number | undefined {
    return this.#joined.get(did);
  }

  /** Events are missing: the follows known may have been deleted and made anew, under other keys. */
  forgetKeys(): void {
    for (const [did, rkeys] of this.#followers) {
      if (rkeys.size === 0) continue;
      this.#forgotten.set(did, rkeys);
      this.#followers.set(did, new Set());
    }
    this.#awaited.clear();
    this.#touched = undefined;
  }

  /** Takes an event. True beside the changes where the book is another one than before. */
  apply(event: RepoEvent): { readonly changes: readonly Change[]; readonly noted: boolean } {
    if (event.kind === 'account') {
      const changes = this.#account(event.did, event.active, event.status, event.time);
      return { changes, noted: changes.length > 0 };
    }
    if (event.kind !== 'commit' || event.collection !== FOLLOW) return { changes: [], noted: false };
    if (event.operation === 'delete') return this.#deleted(event.did, event.rkey, event.time);
    if (followedBy(event.record()) !== this.did) return { changes: [], noted: false };
    return { changes: this.#created(event.did, event.rkey, event.time), noted: true };
  }

  /**
   * The AppView's word on somebody in doubt: the record key of the follow that it knows, if any. It may lag behind the stream:
   * that it still has the very record that was deleted says as much as that it has none. It may also be ahead of it.
   */
  settle(did: string, rkey: string | undefined): readonly Change[] {
    const deleted = this.#doubts.get(did);
    const rkeys = this.#followers.get(did);
    if (!deleted || !rkeys) return [];
    if (rkey === undefined || deleted.has(rkey)) {
      const time = Math.max(...deleted.values());
      this.#remove(did, new Set(deleted.keys()), time);
      return [{ kind: 'unfollowed', did, time }];
    }
    const madeAt = tidTime(rkey) ?? 0;
    if (madeAt > Math.min(...deleted.values()) && !this.#wasListed(did, madeAt)) {
      this.#awaited.add(did);
      return [];
    }
    rkeys.add(rkey);
    this.#touched?.add(did);
    this.#doubts.delete(did);
    return [];
  }

  /** One whom the whole list has no more, and what the AppView said became of them; at a time in milliseconds since 1970. */
  missing(did: string, why: Missing, at: number): readonly Change[] {
    const rkeys = this.#followers.get(did);
    if (!rkeys) return [];
    if (why.kind === 'lost') return this.#lose(did, rkeys, why.reason, undefined);
    this.#remove(did, rkeys, undefined);
    this.#toldByList.told(did, 'unfollowed', at);
    return [{ kind: 'unfollowed', did }];
  }

  #created(did: string, rkey: string, time: number): readonly Change[] {
    if (this.#ended.isOver(did, rkey, time)) return [];
    this.#touched?.add(did);
    const rkeys = this.#followers.get(did);
    if (!rkeys) {
      this.#gone.delete(did);
      this.#followers.set(did, new Set([rkey]));
      remember(this.#joined, did, time);
      return this.#toldByList.heard(did, 'followed', time) ? [] : [{ kind: 'followed', did, time }];
    }
    if (rkeys.has(rkey)) return [];
    const first = rkeys.size === 0;
    rkeys.add(rkey);
    if (!first) return [];
    const wasListed = this.#wasListed(did, time);
    this.#toldByList.heard(did, 'followed', time);
    const untold = this.#listed.get(did)?.told === false;
    const deleted = this.#doubts.get(did);
    this.#listed.delete(did);
    this.#doubts.delete(did);
    this.#awaited.delete(did);
    // A second follow of the same account: what was deleted before it was the first one.
    if (deleted && !wasListed && !this.#forgotten.get(did)?.has(rkey)) {
      return [
        { kind: 'unfollowed', did, time: Math.max(...deleted.values()) },
        { kind: 'followed', did, time },
      ];
    }
    // The list may have had it already when its event came.
    return untold ? [{ kind: 'followed', did, time }] : [];
  }

  #deleted(
    did: string,
    rkey: string,
    time: number,
  ): { readonly changes: readonly Change[]; readonly noted: boolean } {
    const rkeys = this.#followers.get(did);
    if (!rkeys) {
      // Of one who is known to have left, the event may come only now, and the next follow be in the list already.
      if (this.#early && !this.leftLately(did)) note(this.#early, did, rkey, time);
      if (this.isDeleted(did, rkey)) this.#toldByList.heard(did, 'unfollowed', time);
      return { changes: [], noted: false };
    }
    if (rkeys.delete(rkey)) {
      this.#touched?.add(did);
      if (rkeys.size > 0) return { changes: [], noted: true };
      this.#remove(did, new Set([rkey]), time);
      const wasTold = this.#toldByList.heard(did, 'unfollowed', time);
      return { changes: wasTold ? [] : [{ kind: 'unfollowed', did, time }], noted: true };
    }
    if (rkeys.size === 0 && !this.isDeleted(did, rkey)) {
      note(this.#doubts, did, rkey, time);
      this.#awaited.delete(did);
    }
    return { changes: [], noted: false };
  }

  #account(did: string, active: boolean, status: string | undefined, time: number): readonly Change[] {
    const gone = this.#gone.get(did);
    if (active) {
      if (!gone) return [];
      this.#return(did, gone.rkeys);
      return [{ kind: 'returned', did, reason: gone.reason, time }];
    }
    const rkeys = this.#followers.get(did);
    if (!rkeys || (status !== undefined && OF_THE_RELAY.has(status))) return [];
    return this.#lose(did, rkeys, status ?? 'not active', time);
  }

  /** `time` is that of the event which tells of it; undefined where the list does. */
  #lose(did: string, rkeys: Set<string>, reason: string, time: number | undefined): readonly Change[] {
    this.#forget(did);
    this.#gone.set(did, { reason, rkeys, since: time });
    return [{ kind: 'lost', did, reason, time }];
  }

  /** Whether a follow of that time is the one that the list told of. */
  #wasListed(did: string, time: number): boolean {
    const listed = this.#listed.get(did);
    return (listed !== undefined && time <= listed.at) || this.#toldByList.hasFollowed(did, time);
  }

  #return(did: string, rkeys: Set<string>): void {
    this.#gone.delete(did);
    this.#followers.set(did, rkeys);
    this.#touched?.add(did);
  }

  #remove(did: string, rkeys: ReadonlySet<string>, at: number | undefined): void {
    this.#forget(did);
    this.#ended.add(did, rkeys, at);
  }

  #forget(did: string): void {
    this.#followers.delete(did);
    this.#touched?.add(did);
    this.#listed.delete(did);
    this.#doubts.delete(did);
    this.#awaited.delete(did);
    this.#joined.delete(did);
    this.#forgotten.delete(did);
  }

  /** Everybody. */
  snapshot(): Pick<StoredWatch, 'followers' | 'gone' | 'doubts' | 'told' | 'ended'> {
    this.#touched = new Set();
    return { ...wholeOf(this.#contents), told: this.#toldByList.snapshot(), ended: this.#ended.snapshot() };
  }

  /** Everybody who changed since the last call of this or of `snapshot`; undefined where that is all of them. */
  changes(): Pick<StoredChanges, 'followers' | 'gone' | 'left' | 'doubts' | 'told' | 'ended'> | undefined {
    if (!this.#touched) return undefined;
    const changes = changesOf(this.#contents, this.#touched);
    this.#touched = new Set();
    return { ...changes, told: this.#toldByList.changes(), ended: this.#ended.changes() };
  }

  get #contents(): BookContents {
    return { followers: this.#followers, gone: this.#gone, doubts: this.#doubts };
  }
}

/** Whom a record follows. One of another type is no follow, wherever it lies. */
function followedBy(record: unknown): unknown {
  return isObject(record) && record.$type === FOLLOW ? record.subject : undefined;
}
