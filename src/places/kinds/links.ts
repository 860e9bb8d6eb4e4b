import { NO_ACCOUNT } from '../about-account.js';
import { wordsOfSource } from '../links/link-target.js';
import { namedLinks } from '../links/link-words.js';
import { type LinksAddress, linksAddressText, readLinksAddress } from '../links/links-address.js';
import type { PlaceKind } from '../place-kind.js';
import { recordUri } from '../repo-addresses.js';
import { profilePage, recordPage } from '../web-pages.js';

declare module '../addresses.js' {
  interface Addresses {
    links: LinksAddress;
  }
}

/** Who refers to an account or to a record, as a service knows that has indexed the network; all of it counted, or the links of one kind. */
export const links: PlaceKind<LinksAddress> = {
  kind: 'links',
  source: 'network',
  shows: 'list',
  behind: 'record',
  contents: 'every',
  onEnterOnly: true,
  command: {
    keys: [],
    title: 'list who refers to the record, or else to the account',
    takes: 'account',
    titleWith: (account) => `list who refers to ${account}`,
    to({ account, record }, named) {
      if (named === undefined && record !== undefined) {
        const { repo, collection, rkey } = record;
        return { address: { kind: 'links', repo, about: { collection, rkey }, via: undefined } };
      }
      const repo = named ?? account;
      if (repo === undefined) return { refusal: NO_ACCOUNT };
      return { address: { kind: 'links', repo, about: undefined, via: undefined } };
    },
  },
  parse: (segments) => readLinksAddress(segments),
  format: linksAddressText,
  parent(address) {
    const { repo, about, via } = address;
    if (via !== undefined) return { ...address, via: undefined };
    return about === undefined ? { kind: 'repo', repo } : { kind: 'record', repo, ...about };
  },
  uri: ({ repo, about }) => (about === undefined ? `at://${repo}` : recordUri({ repo, ...about })),
  webPage: ({ repo, about }, account) =>
    about === undefined ? profilePage(account ?? repo) : recordPage({ repo, ...about }, account),
  account: ({ repo }) => repo,
  withAccount: (address, repo) => ({ ...address, repo }),
  collection: () => undefined,
  record: ({ repo, about }) => about && { kind: 'record', repo, ...about },
  listed: (address) => address,
  steps: (address) => [
    ...(address.about === undefined ? [] : [address.about.collection, address.about.rkey]),
    'links',
    ...(address.via === undefined ? [] : [wordsOf(address)]),
  ],
  title(address, owner) {
    const whose = address.about === undefined ? owner : `${owner} ${address.about.rkey}`;
    return address.via === undefined ? `links to ${whose}` : `${wordsOf(address)}, to ${whose}`;
  },
  listing: () => undefined,
  async prepare(address, { client, identity }) {
    if (identity === undefined) return undefined;
    const { about } = address;
    const target = about === undefined ? identity.did : recordUri({ repo: identity.did, ...about });
    const { openLinks } = await import('../links/open-links.js');
    return openLinks({
      address,
      at: address.via,
      target: { target, named: namedOf(address) },
      client,
      counted: { collection: about?.collection },
      via: (via) => ({ ...address, via }),
    });
  },
};

const namedOf = ({ about }: LinksAddress) => namedLinks(about ?? 'account');

const wordsOf = (address: LinksAddress): string => wordsOfSource(namedOf(address), address.via?.source);
