import type { LinkSource } from '../../atproto/backlinks/link-source.js';

/** A kind of link that has a name. */
export interface NamedLink {
  readonly source: LinkSource;
  /** What the records are to what they link to: `likes`. */
  readonly words: string;
  /** Told even where there is none. */
  readonly always?: true | undefined;
  /** The path to what else its records link to, which is what one wants to see of them. */
  readonly to?: string | undefined;
  /** What of an AppView's view of the target counts the same; `accounts` where it counts each account once. */
  readonly counted?:
    | { readonly member: string; readonly of: 'records' | 'accounts'; readonly with?: LinkSource }
    | undefined;
}

const POST = 'app.bsky.feed.post';
const SHOWN: NamedLink = { source: `${POST}:embed.record.uri`, words: 'posts that show it' };
const STARTED: NamedLink = {
  source: 'app.bsky.graph.starterpack:list',
  words: 'starter packs of it',
};

const ACCOUNT: readonly NamedLink[] = [
  {
    source: 'app.bsky.graph.follow:subject',
    words: 'followers',
    always: true,
    counted: { member: 'followersCount', of: 'accounts' },
  },
  {
    source: `${POST}:facets[].features[app.bsky.richtext.facet#mention].did`,
    words: 'mentions in posts',
    always: true,
  },
  {
    source: 'app.bsky.graph.listitem:subject',
    words: 'lists they stand on',
    always: true,
    to: 'list',
  },
  { source: 'app.bsky.graph.block:subject', words: 'blocked by', always: true },
  { source: 'app.bsky.graph.verification:subject', words: 'verified by' },
];

const WEB: readonly NamedLink[] = [
  { source: `${POST}:embed.external.uri`, words: 'posts with a card of it', always: true },
  {
    source: `${POST}:facets[].features[app.bsky.richtext.facet#link].uri`,
    words: 'posts with a link to it',
    always: true,
  },
  { source: 'app.bsky.actor.profile:website', words: 'profiles with it as website' },
];

/** By the collection of a record that is linked to. */
const RECORDS: Readonly<Record<string, readonly NamedLink[]>> = {
  [POST]: [
    {
      source: 'app.bsky.feed.like:subject.uri',
      words: 'likes',
      always: true,
      counted: { member: 'likeCount', of: 'accounts' },
    },
    {
      source: 'app.bsky.feed.repost:subject.uri',
      words: 'reposts',
      always: true,
      counted: { member: 'repostCount', of: 'accounts' },
    },
    {
      source: `${POST}:embed.record.uri`,
      words: 'quotes',
      always: true,
      counted: { member: 'quoteCount', of: 'records', with: `${POST}:embed.record.record.uri` },
    },
    { source: `${POST}:embed.record.record.uri`, words: 'quotes with pictures or a link' },
    {
      source: 'app.bsky.feed.post:reply.parent.uri',
      words: 'replies',
      always: true,
      counted: { member: 'replyCount', of: 'records' },
    },
    { source: 'app.bsky.feed.post:reply.root.uri', words: 'posts of its thread' },
    { source: 'app.bsky.feed.threadgate:post', words: 'who may reply' },
    { source: 'app.bsky.feed.postgate:post', words: 'who may quote' },
  ],
  'app.bsky.graph.list': [
    {
      source: 'app.bsky.graph.listitem:list',
      words: 'members',
      always: true,
      counted: { member: 'listItemCount', of: 'records' },
    },
    { source: 'app.bsky.graph.listblock:subject', words: 'subscribers who block', always: true },
    STARTED,
    SHOWN,
  ],
  'app.bsky.feed.generator': [
    {
      source: 'app.bsky.feed.like:subject.uri',
      words: 'likes',
      always: true,
      counted: { member: 'likeCount', of: 'accounts' },
    },
    { source: 'app.bsky.graph.starterpack:feeds[].uri', words: 'starter packs with it' },
    SHOWN,
  ],
  'app.bsky.graph.starterpack': [
    {
      source: 'app.bsky.actor.profile:joinedViaStarterPack.uri',
      words: 'accounts that joined by it',
      always: true,
    },
    { source: 'app.bsky.graph.follow:via.uri', words: 'follows by way of it' },
    SHOWN,
  ],
  'app.bsky.feed.repost': [
    { source: 'app.bsky.feed.like:via.uri', words: 'likes by way of it' },
    { source: 'app.bsky.feed.repost:via.uri', words: 'reposts by way of it' },
  ],
  'app.bsky.labeler.service': [
    {
      source: 'app.bsky.feed.like:subject.uri',
      words: 'likes',
      always: true,
      counted: { member: 'likeCount', of: 'accounts' },
    },
  ],
};

/** The links that have a name, of what is linked to: an account, a record of a collection, or a web address. */
export function namedLinks(
  target: 'account' | 'web' | { readonly collection: string },
): readonly NamedLink[] {
  if (target === 'account') return ACCOUNT;
  if (target === 'web') return WEB;
  return Object.hasOwn(RECORDS, target.collection) ? (RECORDS[target.collection] ?? []) : [];
}
