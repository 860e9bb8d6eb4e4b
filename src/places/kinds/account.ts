import { NO_ACCOUNT } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';
import type { AccountAddress } from '../repo-addresses.js';
import { profilePage } from '../web-pages.js';

declare module '../addresses.js' {
  interface Addresses {
    repo: AccountAddress;
  }
}

/** An account: who it is, and the collections of its repository. */
export const account: PlaceKind<AccountAddress> = {
  kind: 'repo',
  source: 'network',
  shows: 'contents',
  command: {
    id: 'place.account',
    keys: [],
    name: 'account',
    title: 'go to the account itself',
    to: ({ account: repo }) =>
      repo === undefined ? { refusal: NO_ACCOUNT } : { address: { kind: 'repo', repo } },
  },
  parse: ([repo, ...more]) =>
    repo === undefined || more.length > 0 ? undefined : { ok: true, address: { kind: 'repo', repo } },
  format: ({ repo }) => `at://${repo}`,
  parent: () => undefined,
  uri: ({ repo }) => `at://${repo}`,
  webPage: ({ repo }, known) => profilePage(known ?? repo),
  account: ({ repo }) => repo,
  withAccount: (address, repo) => ({ ...address, repo }),
  collection: () => undefined,
  record: () => undefined,
  listed: () => undefined,
  steps: () => [],
  title: () => 'Identity',
  listing: () => undefined,
};
