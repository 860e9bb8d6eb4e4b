import type { OwnMember } from '../../lenses/own-state.js';

/** What one does with others, one at a time. */
export type ActId =
  | 'follow'
  | 'unfollow'
  | 'block'
  | 'unblock'
  | 'mute'
  | 'unmute'
  | 'like'
  | 'unlike'
  | 'repost'
  | 'unrepost'
  | 'bookmark'
  | 'unbookmark'
  | 'block-list'
  | 'unblock-list'
  | 'mute-list'
  | 'unmute-list'
  | 'add-to-list'
  | 'remove-from-list';

/** How it is done: a record of one's own is made or deleted, or a procedure is called that has an opposite. */
export type ActWay =
  | { readonly kind: 'record'; readonly collection: string }
  | { readonly kind: 'procedure'; readonly on: string; readonly off: string };

/** Words for it, with what it is done to in place of `{}`, and one's list in place of `{list}`. */
interface ActWords {
  /** `follow @bob.test`. */
  readonly title: string;
  /** Once it is done, for the undo journal: `followed @bob.test`. */
  readonly past: string;
  /** `You follow @bob.test now.` */
  readonly done: string;
  /** It was so before. */
  readonly already: string;
  /** It could not be done: what is still so. */
  readonly failed: string;
}

export interface Act extends ActWords {
  readonly id: ActId;
  readonly of: 'account' | 'post' | 'list' | 'membership';
  readonly member: OwnMember;
  /** What it makes of that. */
  readonly makes: boolean;
  readonly opposite: ActId;
  readonly way: ActWay;
  /** What is asked before it is done; undefined: it is done at once. */
  readonly asks?: { readonly question: string; readonly means: string } | undefined;
}

const record = (collection: string): ActWay => ({ kind: 'record', collection });
const procedure = (on: string, off: string): ActWay => ({ kind: 'procedure', on, off });

const FOLLOW = { of: 'account', member: 'following', way: record('app.bsky.graph.follow') } as const;
const BLOCK = { of: 'account', member: 'blocking', way: record('app.bsky.graph.block') } as const;
const MUTE = {
  of: 'account',
  member: 'muted',
  way: procedure('app.bsky.graph.muteActor', 'app.bsky.graph.unmuteActor'),
} as const;
const LIKE = { of: 'post', member: 'like', way: record('app.bsky.feed.like') } as const;
const REPOST = { of: 'post', member: 'repost', way: record('app.bsky.feed.repost') } as const;
const BOOKMARK = {
  of: 'post',
  member: 'bookmarked',
  way: procedure('app.bsky.bookmark.createBookmark', 'app.bsky.bookmark.deleteBookmark'),
} as const;
const BLOCK_LIST = { of: 'list', member: 'blocked', way: record('app.bsky.graph.listblock') } as const;
const MUTE_LIST = {
  of: 'list',
  member: 'muted',
  way: procedure('app.bsky.graph.muteActorList', 'app.bsky.graph.unmuteActorList'),
} as const;
const LISTED = { of: 'membership', member: 'listed', way: record('app.bsky.graph.listitem') } as const;

