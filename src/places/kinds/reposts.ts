import { type AboutRecord, aboutRecord } from '../about-record.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    reposts: AboutRecord<'reposts'>;
  }
}

/** Who reposted a post, as the AppView knows it. */
export const reposts: PlaceKind<AboutRecord<'reposts'>> = aboutRecord({
  kind: 'reposts',
  web: { word: 'reposted-by', of: ['post'] },
  command: {
    keys: [],
    title: 'list the reposts of the post',
    of: 'app.bsky.feed.post',
    refusal: 'Only a post has reposts: select one first.',
  },
  listing: (address, { appview, uri, viewer }) =>
    profilesListing({
      address,
      viewer,
      page: (cursor, { signal, limit }) =>
        appview.page('app.bsky.feed.getRepostedBy', 'repostedBy', { uri }, cursor, { signal, limit }),
    }),
});
