import { say } from '../text/sentence.js';
import type { AppView, RawPage, Relationship, Titled } from './appview.js';
import { memberText } from './calls/json-scan.js';
import { type RawItem, rawItemFromText } from './calls/raw-items.js';
import {
  anything,
  flag,
  list,
  maybe,
  number,
  object,
  openObject,
  type Reader,
  text,
  Unusable,
} from './calls/reader.js';
import type { Reply } from './calls/reply.js';
import type { Xrpc } from './calls/xrpc.js';
import type { QueryParams } from './calls/xrpc-methods.js';
import { hasNotShown } from './only-signed-in.js';

/** The most that the lists of app.bsky.* give in one page. */
const PAGE_ROWS = 100;

/** The most actors that one getProfiles takes. */
const ACTORS_PER_CALL = 25;

/** How many accounts are offered while one types. */
const FOUND_ACTORS = 10;

/** How many feeds are asked for at once: the lexicon names no limit, an address of a call has one. */
const FEEDS_PER_CALL = 25;

/** How many labelers are asked for at once: the lexicon names no limit, and their definitions are long. */
const LABELERS_PER_CALL = 10;

/** The most labels that one queryLabels gives. */
const LABELS_PER_CALL = 250;

/** The most accounts that one getRelationships takes. */
const OTHERS_PER_CALL = 30;

/** `app.bsky.actor.defs#profileViewDetailed`; what it does not name is read where it is shown. */
const readProfile = openObject(
  { did: text },
  {
    handle: text,
    displayName: text,
    description: text,
    pronouns: text,
    website: text,
    avatar: text,
    banner: text,
    createdAt: text,
    indexedAt: text,
    followersCount: number,
    followsCount: number,
    postsCount: number,
    labels: list(anything),
    viewer: openObject({}, {}),
  },
);

const readPerson = openObject({ did: text }, { handle: text, displayName: text });

const readFollows = object({ did: text }, { following: text, followedBy: text });
const readWholeFollows = object({ following: maybe(text), followedBy: maybe(text) });

/** `app.bsky.graph.defs#notFoundActor`: of an account that is not known no follow is, which is an answer too. */
const readNotFound = object({ actor: text, notFound: flag });

const readRelationship: Reader<Relationship> = (value) => {
  const unknown = readNotFound(value);
  if (!(unknown instanceof Unusable) && unknown.notFound) {
    return { did: unknown.actor, following: undefined, followedBy: undefined, isWhole: true };
  }
  const read = readFollows(value);
  if (read instanceof Unusable) return read;
  const { did, following, followedBy } = read;
  return { did, following, followedBy, isWhole: !(readWholeFollows(value) instanceof Unusable) };
};

const readFeed = titled(object({ uri: text, displayName: text }), ({ displayName }) => displayName);
const readList = titled(object({ uri: text, name: text }), ({ name }) => name);
const readCreator = object({}, { creator: object({}, { handle: text }) });

