import { create as tid } from '@atcute/tid';
import type { JetstreamEvent } from '../network/jetstream-event.js';
import type { randomFrom } from '../support/random.js';
import type { AccountTruth, DeedKind } from './truth.js';

export const FOLLOW = 'app.bsky.graph.follow';
const CID = 'bafyreidk7ua66pwcf4hrbapp3c5mz6ykre4qt3yicwgzhzmzquewwha5gu';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

export interface Account {
  readonly did: string;
  readonly handle: string;
}

/** A follow that there is. */
export interface Follow {
  readonly follower: Account;
  readonly rkey: string;
}

export interface WorldSettings {
  readonly random: ReturnType<typeof randomFrom>;
  readonly watched: number;
  readonly followers: number;
  /** Milliseconds by which the AppView is behind the stream. */
  readonly lagMs: number;
  /** What happens, as it happens. */
  readonly tell: (events: readonly JetstreamEvent[]) => void;
}

/** Follows of one account by the DID of the follower, the oldest first. */
type Follows = Map<string, Follow>;

/**
 * Accounts that are watched, and those who come and go, with what is true of them. The stream hears of it at once, the AppView a
 * little later.
 */
export class World {
  readonly watched: readonly Account[];
  readonly followers: readonly Account[];
  readonly strangers: readonly Account[];
  readonly truth = new Map<string, AccountTruth>();
  /** Follows and unfollows of watched accounts since the first watch. */
  deeds = 0;
  readonly #settings: WorldSettings;
  readonly #accounts = new Map<string, Account>();
  readonly #follows = new Map<string, Follows>();
  readonly #indexed = new Map<string, Follows>();
  readonly #indexing: { readonly at: number; readonly apply: () => void }[] = [];
  readonly #lastDeeds = new Map<string, number>();
  readonly #elsewhere: { readonly follower: Account; readonly rkey: string }[] = [];
  #time = Date.now() * 1000;

  constructor(settings: WorldSettings) {
    this.#settings = settings;
    const { random, watched, followers } = settings;
    const accounts = (kind: string, count: number): Account[] =>
      Array.from({ length: count }, (_, index) => {
        const letters = Array.from({ length: 24 }, () => LETTERS[random.below(32)]).join('');
        return { did: `did:plc:${letters}`, handle: `${kind}${index}.test` };
      });
    this.watched = accounts('w', watched);
    this.followers = accounts('f', followers);
    this.strangers = accounts('s', 40);
    for (const account of [...this.watched, ...this.followers, ...this.strangers]) {
      for (const name of [account.did, account.handle]) this.#accounts.set(name, account);
    }
    for (const { did } of this.watched) {
      this.#follows.set(did, new Map());
      this.#indexed.set(did, new Map());
      this.truth.set(did, { deeds: [], followers: new Set() });
    }
  }

  /** Lets some follow before anybody watches. */
  populate(share: number): void {
    const { random } = this.#settings;
    for (const watched of this.watched) {
      for (const follower of this.followers) {
        if (random.next() < share) this.#follow(follower, watched);
      }
    }
    this.#index(Number.POSITIVE_INFINITY);
    this.deeds = 0;
    for (const { deeds } of this.truth.values()) deeds.length = 0;
  }

  account(name: string | null): Account | undefined {
    return this.#accounts.get(name ?? '');
  }

  /** When that follower last did something to that account, in milliseconds since 1970. */
  lastDeed(follower: Account, watched: Account): number {
    return this.#lastDeeds.get(`${follower.did} ${watched.did}`) ?? 0;
  }

  /** That follower comes, or goes. */
  turn(follower: Account, watched: Account): void {
    if (this.#follows.get(watched.did)?.has(follower.did)) this.#unfollow(follower, watched);
    else this.#follow(follower, watched);
  }

  /** A follower follows somebody of no interest, or leaves one of those again. */
  turnElsewhere(follower: Account): void {
    const { random } = this.#settings;
    const old = this.#elsewhere[0];
    if (old !== undefined && (this.#elsewhere.length > 60 || random.below(2) === 0)) {
      this.#elsewhere.shift();
      this.#settings.tell([this.deletion(old.follower, old.rkey)]);
      return;
    }
    const rkey = this.key();
    this.#elsewhere.push({ follower, rkey });
    const subject = random.pick(this.strangers).did;
    this.#settings.tell([this.record(follower, rkey, followOf(subject))]);
  }

  /** What the AppView knows of who follows an account, the newest first. */
  listed(did: string): readonly Follow[] {
    this.#index(Date.now() - this.#settings.lagMs);
    return [...(this.#indexed.get(did)?.values() ?? [])].reverse();
  }

  /** The follow that the AppView knows of. */
  known(follower: string, watched: string): Follow | undefined {
    this.#index(Date.now() - this.#settings.lagMs);
    return this.#indexed.get(watched)?.get(follower);
  }

  key(): string {
    this.#time = Math.max(this.#time + 1, Date.now() * 1000);
    return tid(this.#time, 7);
  }

  record(account: Account, rkey: string, record: unknown): JetstreamEvent {
    return {
      kind: 'commit',
      did: account.did,
      rev: this.key(),
      operation: 'create',
      collection: FOLLOW,
      rkey,
      record,
      cid: CID,
    };
  }

  deletion(account: Account, rkey: string): JetstreamEvent {
    return {
      kind: 'commit',
      did: account.did,
      rev: this.key(),
      operation: 'delete',
      collection: FOLLOW,
      rkey,
    };
  }

  #follow(follower: Account, watched: Account): void {
    const rkey = this.key();
    const follow = { follower, rkey };
    this.#note(follower, watched, 'followed', (follows) => follows.set(follower.did, follow));
    this.#settings.tell([this.record(follower, rkey, followOf(watched.did))]);
  }

  #unfollow(follower: Account, watched: Account): void {
    const rkey = this.#follows.get(watched.did)?.get(follower.did)?.rkey ?? '';
    this.#note(follower, watched, 'unfollowed', (follows) => follows.delete(follower.did));
    this.#settings.tell([this.deletion(follower, rkey)]);
  }

  #note(follower: Account, { did }: Account, kind: DeedKind, change: (follows: Follows) => void): void {
    const now = Date.now();
    const truth = this.truth.get(did)!;
    truth.deeds.push({ kind, did: follower.did, time: now });
    if (kind === 'followed') truth.followers.add(follower.did);
    else truth.followers.delete(follower.did);
    this.deeds += 1;
    this.#lastDeeds.set(`${follower.did} ${did}`, now);
    change(this.#follows.get(did)!);
    this.#indexing.push({ at: now, apply: () => change(this.#indexed.get(did)!) });
  }

  #index(until: number): void {
    while (this.#indexing[0] !== undefined && this.#indexing[0].at <= until) this.#indexing.shift()?.apply();
  }
}

export const followOf = (subject: unknown): object => ({
  $type: FOLLOW,
  subject,
  createdAt: new Date().toISOString(),
});
