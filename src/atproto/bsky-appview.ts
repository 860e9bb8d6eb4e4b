import type { ActorIdentifier, ResourceUri } from '@atcute/lexicons';
import type { AppView, ProfileDetailed, RawPage } from './appview.js';
import type { Reply, Shape } from './reply.js';
import type { CallOptions } from './repo-source.js';
import type { Xrpc } from './xrpc.js';

/** The most that the lists of app.bsky.* give in one page. */
const PAGE = 100;

/** The most actors that one getProfiles takes. */
const ACTORS = 25;

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
    const reply = await xrpc.query(
      'app.bsky.actor.getProfiles',
      { actors: actors as readonly ActorIdentifier[] as ActorIdentifier[] },
      options,
    );
    const { profiles: found } = reply.object({ profiles: 'array!' });
    return (found as unknown[]).map((profile) => asProfile(reply, profile, 'a profile'));
  }

  return {
    async getProfile(actor, options) {
      const reply = await xrpc.query(
        'app.bsky.actor.getProfile',
        { actor: actor as ActorIdentifier },
        options,
      );
      return asProfile(reply, reply.json(), 'the answer');
    },

    async getProfiles(actors, options) {
      const batches: Promise<ProfileDetailed[]>[] = [];
      for (let start = 0; start < actors.length; start += ACTORS) {
        batches.push(profiles(actors.slice(start, start + ACTORS), options));
      }
      return (await Promise.all(batches)).flat();
    },

    async getFollowers(actor, cursor, options): Promise<RawPage> {
      const params = { actor: actor as ActorIdentifier, limit: PAGE, cursor };
      return (await xrpc.query('app.bsky.graph.getFollowers', params, options)).page('followers');
    },

    async getFollows(actor, cursor, options): Promise<RawPage> {
      const params = { actor: actor as ActorIdentifier, limit: PAGE, cursor };
      return (await xrpc.query('app.bsky.graph.getFollows', params, options)).page('follows');
    },

    async getLikes(uri, cursor, options): Promise<RawPage> {
      const params = { uri: uri as ResourceUri, limit: PAGE, cursor };
      return (await xrpc.query('app.bsky.feed.getLikes', params, options)).page('likes');
    },

    async getPosts(uris, options) {
      const params = { uris: [...uris] as ResourceUri[] };
      return (await xrpc.query('app.bsky.feed.getPosts', params, options)).page('posts').items;
    },
  };
}

/** The one place where the type of a profile is claimed: for the fields that PROFILE names it has been checked. */
function asProfile(reply: Reply, value: unknown, name: string): ProfileDetailed {
  return reply.fitting(value, PROFILE, name) as unknown as ProfileDetailed;
}
