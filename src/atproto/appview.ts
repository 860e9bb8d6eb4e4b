import type { AppBskyActorDefs } from '@atcute/bluesky';
import type { CallOptions } from './calls/call-options.js';
import type { RawItems } from './calls/raw-items.js';

export type ProfileDetailed = AppBskyActorDefs.ProfileViewDetailed;
export type Profile = AppBskyActorDefs.ProfileViewDetailed;

export interface RawPage {
  readonly items: RawItems;
  readonly cursor: string | undefined;
}

/** Whether two accounts follow one another, as the uris of the follow records. */
export interface Relationship {
  readonly did: string;
  /** The actor's follow of this account. */
  readonly following: string | undefined;
  /** This account's follow of the actor. */
  readonly followedBy: string | undefined;
}

/** What a feed or a list is called. */
export interface Titled {
  readonly uri: string;
  readonly title: string;
  /** Handle of whose it is. */
  readonly handle: string | undefined;
}

/** The service that answers app.bsky.*. Actors are handles or DIDs; pages hold up to 100. */
export interface AppView {
  getProfile(actor: string, options?: CallOptions): Promise<ProfileDetailed>;
  /** Any number of actors; they are asked for 25 at a time. Actors that it does not know are left out of the answer. */
  getProfiles(actors: readonly string[], options?: CallOptions): Promise<ProfileDetailed[]>;
  /** Items are `app.bsky.actor.defs#profileView`. */
  getFollowers(actor: string, cursor: string | undefined, options?: CallOptions): Promise<RawPage>;
  getFollows(actor: string, cursor: string | undefined, options?: CallOptions): Promise<RawPage>;
  /** Items are `{indexedAt, createdAt, actor: profileView}`. */
  getLikes(uri: string, cursor: string | undefined, options?: CallOptions): Promise<RawPage>;
  /** At most 25 uris; items are `app.bsky.feed.defs#postView`. */
  getPosts(uris: readonly string[], options?: CallOptions): Promise<RawItems>;
  /** Any number of at-URIs of feeds, asked for 25 at a time. Feeds that it does not know are left out of the answer. */
  getFeedGenerators(uris: readonly string[], options?: CallOptions): Promise<Titled[]>;
  /** What a list is called, by its at-URI; none of its members. */
  getList(uri: string, options?: CallOptions): Promise<Titled>;
  /** Any number of DIDs; they are asked for 30 at a time. Accounts that it does not know are left out of the answer. */
  getRelationships(actor: string, others: readonly string[], options?: CallOptions): Promise<Relationship[]>;
}
