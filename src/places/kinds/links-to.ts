import { wordsOfSource } from '../links/link-target.js';
import { namedLinks } from '../links/link-words.js';
import { type LinksToAddress, linksToText, readLinksTo } from '../links/links-to-address.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    linksTo: LinksToAddress;
  }
}

/** Who refers to a web address. */
export const linksTo: PlaceKind<LinksToAddress> = {
  kind: 'linksTo',
  source: 'network',
  shows: 'list',
  schemes: ['links'],
  onEnterOnly: true,
  command: {
    id: 'place.links-to',
    name: 'links-to',
    keys: [],
    title: 'list who refers to a web address',
    anywhere: true,
    takes: 'words',
    titleWith: (words) => `list who refers to ${words}`,
    to: (_selection, words = '') => ({ prompt: `links:${words}` }),
  },
  parse: (segments) => readLinksTo(segments),
  format: linksToText,
  parent: (address) => (address.via === undefined ? undefined : { ...address, via: undefined }),
  uri: () => undefined,
  webPage: ({ target }) => (/^https?:/i.test(target) ? target : undefined),
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ target, via }) => ['links', target, ...(via === undefined ? [] : [wordsOf(via.source)])],
  title: ({ target, via }) =>
    via === undefined ? `links to ${target}` : `${wordsOf(via.source)}, to ${target}`,
  listing: () => undefined,
  async prepare(address, { client }) {
    const { target } = address;
    const { openLinks } = await import('../links/open-links.js');
    return openLinks({
      address,
      at: address.via,
      target: { target, named: namedLinks('web') },
      client,
      counted: undefined,
      via: (via) => ({ ...address, via }),
    });
  },
};

const wordsOf = (source: string): string => wordsOfSource(namedLinks('web'), source);
