import { aboutHost } from '../about-host.js';
import type { AboutHost } from '../host-address.js';
import type { PlaceKind } from '../place-kind.js';
import { reposListing } from '../repos-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    repos: AboutHost<'repos'>;
  }
}

/** The repositories of a host: their state, rev and head. */
export const repos: PlaceKind<AboutHost<'repos'>> = aboutHost({
  kind: 'repos',
  word: 'repos',
  title: (host) => `repositories of ${host}`,
  listing: (address, { client }) => reposListing(address, client),
});
