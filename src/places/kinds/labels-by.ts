import { readActor } from '../../atproto/actor-syntax.js';
import { NO_ACCOUNT } from '../about-account.js';
import type { LabelsByAddress } from '../labels/labels-by-listing.js';
import type { PlaceKind } from '../place-kind.js';
import { profilePage } from '../web-pages.js';

declare module '../addresses.js' {
  interface Addresses {
    labelsBy: LabelsByAddress;
  }
}

const EXPECTED = 'Behind labels: stands a labeler: labels:moderation.bsky.app';

/** What a labeler says: the labels that it gives now; what it says from now on is a tail of it. */
export const labelsBy: PlaceKind<LabelsByAddress> = {
  kind: 'labelsBy',
  source: 'network',
  shows: 'list',
  schemes: ['labels'],
  command: {
    id: 'place.labels-by',
    name: 'labels-by',
    keys: [],
    title: 'list what the account says of others as a labeler',
    takes: 'account',
    titleWith: (account) => `list what ${account} says of others as a labeler`,
    to: ({ account }, named = account) =>
      named === undefined ? { refusal: NO_ACCOUNT } : { address: { kind: 'labelsBy', repo: named } },
  },
  parse([actor = '', ...more]) {
    if (more.length > 0) return { ok: false, reason: EXPECTED };
    const read = readActor(actor);
    return read.ok
      ? { ok: true, address: { kind: 'labelsBy', repo: read.repo } }
      : { ok: false, reason: EXPECTED };
  },
  format: ({ repo }) => `labels:${repo}`,
  parent: ({ repo }) => ({ kind: 'labeler', repo }),
  uri: ({ repo }) => `at://${repo}`,
  webPage: ({ repo }, account) => profilePage(account ?? repo),
  account: ({ repo }) => repo,
  withAccount: (address, repo) => ({ ...address, repo }),
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: () => ['labels it gives'],
  title: (_address, owner) => `labels by ${owner}`,
  listing: () => undefined,
  async prepare(address, { client, identity }) {
    if (identity === undefined) return undefined;
    const { labelsByListing } = await import('../labels/open-labels.js');
    return labelsByListing(address, identity, client);
  },
};
