import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';
import { encodedWords, readWords } from '../words.js';

declare module '../addresses.js' {
  interface Addresses {
    people: PeopleAddress;
  }
}

/** Accounts by words of their name, handle or description. */
export interface PeopleAddress {
  readonly kind: 'people';
  readonly words: string;
}

/** Accounts that an AppView finds by words. */
export const people: PlaceKind<PeopleAddress> = {
  kind: 'people',
  source: 'network',
  shows: 'list',
  schemes: ['people'],
  command: {
    keys: [],
    title: 'look for people by words',
    anywhere: true,
    takes: 'words',
    titleWith: (words) => `look for people by “${words}”`,
    to: (_selection, words) =>
      words === undefined ? { prompt: 'people:' } : { address: { kind: 'people', words } },
  },
  parse(segments) {
    const words = readWords(segments);
    return words === undefined
      ? { ok: false, reason: 'People are looked for by words: people:gardener' }
      : { ok: true, address: { kind: 'people', words } };
  },
  format: ({ words }) => `people:${encodedWords(words)}`,
  parent: () => undefined,
  uri: () => undefined,
  webPage: ({ words }) => `https://bsky.app/search?q=${encodeURIComponent(words)}`,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ words }) => ['people', words],
  title: ({ words }) => `people: ${words}`,
  listing: (address, { client }) =>
    profilesListing({
      address,
      viewer: client.sessions.current?.did,
      page: (cursor, { signal, limit }) =>
        client.appview.page('app.bsky.actor.searchActors', 'actors', { q: address.words }, cursor, {
          signal,
          limit,
        }),
    }),
};
