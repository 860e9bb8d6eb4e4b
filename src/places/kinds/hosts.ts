import { aboutHost } from '../about-host.js';
import type { AboutHost } from '../host-address.js';
import { hostsListing } from '../hosts-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    hosts: AboutHost<'hosts'>;
  }
}

/** The hosts that a relay follows, and how they do. */
export const hosts: PlaceKind<AboutHost<'hosts'>> = aboutHost({
  kind: 'hosts',
  word: 'hosts',
  title: (host) => `hosts of ${host}`,
  listing: (address, { client }) => hostsListing(address, client),
});
