import type { JsonObject } from '../text/json-fields.js';
import type { CallOptions, PageOptions } from './calls/call-options.js';
import type { RawItem, RawItems } from './calls/raw-items.js';
import type { Reply } from './calls/reply.js';
import type { QueryName, QueryParams } from './calls/xrpc-methods.js';

/** What an AppView says of an account: `app.bsky.actor.defs#profileViewDetailed` without what of it is odd. */
export interface ProfileDetailed {
  readonly did: string;
  readonly handle?: string | undefined;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly pronouns?: string | undefined;
  readonly website?: string | undefined;
  readonly avatar?: string | undefined;
  readonly banner?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly indexedAt?: string | undefined;
  readonly followersCount?: number | undefined;
  readonly followsCount?: number | undefined;
  readonly postsCount?: number | undefined;
  readonly labels?: readonly unknown[] | undefined;
  /** How the account stands to the one that is signed in: `app.bsky.actor.defs#viewerState` as it came. */
  readonly viewer?: JsonObject | undefined;
}

/** An account by how it is called. */
export type Person = Pick<ProfileDetailed, 'did' | 'handle' | 'displayName'>;

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
  /** False where one of the two was there and no uri: that it is missing then says nothing. */
  readonly isWhole: boolean;
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
  getProfiles(actors: readonly string[], options?: CallOptions): Promise<readonly ProfileDetailed[]>;
  /** Up to ten accounts whose handle, or a word of whose name, begins with a text: the likeliest first. */
  findActors(text: string, options?: CallOptions): Promise<readonly Person[]>;
  /** Items are `app.bsky.actor.defs#profileView`. */
  getFollowers(actor: string, cursor: string | undefined, options?: PageOptions): Promise<RawPage>;
  /** Items are `{indexedAt, createdAt, actor: profileView}`. */
  getLikes(uri: string, cursor: string | undefined, options?: PageOptions): Promise<RawPage>;
  /**
   * One page of any query that pages by a cursor, up to 100 items: the elements of the member of its answer that is named. `params` are
   * its parameters without `limit` and `cursor`.
   */
  page<Name extends QueryName>(
    query: Name,
    member: string,
    params: Omit<QueryParams<Name>, 'limit' | 'cursor'>,
    cursor: string | undefined,
    options?: PageOptions,
  ): Promise<RawPage>;
  /** One answer of any query as a whole, to be read. */
  ask<Name extends QueryName>(query: Name, params: QueryParams<Name>, options?: CallOptions): Promise<Reply>;
  /** Items are `app.bsky.feed.defs#postView`, of up to 25 at-URIs of posts. Posts that it does not know are left out of the answer. */
  getPosts(uris: readonly string[], options?: CallOptions): Promise<RawItems>;
  /** A post and what was replied to it, so many levels deep: `app.bsky.feed.defs#threadViewPost`, or why it is not to be had. */
  getPostThread(uri: string, depth: number, options?: CallOptions): Promise<RawItem>;
  /** What there is of a starter pack (`app.bsky.graph.defs#starterPackView`), by its at-URI. */
  getStarterPack(uri: string, options?: CallOptions): Promise<RawItem>;
  /** Any number of at-URIs of feeds, asked for 25 at a time. Feeds that it does not know are left out of the answer. */
  getFeedGenerators(uris: readonly string[], options?: CallOptions): Promise<readonly Titled[]>;
  /** What a list is called, by its at-URI; none of its members. */
  getList(uri: string, options?: CallOptions): Promise<Titled>;
  /** Items are `app.bsky.labeler.defs#labelerViewDetailed`, of any number of DIDs. Accounts that are no labelers are left out of the answer. */
  getLabelers(dids: readonly string[], options?: CallOptions): Promise<readonly RawItem[]>;
  /** Items are labels of at-URIs and DIDs that some have said, which need be named: signatures, what was taken back and what is over are left out. */
  queryLabels(
    uris: readonly string[],
    sources: readonly string[],
    options?: CallOptions,
  ): Promise<readonly RawItem[]>;
  /** Any number of DIDs; they are asked for 30 at a time. Accounts that it does not know are left out of the answer. */
  getRelationships(
    actor: string,
    others: readonly string[],
    options?: CallOptions,
  ): Promise<readonly Relationship[]>;
}
