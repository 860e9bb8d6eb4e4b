import { NO_ACCOUNT } from '../about-account.js';
import { type LabelsAddress, labelsAddressText, readLabelsAddress } from '../labels/labels-address.js';
import type { PlaceKind } from '../place-kind.js';
import { recordUri } from '../repo-addresses.js';
import { profilePage, recordPage } from '../web-pages.js';

declare module '../addresses.js' {
  interface Addresses {
    labels: LabelsAddress;
  }
}

/** What labels an account or a record has, who says so and whether that is signed; or one of them, and why it is there. */
export const labels: PlaceKind<LabelsAddress> = {
  kind: 'labels',
  source: 'network',
  shows: 'list',
  behind: 'record',
  contents: 'every',
  command: {
    keys: [],
    title: 'list the labels of the record, or else of the account',
    takes: 'account',
    titleWith: (account) => `list the labels of ${account}`,
    to({ account, record }, named) {
      if (named !== undefined) return { address: labelsOf(named, undefined) };
      if (record !== undefined) return { address: labelsOf(record.repo, record) };
      return account === undefined ? { refusal: NO_ACCOUNT } : { address: labelsOf(account, undefined) };
    },
  },
  parse: (segments) => readLabelsAddress(segments),
  format: labelsAddressText,
  parent: ({ repo, about, label }) =>
    label !== undefined
      ? { kind: 'labels', repo, about, label: undefined }
      : about === undefined
        ? { kind: 'repo', repo }
        : { kind: 'record', repo, ...about },
  uri: ({ repo, about }) => (about === undefined ? `at://${repo}` : recordUri({ repo, ...about })),
  webPage: ({ repo, about }, account) =>
    about === undefined ? profilePage(account ?? repo) : recordPage({ repo, ...about }, account),
  account: ({ repo }) => repo,
  withAccount: (address, repo) => ({ ...address, repo }),
  collection: () => undefined,
  record: ({ repo, about }) => about && { kind: 'record', repo, ...about },
  listed: (address) => address,
  steps: ({ about, label }) => [
    ...(about === undefined ? [] : [about.collection, about.rkey]),
    'labels',
    ...(label === undefined ? [] : [label.val]),
  ],
  title({ about, label }, owner) {
    const whose = about === undefined ? owner : `${owner} ${about.rkey}`;
    return label === undefined ? `labels of ${whose}` : `the label ${label.val} of ${whose}`;
  },
  listing: () => undefined,
  async prepare(address, { client, identity }) {
    if (identity === undefined) return undefined;
    const { label } = address;
    const { labelFactsListing, labelsListing } = await import('../labels/open-labels.js');
    return label === undefined
      ? labelsListing(address, identity, client)
      : labelFactsListing({ ...address, label }, identity, client);
  },
};

const labelsOf = (repo: string, about: LabelsAddress['about']): LabelsAddress => ({
  kind: 'labels',
  repo,
  about: about && { collection: about.collection, rkey: about.rkey },
  label: undefined,
});
