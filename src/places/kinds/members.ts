import { field } from '../../text/json-fields.js';
import { type AboutRecord, aboutRecord } from '../about-record.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';
import { STARTER_PACK } from '../web-pages.js';

declare module '../addresses.js' {
  interface Addresses {
    members: AboutRecord<'members'>;
  }
}

const OF = ['app.bsky.graph.list', STARTER_PACK];

/** The accounts on a list or in a starter pack, as the AppView knows them. */
export const members: PlaceKind<AboutRecord<'members'>> = aboutRecord({
  kind: 'members',
  only: OF,
  command: {
    keys: [],
    title: 'list the members of the list or starter pack',
    of: OF,
    refusal: 'Only a list or a starter pack has members: select one first.',
  },
  async prepare(address, { appview, uri, viewer }) {
    if (address.collection === STARTER_PACK) {
      const { packPeopleListing } = await import('../pack-people.js');
      return packPeopleListing({ address, appview, uri, viewer });
    }
    return profilesListing({
      address,
      viewer,
      page: (cursor, { signal, limit }) =>
        appview.page('app.bsky.graph.getList', 'items', { list: uri }, cursor, { signal, limit }),
      profile: (item) => field(item, 'subject'),
    });
  },
});