/** An AppView of Bluesky over XRPC: without sign-in as it is, signed in with an `Xrpc` that goes through the own PDS. */
export function createAppView(xrpc: Xrpc): AppView {
  return {
    async getProfile(actor, options) {
      return (await xrpc.query('app.bsky.actor.getProfile', { actor }, options)).read(readProfile);
    },

    async getProfiles(actors, options) {
      return await inBatches(actors, ACTORS_PER_CALL, async (some) => {
        const reply = await xrpc.query('app.bsky.actor.getProfiles', { actors: some }, options);
        return reply.read(object({ profiles: list(readProfile) })).profiles;
      });
    },

    async findActors(text, options) {
      const params = { q: text, limit: FOUND_ACTORS };
      const reply = await xrpc.query('app.bsky.actor.searchActorsTypeahead', params, options);
      return reply.read(object({ actors: list(readPerson) })).actors;
    },

    getFollowers(actor, cursor, options) {
      return this.page('app.bsky.graph.getFollowers', 'followers', { actor }, cursor, options);
    },

    getLikes(uri, cursor, options) {
      return this.page('app.bsky.feed.getLikes', 'likes', { uri }, cursor, options);
    },

    async page(name, member, params, cursor, options) {
      const paged = { ...params, limit: options?.limit ?? PAGE_ROWS, cursor } as unknown as QueryParams<
        typeof name
      >;
      return pageOf(await xrpc.query(name, paged, options), member);
    },

    ask: (name, params, options) => xrpc.query(name, params, options),

    async getPosts(uris, options) {
      return (await xrpc.query('app.bsky.feed.getPosts', { uris }, options)).page('posts').items;
    },

    async getPostThread(uri, depth, options) {
      const params = { uri, depth, parentHeight: 0 };
      const reply = await xrpc.query('app.bsky.feed.getPostThread', params, options);
      const thread = memberText(reply.item('thread').text(), 'thread');
      return rawItemFromText(thread ?? 'null');
    },

    async getStarterPack(uri, options) {
      const reply = await xrpc.query('app.bsky.graph.getStarterPack', { starterPack: uri }, options);
      return rawItemFromText(memberText(reply.item('starterPack').text(), 'starterPack') ?? 'null');
    },

    async getRelationships(actor, others, options) {
      return await inBatches(others, OTHERS_PER_CALL, async (some) => {
        const params = { actor, others: some };
        const reply = await xrpc.query('app.bsky.graph.getRelationships', params, options);
        return reply.read(object({ relationships: list(readRelationship) })).relationships;
      });
    },

    async getFeedGenerators(uris, options) {
      return await inBatches(uris, FEEDS_PER_CALL, async (some) => {
        const reply = await xrpc.query('app.bsky.feed.getFeedGenerators', { feeds: some }, options);
        return reply.read(object({ feeds: list(readFeed) })).feeds;
      });
    },

    async getLabelers(dids, options) {
      return await inBatches(dids, LABELERS_PER_CALL, async (some) => {
        const params = { dids: some, detailed: true };
        return itemsOf((await xrpc.query('app.bsky.labeler.getServices', params, options)).page('views'));
      });
    },

    async queryLabels(uris, sources, options) {
      const params = { uriPatterns: uris, sources, limit: LABELS_PER_CALL };
      return itemsOf((await xrpc.query('com.atproto.label.queryLabels', params, options)).page('labels'));
    },

    async getList(uri, options) {
      const reply = await xrpc.query('app.bsky.graph.getList', { list: uri, limit: 1 }, options);
      return reply.read(object({ list: readList })).list;
    },
  };
}

/** A page, which says so where some of it is only for who is signed in. */
function pageOf(reply: Reply, member: string): RawPage {
  const { items, cursor } = reply.page(member);
  if (!hasNotShown(reply.bytes)) return { items, cursor };
  const { length, note = ONLY_SIGNED_IN_NOTE } = items;
  return { items: { length, at: (index) => items.at(index), note }, cursor };
}

const ONLY_SIGNED_IN_NOTE = say`Some accounts ask apps to show them only to who is signed in: {key:account.sign-in} signs in.`;

const itemsOf = ({ items }: Pick<RawPage, 'items'>): readonly RawItem[] =>
  Array.from({ length: items.length }, (_, index) => items.at(index) ?? []).flat();

/** All that `ask` answers for the items, so many of them in one call and all calls at the same time. */
async function inBatches<Item, Answer>(
  items: readonly Item[],
  size: number,
  ask: (some: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  const batches: Promise<readonly Answer[]>[] = [];
  for (let start = 0; start < items.length; start += size) {
    batches.push(ask(items.slice(start, start + size)));
  }
  return (await Promise.all(batches)).flat();
}

/** What a feed or a list is called, which its view has under a name of its own. */
function titled<View extends { readonly uri: string }>(
  read: Reader<View>,
  titleOf: (view: View) => string,
): Reader<Titled> {
  return (value) => {
    const view = read(value);
    if (view instanceof Unusable) return view;
    const named = readCreator(value);
    const handle = named instanceof Unusable ? undefined : named.creator?.handle;
    return { uri: view.uri, title: titleOf(view), handle };
  };
}
