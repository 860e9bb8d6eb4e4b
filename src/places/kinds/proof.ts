import { type AboutRecord, aboutRecord } from '../about-record.js';
import type { PlaceKind } from '../place-kind.js';
import { proofListing } from '../proof-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    proof: AboutRecord<'proof'>;
  }
}

/** What proves a record: the chain from its bytes to the key and the log of its account. */
export const proof: PlaceKind<AboutRecord<'proof'>> = aboutRecord({
  kind: 'proof',
  command: {
    keys: [],
    title: 'show what proves the record',
    refusal: 'Only a record has a proof: select one first.',
  },
  listing: (address, { client, identity }) => proofListing({ address, client, identity }),
});
