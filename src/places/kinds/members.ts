import { field } from '../../text/json-fields.js';
import { type AboutRecord, aboutRecord } from '../about-record.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    members: AboutRecord<'members'>;
  }
}

const LIST = 'app.bsky.graph.list';

/** The accounts on a list, as the AppView knows them. */
export const members: PlaceKind<AboutRecord<'members'>> = aboutRecord({
  kind: 'members',
  only: LIST,
  command: {
    keys: [],
    title: 'list the members of the list',
    of: LIST,
    refusal: 'Only a list has members: select one first.',
  },
  listing: (address, { appview, uri, viewer }) =>
    profilesListing({
      address,
      viewer,
      page: (cursor, { signal, limit }) =>
        appview.page('app.bsky.graph.getList', 'items', { list: uri }, cursor, { signal, limit }),
      profile: (item) => field(item, 'subject'),
    }),
});
