import type { RawItem } from '../atproto/calls/raw-items.js';
import type { AtClient } from '../atproto/client.js';
import type { Identity } from '../atproto/identity/identity.js';
import type { Address } from './address.js';
import { followersListing } from './followers.js';
import { followsListing } from './follows.js';
import { likesListing } from './likes.js';
import type { Listing } from './listing.js';
import { preferencesListing } from './preferences.js';
import { recordsListing } from './records.js';

/**
 * The listing that an address shows, or is shown beside: a record's is that of its collection. Undefined for a
 * repo, which lists nothing, and for a history, which no service has (`historyListing`). `identity` is what `address.repo`
 * resolved to. Does not throw and calls nobody: what fails, fails in `load`.
 */
export function listingFor(
  address: Address,
  {
    client,
    identity,
  }: { client: Pick<AtClient, 'appview' | 'repo' | 'sessions' | 'preferences'>; identity: Identity },
): Listing<RawItem> | undefined {
  const { did } = identity;
  const { appview } = client;
  const viewer = client.sessions.current?.did;
  switch (address.kind) {
    case 'repo':
    case 'history':
      return undefined;
    case 'collection':
    case 'record':
      return recordsListing({
        address: { kind: 'collection', repo: address.repo, collection: address.collection },
        // An account whose PDS may not be followed is refused on asking for it: let that be this listing's error.
        source: { list: async (...page) => client.repo(identity).list(...page) },
        did,
      });
    case 'followers':
      return followersListing({ address, appview, did, viewer });
    case 'follows':
      return followsListing({ address, appview, did, viewer });
    case 'likes':
      return likesListing({ address, appview, did, viewer });
    case 'preferences':
      return preferencesListing({ address, source: client, did });
  }
}
