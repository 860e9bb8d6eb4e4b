import type { BrowserLevel, SessionAccess } from '../session.js';

/**
 * What atscope asks the AppView as who is signed in, beside the preferences, which the PDS keeps: views differ by who looks. A method
 * that is missing here is asked as nobody, or is refused with its name.
 */
const READ_METHODS = [
  'actor.getPreferences',
  'actor.getProfile',
  'actor.getProfiles',
  'actor.searchActors',
  'actor.searchActorsTypeahead',
  'bookmark.getBookmarks',
  'feed.getActorFeeds',
  'feed.getActorLikes',
  'feed.getAuthorFeed',
  'feed.getFeed',
  'feed.getFeedGenerators',
  'feed.getLikes',
  'feed.getListFeed',
  'feed.getPostThread',
  'feed.getPosts',
  'feed.getQuotes',
  'feed.getRepostedBy',
  'feed.getTimeline',
  'feed.searchPosts',
  'graph.getActorStarterPacks',
  'graph.getBlocks',
  'graph.getFollowers',
  'graph.getFollows',
  'graph.getKnownFollowers',
  'graph.getList',
  'graph.getListBlocks',
  'graph.getListMutes',
  'graph.getLists',
  'graph.getListsWithMembership',
  'graph.getMutes',
  'graph.getRelationships',
  'graph.getStarterPack',
  'graph.getStarterPacksWithMembership',
  'labeler.getServices',
  'notification.getUnreadCount',
  'notification.listNotifications',
  'unspecced.getPostThreadOtherV2',
  'unspecced.getPostThreadV2',
].map((name) => `app.bsky.${name}`);

/** Every server that speaks OAuth knows it, and what it lets through is what an app password lets through, without messages. */
const WRITES = 'transition:generic';

const SCOPES: Readonly<Record<BrowserLevel, readonly string[]>> = {
  // At any AppView: which one the PDS asks is not known before.
  read: ['atproto', `rpc?${READ_METHODS.map((nsid) => `lxm=${nsid}`).join('&')}&aud=*`],
  write: ['atproto', WRITES],
};

/** What a sign-in asks for. */
export const scopesOf = (level: BrowserLevel): readonly string[] => SCOPES[level];

/** What a sign-in may do by what was granted, which may be less than what was asked for. */
export const accessOf = (granted: string): SessionAccess =>
  granted.split(' ').includes(WRITES) ? 'write' : 'read';
