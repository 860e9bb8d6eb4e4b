import type { Lexicon } from '../../atproto/lexicons/lexicon.js';
import { type LexiconAddress, lexiconNamed, lexiconText, readLexicon } from '../lexicons/lexicon-address.js';
import { lexiconListing } from '../lexicons/lexicon-listing.js';
import type { LexiconRow } from '../lexicons/lexicon-rows.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    lexicon: LexiconAddress;
  }
}

/** A lexicon: what it says, and who says it. */
export const lexicon: PlaceKind<LexiconAddress> = {
  kind: 'lexicon',
  source: 'network',
  shows: 'list',
  schemes: ['lexicon'],
  command: {
    keys: [],
    title: 'show the lexicon of the collection or record',
    anywhere: true,
    takes: 'words',
    titleWith: (words) => `show the lexicon ${words}`,
    to({ collection }, words) {
      const address = words === undefined ? collection && lexiconNamed(collection) : readLexicon(words);
      return address ? { address } : { prompt: `lexicon:${words ?? ''}` };
    },
  },
  parse([text = '', ...more]) {
    if (more.length > 0) return undefined;
    const address = readLexicon(text) ?? readLexicon(text.replace(/[.:]+$/, ''));
    return address
      ? { ok: true, address }
      : { ok: false, reason: 'A lexicon is named by its NSID: lexicon:app.bsky.feed.post' };
  },
  format: (address) => `lexicon:${lexiconText(address)}`,
  parent: ({ nsid, def }) => (def === undefined ? undefined : { kind: 'lexicon', nsid, def: undefined }),
  uri: () => undefined,
  webPage: () => undefined,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ nsid, def }) => ['lexicon', nsid, ...(def === undefined ? [] : [`#${def}`])],
  title: (address) => `lexicon ${lexiconText(address)}`,
  listing: (address, { client }) => lexiconListing({ address, lexicons: client.lexicons, side: usersOf }),
};

/** Where a lexicon is one of records: who has some. */
function usersOf({ nsid, doc }: Lexicon): readonly LexiconRow[] {
  if (doc.defs.main?.type !== 'record') return [];
  return [
    {
      key: 'users',
      depth: 0,
      name: 'users',
      type: 'repositories',
      meaning: `lexicon:${nsid}/repos`,
      opens: { kind: 'lexiconRepos', nsid },
      json: { users: `lexicon:${nsid}/repos` },
    },
  ];
}
