import { atUriParts } from '../atproto/at-uri.js';
import { field, isObject, type JsonObject, textField } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';

/**
 * What the account in use did to an account, a post or a list since a service told how they stand: services take a moment to know it. A
 * text is the at-URI of the record that says so, false that there is none; a member that is missing: nothing was done.
 */
export interface OwnState {
  /** Of accounts. */
  readonly following?: string | false | undefined;
  readonly blocking?: string | false | undefined;
  /** Of accounts and of lists. */
  readonly muted?: boolean | undefined;
  /** Of lists: all on it are blocked. */
  readonly blocked?: string | false | undefined;
  /** Of posts. */
  readonly like?: string | false | undefined;
  readonly repost?: string | false | undefined;
  readonly bookmarked?: boolean | undefined;
  /** Of an account and a list: it stands on it. */
  readonly listed?: string | false | undefined;
  /** When the last of it was done, in milliseconds since 1970. */
  readonly time?: number | undefined;
}

export type OwnMember = Exclude<keyof OwnState, 'time'>;

/** What an {@link OwnState} is of: a DID, an at-URI; both, where it is of an account and a list. */
export const membershipKey = (list: string, did: string): string => `${list} ${did}`;

/** An account as a service told of it (`app.bsky.actor.defs#profileView` and the like), and what was done since. */
export function withOwnProfile(profile: unknown, own: OwnState | undefined): unknown {
  if (own === undefined || !isObject(profile)) return profile;
  const { following, blocking, muted } = own;
  const before = viewerOf(profile);
  const viewer: Record<string, unknown> = { ...before };
  if (following !== undefined) viewer.following = textOr(following);
  if (blocking !== undefined) viewer.blocking = textOr(blocking) ?? listBlock(before);
  if (muted !== undefined) viewer.muted = muted || isObject(before.mutedByList);
  return {
    ...profile,
    viewer,
    ...counted(profile, 'followersCount', isThere(before.following), following),
  };
}

/** A post as a service told of it (`app.bsky.feed.defs#postView`), and what was done since. */
export function withOwnPost(view: unknown, own: OwnState | undefined): unknown {
  if (own === undefined || (view !== undefined && !isObject(view))) return view;
  const { like, repost, bookmarked } = own;
  const post = view ?? {};
  const before = viewerOf(post);
  const viewer: Record<string, unknown> = { ...before };
  if (like !== undefined) viewer.like = textOr(like);
  if (repost !== undefined) viewer.repost = textOr(repost);
  if (bookmarked !== undefined) viewer.bookmarked = bookmarked;
  return {
    ...post,
    viewer,
    ...counted(post, 'likeCount', isThere(before.like), like),
    ...counted(post, 'repostCount', isThere(before.repost), repost),
    ...counted(post, 'bookmarkCount', before.bookmarked === true, bookmarked),
  };
}

/** What the account in use did to a post, in words: `you liked and bookmarked it`; undefined where nothing, or nothing is told. */
export function ownPostText(view: unknown): string | undefined {
  const viewer = field(view, 'viewer');
  const done = [
    textField(viewer, 'like') === undefined ? '' : 'liked',
    textField(viewer, 'repost') === undefined ? '' : 'reposted',
    field(viewer, 'bookmarked') === true ? 'bookmarked' : '',
  ].filter((word) => word !== '');
  if (done.length === 0) return undefined;
  const last = done.at(-1);
  return `you ${done.length === 1 ? last : `${done.slice(0, -1).join(', ')} and ${last}`} it`;
}

/**
 * How an account, a post or a list stands to the account in use, as a service told it in the `viewer` of its view; empty where it has
 * none, as without sign-in.
 */
export function toldState(view: unknown): OwnState {
  const viewer = field(view, 'viewer');
  if (!isObject(viewer)) return {};
  const blocking = textField(viewer, 'blocking');
  return {
    following: textField(viewer, 'following') ?? false,
    // Where a list is all that blocks, it has the uri of the list.
    blocking: atUriParts(blocking)?.collection === 'app.bsky.graph.block' ? (blocking ?? false) : false,
    // Who is muted by a list may be muted by itself, too: nobody tells.
    muted: isObject(viewer.mutedByList) ? undefined : viewer.muted === true,
    blocked: textField(viewer, 'blocked') ?? false,
    like: textField(viewer, 'like') ?? false,
    repost: textField(viewer, 'repost') ?? false,
    bookmarked: viewer.bookmarked === true,
  };
}

const viewerOf = (view: JsonObject): JsonObject => (isObject(view.viewer) ? view.viewer : {});
const textOr = (uri: string | false): string | undefined => (uri === false ? undefined : uri);
const isThere = (uri: unknown): boolean => typeof uri === 'string';

/** What still blocks once the block itself is gone. */
const listBlock = ({ blocking, blockingByList }: JsonObject): unknown =>
  isObject(blockingByList) && atUriParts(blocking)?.collection !== 'app.bsky.graph.block'
    ? blocking
    : undefined;

/** A number that somebody counted before, by one more or less where that is what was done since. */
function counted(
  view: JsonObject,
  member: string,
  wasOn: boolean,
  now: string | boolean | undefined,
): JsonObject {
  const count = numberOf(view[member]);
  if (count === undefined || now === undefined) return {};
  return { [member]: Math.max(0, count + Number(now !== false) - Number(wasOn)) };
}
