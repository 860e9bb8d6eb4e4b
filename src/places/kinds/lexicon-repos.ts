import { lexiconNamed, readLexicon } from '../lexicons/lexicon-address.js';
import { lexiconReposListing } from '../lexicons/users-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    lexiconRepos: LexiconReposAddress;
  }
}

/** Which repositories have records of a lexicon. */
export interface LexiconReposAddress {
  readonly kind: 'lexiconRepos';
  readonly nsid: string;
}

/** The repositories that use a lexicon, and what they did with it lately. */
export const lexiconRepos: PlaceKind<LexiconReposAddress> = {
  kind: 'lexiconRepos',
  source: 'network',
  shows: 'list',
  schemes: ['lexicon'],
  command: {
    name: 'users',
    keys: [],
    title: 'list who uses the lexicon of the collection or record',
    anywhere: true,
    takes: 'words',
    titleWith: (words) => `list who uses the lexicon ${words}`,
    to({ collection }, words) {
      const lexicon = words === undefined ? collection && lexiconNamed(collection) : readLexicon(words);
      return lexicon
        ? { address: { kind: 'lexiconRepos', nsid: lexicon.nsid } }
        : { prompt: `lexicon:${words ?? ''}` };
    },
  },
  parse([text = '', word, ...more]) {
    const lexicon = lexiconNamed(text);
    return lexicon?.def === undefined && lexicon && word === 'repos' && more.length === 0
      ? { ok: true, address: { kind: 'lexiconRepos', nsid: lexicon.nsid } }
      : undefined;
  },
  format: ({ nsid }) => `lexicon:${nsid}/repos`,
  parent: ({ nsid }) => ({ kind: 'lexicon', nsid, def: undefined }),
  uri: () => undefined,
  webPage: () => undefined,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ nsid }) => ['lexicon', nsid, 'repos'],
  title: ({ nsid }) => `who uses ${nsid}`,
  listing: (address, { client }) => lexiconReposListing(address, client),
};
