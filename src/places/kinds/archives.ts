import { keptListing } from '../archives/kept-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archives: ArchivesAddress;
  }
}

/** All copies of repositories that are kept. */
export interface ArchivesAddress {
  readonly kind: 'archives';
}

/** All copies of repositories that are kept: whose, of when, how large, and what was found as they were taken home. */
export const archives: PlaceKind<ArchivesAddress> = {
  kind: 'archives',
  source: 'archive',
  shows: 'list',
  schemes: ['archives'],
  command: {
    id: 'place.archives',
    keys: [],
    title: 'list all copies of repositories that are kept',
    anywhere: true,
    to: () => ({ address: { kind: 'archives' } }),
  },
  parse: ([rest = '', ...more]) =>
    rest === '' && more.length === 0
      ? { ok: true, address: { kind: 'archives' } }
      : { ok: false, reason: 'archives: stands for all copies that are kept, and nothing follows it' },
  format: () => 'archives:',
  parent: () => undefined,
  uri: () => undefined,
  webPage: () => undefined,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: () => ['archives'],
  title: () => 'archives',
  listing: keptListing,
};
