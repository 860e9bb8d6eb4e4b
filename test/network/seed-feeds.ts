import type { Author, StrongRef } from './author.js';
import { dated, moment } from './moments.js';
import type { LocalNetwork } from './network.js';

/** What `curator.test` keeps: lists, feeds, a starter pack. All are at:// URIs. */
export interface SeedFeeds {
  /** A feed whose generator answers, with `posts` of the painter's and of the thread, in this order. */
  readonly feed: string;
  readonly posts: readonly string[];
  /** A feed whose generator is gone. */
  readonly deadFeed: string;
  /** A list of people whose posts can be read. */
  readonly list: string;
  readonly members: readonly string[];
  /** A list of people to be muted. */
  readonly modlist: string;
  readonly pack: string;
  readonly packPeople: readonly string[];
}

type AtUri = `at://did:${string}:${string}/app.bsky.feed.post/${string}`;

const LIST = 'app.bsky.graph.list';

/** Has the curator make them, of members by their DIDs and posts by their at:// URIs. */
export async function seedFeeds(
  network: Pick<LocalNetwork, 'addFeedGenerator'>,
  curator: Author,
  { members, muted, posts }: { members: readonly string[]; muted: string; posts: readonly StrongRef[] },
): Promise<SeedFeeds> {
  const uri = (collection: string, rkey: string) => `at://${curator.did}/${collection}/${rkey}`;
  const feed = uri('app.bsky.feed.generator', 'spring');
  const [alive, dead] = await Promise.all([
    network.addFeedGenerator({
      [feed]: async ({ params }) => {
        const from = Number(params.cursor ?? 0);
        const until = from + Number(params.limit);
        const page = posts.slice(from, until);
        return {
          encoding: 'application/json',
          body: {
            feed: page.map(({ uri }) => ({ post: uri as AtUri })),
            ...(until < posts.length && { cursor: String(until) }),
          },
        };
      },
    }),
    network.addFeedGenerator({}),
  ]);
  await dead.close();
  const list = dated(34_000, LIST, {
    name: 'Painters and planters',
    purpose: 'app.bsky.graph.defs#curatelist',
    description: 'People with something to show.',
  });
  const modlist = dated(34_001, LIST, {
    name: 'Too loud',
    purpose: 'app.bsky.graph.defs#modlist',
    description: 'To be muted.',
  });
  const packList = dated(34_002, LIST, {
    name: 'People of the pack',
    purpose: 'app.bsky.graph.defs#referencelist',
  });
  const member = (at: number, { rkey }: { rkey: string }, subject: string) =>
    dated(at, 'app.bsky.graph.listitem', { list: uri(LIST, rkey), subject });
  const packPeople = members.slice(0, 3);
  const deadFeed = uri('app.bsky.feed.generator', 'gone');
  const generator = (rkey: string, did: string, displayName: string, description: string) => ({
    collection: 'app.bsky.feed.generator',
    rkey,
    value: { did, displayName, description, createdAt: moment(34_020) },
  });
  const pack = dated(34_030, 'app.bsky.graph.starterpack', {
    name: 'Spring for beginners',
    description: 'Three people and two feeds.',
    list: uri(LIST, packList.rkey),
    feeds: [{ uri: feed }, { uri: deadFeed }],
  });
  await curator.write([
    list,
    modlist,
    packList,
    ...members.map((did, i) => member(34_003 + i, list, did)),
    member(34_010, modlist, muted),
    ...packPeople.map((did, i) => member(34_011 + i, packList, did)),
    generator('spring', alive.did, 'Spring', 'What was painted and planted.'),
    generator('gone', dead.did, 'Gone', 'Its generator does not answer any more.'),
    pack,
  ]);
  return {
    feed,
    posts: posts.map((post) => post.uri),
    deadFeed,
    list: uri(LIST, list.rkey),
    members,
    modlist: uri(LIST, modlist.rkey),
    pack: uri(pack.collection, pack.rkey),
    packPeople,
  };
}
