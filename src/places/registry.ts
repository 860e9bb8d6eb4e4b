import type { Address, Addresses } from './addresses.js';
import { account } from './kinds/account.js';
import { activity } from './kinds/activity.js';
import { archive } from './kinds/archive.js';
import { archiveActivity } from './kinds/archive-activity.js';
import { archiveBlob } from './kinds/archive-blob.js';
import { archiveBlobs } from './kinds/archive-blobs.js';
import { archiveChanges } from './kinds/archive-changes.js';
import { archiveCollection } from './kinds/archive-collection.js';
import { archiveDay } from './kinds/archive-day.js';
import { archiveProblems } from './kinds/archive-problems.js';
import { archiveRecord } from './kinds/archive-record.js';
import { archiveSearch } from './kinds/archive-search.js';
import { archiveTree } from './kinds/archive-tree.js';
import { archives } from './kinds/archives.js';
import { authorFeed } from './kinds/author-feed.js';
import { blob } from './kinds/blob.js';
import { blobs } from './kinds/blobs.js';
import { blocks } from './kinds/blocks.js';
import { collection } from './kinds/collection.js';
import { feedPosts } from './kinds/feed-posts.js';
import { feeds } from './kinds/feeds.js';
import { followers } from './kinds/followers.js';
import { follows } from './kinds/follows.js';
import { history } from './kinds/history.js';
import { host } from './kinds/host.js';
import { hosts } from './kinds/hosts.js';
import { identity } from './kinds/identity.js';
import { known } from './kinds/known.js';
import { labeler } from './kinds/labeler.js';
import { labels } from './kinds/labels.js';
import { labelsBy } from './kinds/labels-by.js';
import { lexicon } from './kinds/lexicon.js';
import { lexiconRepos } from './kinds/lexicon-repos.js';
import { likes } from './kinds/likes.js';
import { links } from './kinds/links.js';
import { linksTo } from './kinds/links-to.js';
import { lists } from './kinds/lists.js';
import { log } from './kinds/log.js';
import { members } from './kinds/members.js';
import { memberships } from './kinds/memberships.js';
import { mutes } from './kinds/mutes.js';
import { notifications } from './kinds/notifications.js';
import { packs } from './kinds/packs.js';
import { people } from './kinds/people.js';
import { postSearch } from './kinds/post-search.js';
import { preferences } from './kinds/preferences.js';
import { proof } from './kinds/proof.js';
import { quotes } from './kinds/quotes.js';
import { record } from './kinds/record.js';
import { relays } from './kinds/relays.js';
import { replies } from './kinds/replies.js';
import { repos } from './kinds/repos.js';
import { reposts } from './kinds/reposts.js';
import { thread } from './kinds/thread.js';
import { timeline } from './kinds/timeline.js';
import { xrpc } from './kinds/xrpc.js';
import type { PlaceKind } from './place-kind.js';

/**
 * Every kind of place, in the order in which the help tells how to get there. The type asks for a line for each kind that declares its
 * addresses: whoever adds one cannot forget it.
 */
const registry: { readonly [Name in keyof Addresses]: PlaceKind<Addresses[Name]> } = {
  identity,
  log,
  relays,
  labels,
  labeler,
  labelsBy,
  links,
  linksTo,
  followers,
  follows,
  known,
  authorFeed,
  thread,
  likes,
  reposts,
  quotes,
  replies,
  proof,
  blobs,
  blob,
  lists,
  memberships,
  members,
  feeds,
  feedPosts,
  packs,
  timeline,
  notifications,
  blocks,
  mutes,
  people,
  postSearch,
  history,
  activity,
  preferences,
  host,
  repos,
  hosts,
  xrpc,
  lexiconRepos,
  repo: account,
  collection,
  record,
  lexicon,
  archives,
  archive,
  archiveCollection,
  archiveRecord,
  archiveBlobs,
  archiveBlob,
  archiveSearch,
  archiveChanges,
  archiveProblems,
  archiveActivity,
  archiveDay,
  archiveTree,
};

export const placeKinds: readonly PlaceKind<Address>[] = Object.values(registry);
