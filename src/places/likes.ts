import type { AppView } from '../atproto/appview.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import { createdText, createdWidth } from '../lenses/created-text.js';
import { dateTime } from '../text/date-time.js';
import { field } from '../text/json-fields.js';
import type { Address } from './address.js';
import type { Listing } from './listing.js';
import { profileCells, profileColumns, profileKey, profileRow } from './profile-row.js';

/** Who likes a post, and since when, as the AppView knows it. */
export function likesListing({
  address,
  appview,
  did,
  viewer,
}: {
  address: Extract<Address, { kind: 'likes' }>;
  appview: Pick<AppView, 'getLikes'>;
  did: string;
  /** DID of the account that is signed in. */
  viewer?: string | undefined;
}): Listing<RawItem> {
  const uri = `at://${did}/${address.collection}/${address.rkey}`;
  return {
    address,
    columns: [{ title: 'liked', width: createdWidth, drop: 2 }, ...profileColumns(viewer)],
    reversible: false,
    async load(cursor, { signal }) {
      const { items, cursor: next } = await appview.getLikes(uri, cursor, { signal });
      return { rows: items, cursor: next };
    },
    row(item) {
      const like = item.value();
      const actor = field(like, 'actor');
      const said = field(like, 'createdAt');
      const time = dateTime(said) === undefined ? field(like, 'indexedAt') : said;
      return profileRow(actor, [createdText(time, undefined), ...profileCells(actor, viewer)]);
    },
    key: (item) => profileKey(field(item.value(), 'actor')),
    dids: () => [],
    json: (item) => item.text(),
  };
}
