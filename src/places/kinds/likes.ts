import { whenColumn, whenText } from '../../lenses/created-text.js';
import { dateText } from '../../text/date-time.js';
import { field } from '../../text/json-fields.js';
import { type AboutRecord, aboutRecord } from '../about-record.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    likes: AboutRecord<'likes'>;
  }
}

/** Who likes a record, and since when, as the AppView knows it. */
export const likes: PlaceKind<AboutRecord<'likes'>> = aboutRecord({
  kind: 'likes',
  web: { word: 'liked-by', of: ['post', 'feed'] },
  command: {
    keys: ['L'],
    title: 'list the likes of the post',
    of: 'app.bsky.feed.post',
    refusal: 'Only a post has likes: select one first.',
  },
  listing: (address, { appview, uri, viewer }) =>
    profilesListing({
      address,
      viewer,
      page: (cursor, { signal, limit }) => appview.getLikes(uri, cursor, { signal, limit }),
      profile: (like) => field(like, 'actor'),
      before: { column: { ...whenColumn, drop: 2 }, cell: likedText },
    }),
});

/** When it was liked: as the like says, or when it was seen where that is no date. */
function likedText(like: unknown): string {
  const said = field(like, 'createdAt');
  return whenText(dateText(said) === undefined ? field(like, 'indexedAt') : said, undefined);
}
