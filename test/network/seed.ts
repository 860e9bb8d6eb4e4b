import { type Author, type Blob, type NewRecord, type StrongRef, signUp } from './author.js';
import { GARDEN_LEXICONS } from './garden-lexicons.js';
import { dated, moment, momentKey } from './moments.js';
import type { PdsNetwork } from './network.js';
import { png } from './png.js';
import { NAMED_ACCOUNTS } from './seed-accounts.js';
import { aliceGraph, SINGLE_RECORDS } from './seed-graph.js';
import { oddities } from './seed-oddities.js';
import { ALICE_POSTS, alicePost, POPULAR_POST, postKind, refersToOthers } from './seed-posts.js';

const FOLLOWERS = 130;
const FOLLOWS = 60;
const LIKES = 120;

export interface SeedAccount {
  readonly did: string;
  readonly handle: string;
  /** Only the named accounts have one. */
  readonly password?: string | undefined;
}

export interface Follower extends SeedAccount {
  /** Record key of the follow in the follower's repository. */
  readonly followKey: string;
}

/** What the seed wrote, for tests to compare with. It is the same in each run, but for DIDs and CIDs. */
export interface Seed {
  readonly alice: SeedAccount;
  /** By name: `alice`, `bob`, … (see `seed-accounts.ts`), and `moved` (see `seed-moved.ts`). */
  readonly accounts: Readonly<Record<string, SeedAccount>>;
  /** Records in alice's repository, by collection. */
  readonly counts: Readonly<Record<string, number>>;
  /** Those who follow alice, and those whom she follows: the newest first, as the AppView lists them. */
  readonly followers: readonly Follower[];
  readonly follows: readonly SeedAccount[];
  /** Alice's posts, the newest first. */
  readonly posts: readonly StrongRef[];
  /** A post of alice's that all her followers like, which is more than a page; `likers` newest first. */
  readonly popular: StrongRef & { readonly likers: readonly SeedAccount[] };
  /** Alice blocks this one. */
  readonly blocked: SeedAccount;
  /** at:// URIs of single records of alice's. */
  readonly records: Readonly<Record<keyof typeof SINGLE_RECORDS, string>>;
}

export type SeedStep = 'accounts' | 'neighbours' | 'alice' | 'followers' | 'indexing';
export type OnSeedProgress = (step: SeedStep, done: number, total: number) => void;

/**
 * Fills a network with the accounts and records that the tests and the demo look at, and waits until all is indexed.
 * `authors`, by name, can go on writing.
 */
export async function seed(
  network: Pick<PdsNetwork, 'pds' | 'processAll'>,
  { onProgress = () => {} }: { onProgress?: OnSeedProgress | undefined } = {},
): Promise<{ seed: Seed; authors: ReadonlyMap<string, Author> }> {
  const named = NAMED_ACCOUNTS.map(({ name }) => name);
  const followingNames = NAMED_ACCOUNTS.filter(({ follows }) => follows).map(({ name }) => name);
  const readerNames = Array.from(
    { length: FOLLOWERS - followingNames.length },
    (_, i) => `reader${String(i + 1).padStart(3, '0')}`,
  );
  const authors = await signUpAll(network.pds, named, readerNames, onProgress);
  const author = (name: string) => authors.get(name)!;

  const alice = author('alice');
  const blocked = author('mallory');
  const others = await writeOthers([...followingNames, 'mallory'].map(author), onProgress);
  await author('gardener').write([profileRecord('gardener'), ...GARDEN_LEXICONS]);
  onProgress('alice', 0, 3);
  const images = await Promise.all(
    Array.from({ length: 8 }, (_, number) => alice.upload(png(number + 1), 'image/png')),
  );
  onProgress('alice', 1, 3);
  const posts = await writePosts(alice, images, author('bob'), others);
  onProgress('alice', 2, 3);
  const popular = posts[POPULAR_POST]!;

  const followers = [...followingNames, ...readerNames].map(author);
  const follows = followers.slice(0, FOLLOWS);
  const records = [
    profileRecord('alice', images[0]),
    ...aliceGraph({ alice: alice.did, follows, blocked, posts, liked: others.slice(0, LIKES), images }),
    ...oddities(moment(12_000)),
  ];
  await alice.write(records);
  onProgress('alice', 3, 3);

  await eightAtOnce(followers, 'followers', onProgress, async (follower, number) => {
    await follower.write([
      ...(number < followingNames.length ? [] : [profileRecord(nameOf(follower))]),
      dated(followedAt(number), 'app.bsky.graph.follow', { subject: alice.did }),
      dated(followedAt(number) + 1, 'app.bsky.feed.like', { subject: popular }),
    ]);
  });

  onProgress('indexing', 0, 1);
  await network.processAll();
  onProgress('indexing', 1, 1);

  const newestFollowers = followers
    .map((follower, number) => ({ ...account(follower), followKey: momentKey(followedAt(number)) }))
    .toReversed();
  return {
    authors,
    seed: {
      alice: account(alice),
      accounts: Object.fromEntries(named.map((name) => [name, account(author(name))])),
      counts: { 'app.bsky.feed.post': posts.length, ...countByCollection(records) },
      followers: newestFollowers,
      follows: follows.map(account).toReversed(),
      posts: posts.toReversed(),
      popular: { ...popular, likers: newestFollowers },
      blocked: account(blocked),
      records: Object.fromEntries(
        Object.entries(SINGLE_RECORDS).map(([name, { collection, rkey }]) => [
          name,
          `at://${alice.did}/${collection}/${rkey}`,
        ]),
      ) as Seed['records'],
    },
  };
}