/** All of them, in the order in which they are offered. */
export const ACTS: Readonly<Record<ActId, Act>> = {
  follow: {
    ...FOLLOW,
    id: 'follow',
    opposite: 'unfollow',
    makes: true,
    title: 'follow {}',
    past: 'followed {}',
    done: 'You follow {} now.',
    already: 'You follow {} already.',
    failed: '{} is not followed.',
  },
  unfollow: {
    ...FOLLOW,
    id: 'unfollow',
    opposite: 'follow',
    makes: false,
    title: 'unfollow {}',
    past: 'unfollowed {}',
    done: 'You do not follow {} any more.',
    already: 'You do not follow {}.',
    failed: '{} is still followed.',
  },
  like: {
    ...LIKE,
    id: 'like',
    opposite: 'unlike',
    makes: true,
    title: 'like {}',
    past: 'liked {}',
    done: 'You like {} now.',
    already: 'You like {} already.',
    failed: '{} is not liked.',
  },
  unlike: {
    ...LIKE,
    id: 'unlike',
    opposite: 'like',
    makes: false,
    title: 'take back your like of {}',
    past: 'took back the like of {}',
    done: 'You do not like {} any more.',
    already: 'You do not like {}.',
    failed: '{} is still liked.',
  },
  repost: {
    ...REPOST,
    id: 'repost',
    opposite: 'unrepost',
    makes: true,
    title: 'repost {}',
    past: 'reposted {}',
    done: 'You reposted {}.',
    already: 'You reposted {} already.',
    failed: '{} is not reposted.',
  },
  unrepost: {
    ...REPOST,
    id: 'unrepost',
    opposite: 'repost',
    makes: false,
    title: 'take back your repost of {}',
    past: 'took back the repost of {}',
    done: 'Your repost of {} is gone.',
    already: 'You did not repost {}.',
    failed: '{} is still reposted.',
  },
  bookmark: {
    ...BOOKMARK,
    id: 'bookmark',
    opposite: 'unbookmark',
    makes: true,
    title: 'bookmark {}',
    past: 'bookmarked {}',
    done: 'You bookmarked {}: nobody else sees that.',
    already: 'You bookmarked {} already.',
    failed: '{} is not bookmarked.',
  },
  unbookmark: {
    ...BOOKMARK,
    id: 'unbookmark',
    opposite: 'bookmark',
    makes: false,
    title: 'take {} off your bookmarks',
    past: 'took {} off the bookmarks',
    done: '{} is not among your bookmarks any more.',
    already: '{} is not among your bookmarks.',
    failed: '{} is still bookmarked.',
  },
  mute: {
    ...MUTE,
    id: 'mute',
    opposite: 'unmute',
    makes: true,
    asks: { question: 'Mute {}?', means: 'apps show you nothing of it; nobody is told' },
    title: 'mute {}',
    past: 'muted {}',
    done: 'You mute {} now.',
    already: 'You mute {} already.',
    failed: '{} is not muted.',
  },
  unmute: {
    ...MUTE,
    id: 'unmute',
    opposite: 'mute',
    makes: false,
    title: 'unmute {}',
    past: 'unmuted {}',
    done: 'You do not mute {} any more.',
    already: 'You do not mute {}.',
    failed: '{} is still muted.',
  },
  block: {
    ...BLOCK,
    id: 'block',
    opposite: 'unblock',
    makes: true,
    asks: { question: 'Block {}?', means: 'neither sees the other in apps; everybody can see the block' },
    title: 'block {}',
    past: 'blocked {}',
    done: 'You block {} now.',
    already: 'You block {} already.',
    failed: '{} is not blocked.',
  },
  unblock: {
    ...BLOCK,
    id: 'unblock',
    opposite: 'block',
    makes: false,
    title: 'unblock {}',
    past: 'unblocked {}',
    done: 'You do not block {} any more.',
    already: 'You do not block {}.',
    failed: '{} is still blocked.',
  },
  'mute-list': {
    ...MUTE_LIST,
    id: 'mute-list',
    opposite: 'unmute-list',
    makes: true,
    asks: { question: 'Mute all on {}?', means: 'whoever is put on it later, too; nobody is told' },
    title: 'mute all on {}',
    past: 'muted all on {}',
    done: 'You mute all on {} now.',
    already: 'You mute all on {} already.',
    failed: 'Those on {} are not muted.',
  },
  'unmute-list': {
    ...MUTE_LIST,
    id: 'unmute-list',
    opposite: 'mute-list',
    makes: false,
    asks: { question: 'Unmute all on {}?', means: 'whom you mute by themselves stay muted' },
    title: 'unmute all on {}',
    past: 'unmuted all on {}',
    done: 'You do not mute those on {} any more.',
    already: 'You do not mute those on {}.',
    failed: 'Those on {} are still muted.',
  },
  'block-list': {
    ...BLOCK_LIST,
    id: 'block-list',
    opposite: 'unblock-list',
    makes: true,
    asks: {
      question: 'Block all on {}?',
      means: 'whoever is put on it later, too; everybody can see the block',
    },
    title: 'block all on {}',
    past: 'blocked all on {}',
    done: 'You block all on {} now.',
    already: 'You block all on {} already.',
    failed: 'Those on {} are not blocked.',
  },
  'unblock-list': {
    ...BLOCK_LIST,
    id: 'unblock-list',
    opposite: 'block-list',
    makes: false,
    asks: { question: 'Unblock all on {}?', means: 'whom you block by themselves stay blocked' },
    title: 'unblock all on {}',
    past: 'unblocked all on {}',
    done: 'You do not block those on {} any more.',
    already: 'You do not block those on {}.',
    failed: 'Those on {} are still blocked.',
  },
  'add-to-list': {
    ...LISTED,
    id: 'add-to-list',
    opposite: 'remove-from-list',
    makes: true,
    title: 'put {} on {list}',
    past: 'put {} on {list}',
    done: '{} stands on {list} now.',
    already: '{} stands on {list} already.',
    failed: '{} was not put on {list}.',
  },
  'remove-from-list': {
    ...LISTED,
    id: 'remove-from-list',
    opposite: 'add-to-list',
    makes: false,
    title: 'take {} off {list}',
    past: 'took {} off {list}',
    done: '{} does not stand on {list} any more.',
    already: '{} does not stand on {list}.',
    failed: '{} is still on {list}.',
  },
};
