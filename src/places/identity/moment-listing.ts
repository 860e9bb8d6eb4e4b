import type { AtClient } from '../../atproto/client.js';
import type { Address } from '../addresses.js';
import type { AsOf } from '../as-of.js';
import { factsListing } from '../facts-listing.js';
import type { Listing } from '../listing.js';
import { noLog } from './log-listing.js';
import { momentFacts } from './moment-facts.js';

/** What an account was at a time: its handle, its PDS and its keys, by the checked log of the directory. */
export function momentListing(
  address: Extract<Address, { kind: 'identity' }>,
  asOf: AsOf,
  did: string,
  client: Pick<AtClient, 'plcLog' | 'documentUrl'>,
): Listing {
  return factsListing({
    address,
    async load({ signal }) {
      if (did.startsWith('did:plc:')) {
        return momentFacts(address.repo, await client.plcLog(did, { signal }), asOf, Date.now());
      }
      const value = noLog(did, client);
      return {
        facts: [{ mark: '·', name: 'log', value }],
        document: JSON.stringify({ did, at: asOf.text, counts: null }),
      };
    },
  });
}