async function signUpAll(
  pds: string,
  named: readonly string[],
  readers: readonly string[],
  onProgress: OnSeedProgress,
): Promise<Map<string, Author>> {
  const authors = new Map<string, Author>();
  await eightAtOnce([...named, ...readers], 'accounts', onProgress, async (name, number) => {
    // Hashing a password takes about as long as all the rest of making an account, so only the named ones have one.
    const password = number < named.length ? `${name}-pass` : undefined;
    authors.set(name, await signUp(pds, `${name}.test`, password));
  });
  return authors;
}

/** The profiles and posts of all the others; gives back their posts. */
async function writeOthers(others: readonly Author[], onProgress: OnSeedProgress): Promise<StrongRef[]> {
  const postsOfEach = Math.ceil(LIKES / (others.length - 1));
  const posts: StrongRef[][] = others.map(() => []);
  await eightAtOnce(others, 'neighbours', onProgress, async (other, number) => {
    const name = nameOf(other);
    const avatar = await other.upload(png(20 + number, 32, 32), 'image/png');
    if (name !== 'karl') await other.write([profileRecord(name, avatar)]);
    if (name === 'moderator') await other.write([labeler()]);
    posts[number] = await other.write(
      Array.from({ length: postsOfEach }, (_, post) =>
        dated(post * 20 + number, 'app.bsky.feed.post', {
          text: `Post ${post + 1} of ${name}`,
          langs: ['en'],
        }),
      ),
    );
  });
  return posts.flat();
}

/** Alice's posts, the oldest first: those that refer to others after those that do not. */
async function writePosts(
  alice: Author,
  images: readonly Blob[],
  friend: Author,
  others: readonly StrongRef[],
): Promise<StrongRef[]> {
  const written = new Map<number, StrongRef>();
  const numbers = Array.from({ length: ALICE_POSTS }, (_, number) => number);
  for (const round of [false, true]) {
    const now = numbers.filter((number) => refersToOthers(postKind(number)) === round);
    const refs = await alice.write(
      now.map((number) => alicePost(number, { images, friend, others }, written)),
    );
    for (const [i, number] of now.entries()) written.set(number, refs[i]!);
  }
  return numbers.map((number) => written.get(number)!);
}

function profileRecord(name: string, avatar?: Blob): NewRecord {
  const named = NAMED_ACCOUNTS.find((account) => account.name === name);
  return {
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
    value: {
      ...(named ? named.profile : { displayName: `Reader ${name.slice(-3)}` }),
      ...(avatar && { avatar }),
      createdAt: moment(0),
    },
  };
}

function labeler(): NewRecord {
  return {
    collection: 'app.bsky.labeler.service',
    rkey: 'self',
    value: { policies: { labelValues: ['spam', '!warn'] }, createdAt: moment(0) },
  };
}

function countByCollection(records: readonly NewRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { collection } of records) counts[collection] = (counts[collection] ?? 0) + 1;
  return counts;
}

/** When the follower of that number, 0 the first, began to follow alice. */
function followedAt(number: number): number {
  return 20_000 + number * 3;
}

function nameOf({ handle }: Author): string {
  return handle.slice(0, handle.indexOf('.'));
}

function account({ did, handle, password }: Author): SeedAccount {
  return { did, handle, password };
}

async function eightAtOnce<T>(
  all: readonly T[],
  step: SeedStep,
  onProgress: OnSeedProgress,
  work: (one: T, number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let done = 0;
  async function worker() {
    for (let number = next++; number < all.length; number = next++) {
      await work(all[number]!, number);
      onProgress(step, ++done, all.length);
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker));
}
