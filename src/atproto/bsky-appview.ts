import type { AppView, ProfileDetailed, RawPage, Relationship, Titled } from './appview.js';
import type { CallOptions } from './calls/call-options.js';
import type { Reply, Shape } from './calls/reply.js';
import type { Xrpc } from './calls/xrpc.js';

/** The most that the lists of app.bsky.* give in one page. */
const PAGE = 100;

/** The most actors that one getProfiles takes. */
const ACTORS = 25;

/** How many feeds are asked for at once: the lexicon names no limit, an address of a call has one. */
const FEEDS = 25;

/** The most accounts that one getRelationships takes. */
const OTHERS = 30;

/** What the rest of the program reads of a profile, so that no field of another type gets further than here. */
const PROFILE: Shape = {
  did: 'string!',
  handle: 'string!',
  displayName: 'string',
  description: 'string',
  pronouns: 'string',
  website: 'string',
  avatar: 'string',
  banner: 'string',
  createdAt: 'string',
  indexedAt: 'string',
  followersCount: 'number',
  followsCount: 'number',
  postsCount: 'number',
  labels: 'array',
};

/** An AppView of Bluesky over XRPC: without sign-in as it is, signed in with an `Xrpc` that goes through the own PDS. */
export function createAppView(xrpc: Xrpc): AppView {
  async function profiles(actors: readonly string[], options?: CallOptions): Promise<ProfileDetailed[]> {
    const reply = await xrpc.query('app.bsky.actor.getProfiles', { actors }, options);
    const { profiles: found } = reply.object({ profiles: 'array!' });
    return (found as unknown[]).map((profile) => asProfile(reply, profile, 'a profile'));
  }

  async function relationships(
    actor: string,
    others: readonly string[],
    options?: CallOptions,
  ): Promise<Relationship[]> {
    const params = {
      actor,
      others,
    };
    const reply = await xrpc.query('app.bsky.graph.getRelationships', params, options);
    const { relationships: found } = reply.object({ relationships: 'array!' });
    return (found as unknown[])
      .map((one) => reply.fitting(one, { notFound: 'boolean' }, 'a relationship'))
      .filter(({ notFound }) => notFound !== true)
      .map((one) => asRelationship(reply, one));
  }

  async function feeds(uris: readonly string[], options?: CallOptions): Promise<Titled[]> {
    const params = { feeds: uris };
    const reply = await xrpc.query('app.bsky.feed.getFeedGenerators', params, options);
    const { feeds: found } = reply.object({ feeds: 'array!' });
    return (found as unknown[]).map((feed) => asTitled(reply, feed, 'displayName', 'a feed'));
  }

  return {
    async getProfile(actor, options) {
      const reply = await xrpc.query('app.bsky.actor.getProfile', { actor }, options);
      return asProfile(reply, reply.json(), 'the answer');
    },

    async getProfiles(actors, options) {
      return await inBatches(actors, ACTORS, (some) => profiles(some, options));
    },

    async getFollowers(actor, cursor, options): Promise<RawPage> {
      const params = { actor, limit: PAGE, cursor };
      return (await xrpc.query('app.bsky.graph.getFollowers', params, options)).page('followers');
    },

    async getFollows(actor, cursor, options): Promise<RawPage> {
      const params = { actor, limit: PAGE, cursor };
      return (await xrpc.query('app.bsky.graph.getFollows', params, options)).page('follows');
    },

    async getLikes(uri, cursor, options): Promise<RawPage> {
      const params = { uri, limit: PAGE, cursor };
      return (await xrpc.query('app.bsky.feed.getLikes', params, options)).page('likes');
    },

    async getPosts(uris, options) {
      const params = { uris: uris };
      return (await xrpc.query('app.bsky.feed.getPosts', params, options)).page('posts').items;
    },

    async getRelationships(actor, others, options) {
      return await inBatches(others, OTHERS, (some) => relationships(actor, some, options));
    },

    async getFeedGenerators(uris, options) {
      return await inBatches(uris, FEEDS, (some) => feeds(some, options));
    },

    async getList(uri, options) {
      const params = { list: uri, limit: 1 };
      const reply = await xrpc.query('app.bsky.graph.getList', params, options);
      return asTitled(reply, reply.fitting(reply.json(), {}, 'the answer').list, 'name', 'the list');
    },
  };
}

/** All that `ask` answers for the items, so many of them in one call and all calls at the same time. */
async function inBatches<Item, Answer>(
  items: readonly Item[],
  size: number,
  ask: (some: readonly Item[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const batches: Promise<Answer[]>[] = [];
  for (let start = 0; start < items.length; start += size) {
    batches.push(ask(items.slice(start, start + size)));
  }
  return (await Promise.all(batches)).flat();
}

/** The one place where the type of a profile is claimed: for the fields that PROFILE names it has been checked. */
function asProfile(reply: Reply, value: unknown, name: string): ProfileDetailed {
  return reply.fitting(value, PROFILE, name) as unknown as ProfileDetailed;
}

function asRelationship(reply: Reply, value: unknown): Relationship {
  const shape = { did: 'string!', following: 'string', followedBy: 'string' } as const;
  const { did, following, followedBy } = reply.fitting(value, shape, 'a relationship');
  return {
    did: did as string,
    following: following as string | undefined,
    followedBy: followedBy as string | undefined,
  };
}

function asTitled(reply: Reply, value: unknown, member: 'name' | 'displayName', name: string): Titled {
  const view = reply.fitting(value, { uri: 'string!', [member]: 'string!' }, name);
  const creator = reply.fitting(view.creator ?? {}, { handle: 'string' }, `the creator of ${name}`);
  return {
    uri: view.uri as string,
    title: view[member] as string,
    handle: creator.handle as string | undefined,
  };
}
