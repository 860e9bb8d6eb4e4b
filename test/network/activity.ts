import { setTimeout as wait } from 'node:timers/promises';
import type { Author } from './author.js';
import type { Seed } from './seed.js';
import { UNKNOWN_COLLECTION } from './seed-oddities.js';

/** Milliseconds between two things that happen. */
const PACE = 2000;

/**
 * Has the accounts of a seeded network go on posting, liking, following and unfollowing, one thing at a time, for ever.
 * @throws Error when the network does not take a write.
 */
export async function keepBusy(seed: Seed, authors: ReadonlyMap<string, Author>): Promise<never> {
  const subject = seed.alice.did;
  const readers = [...authors].filter(([name]) => name.startsWith('reader')).map(([, author]) => author);
  const talkers = ['bob', 'carol', 'daiki', 'farida'].map((name) => authors.get(name)!);
  const followKeys = new Map(seed.followers.map(({ did, followKey }) => [did, followKey]));
  const now = () => ({ createdAt: new Date().toISOString() });

  for (let round = 0; ; round++) {
    const reader = readers[round % readers.length]!;
    const talker = talkers[round % talkers.length]!;
    const liked = seed.posts[round % seed.posts.length]!;

    await reader.delete('app.bsky.graph.follow', followKeys.get(reader.did)!);
    await wait(PACE);
    await talker.write([
      { collection: 'app.bsky.feed.post', value: { text: `Round ${round + 1}: still here 🌱`, ...now() } },
    ]);
    await wait(PACE);
    await talker.write([{ collection: 'app.bsky.feed.like', value: { subject: liked, ...now() } }]);
    await wait(PACE);
    const [follow] = await reader.write([
      { collection: 'app.bsky.graph.follow', value: { subject, ...now() } },
    ]);
    followKeys.set(reader.did, follow!.uri.slice(follow!.uri.lastIndexOf('/') + 1));
    await wait(PACE);
    await authors
      .get('alice')!
      .write([
        { collection: 'app.bsky.feed.post', value: { text: `Round ${round + 1} of the garden`, ...now() } },
      ]);
    await wait(PACE);
  }
}

/**
 * Has alice write a post, change one of her plants and delete another.
 * @throws Error when the network does not take a write.
 */
export async function tendGarden(pds: string, authors: ReadonlyMap<string, Author>): Promise<void> {
  const alice = authors.get('alice')!;
  const now = { createdAt: new Date().toISOString() };
  await alice.write([
    {
      collection: 'app.bsky.feed.post',
      value: { text: 'After the rain the garden is green again 🌧', ...now },
    },
  ]);
  const plant = { collection: UNKNOWN_COLLECTION, rkey: 'plant-01' };
  const query = new URLSearchParams({ repo: alice.did, ...plant });
  const answer = await fetch(`${pds}/xrpc/com.atproto.repo.getRecord?${query}`);
  const { value } = (await answer.json()) as { value: Record<string, unknown> };
  await alice.put({ ...plant, value: { ...value, wateredAt: now.createdAt } });
  await alice.delete(UNKNOWN_COLLECTION, 'plant-25');
}
