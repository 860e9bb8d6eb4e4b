import type { PlaceKind } from '../place-kind.js';
import type { PostSearchAddress } from '../post-query.js';
import { encodedWords, readWords } from '../words.js';

declare module '../addresses.js' {
  interface Addresses {
    postSearch: PostSearchAddress;
  }
}

/** Posts that an AppView finds by words. */
export const postSearch: PlaceKind<PostSearchAddress> = {
  kind: 'postSearch',
  source: 'network',
  shows: 'list',
  schemes: ['posts'],
  command: {
    id: 'place.posts',
    name: 'posts',
    keys: [],
    title: 'look for posts by words',
    anywhere: true,
    takes: 'words',
    titleWith: (words) => `look for posts by “${words}”`,
    to: (_selection, words) =>
      words === undefined ? { prompt: 'posts:' } : { address: { kind: 'postSearch', words } },
  },
  parse(segments) {
    const words = readWords(segments);
    return words === undefined
      ? { ok: false, reason: 'Posts are looked for by words: posts:gardens, posts:maps from:alice.test' }
      : { ok: true, address: { kind: 'postSearch', words } };
  },
  format: ({ words }) => `posts:${encodedWords(words)}`,
  parent: () => undefined,
  uri: () => undefined,
  webPage: ({ words }) => `https://bsky.app/search?q=${encodeURIComponent(words)}`,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ words }) => ['posts', words],
  title: ({ words }) => `posts: ${words}`,
  listing: () => undefined,
  dependsOnViewer: () => true,
  async prepare(address, { client }) {
    const { foundPostsListing } = await import('../found-posts-listing.js');
    return foundPostsListing(address, client);
  },
};
