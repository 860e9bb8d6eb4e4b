import { say } from '../../text/sentence.js';
import { type AboutAccount, aboutAccount } from '../about-account.js';
import { feedListing } from '../feed-view.js';
import { mustBeOwn } from '../own-only.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    timeline: AboutAccount<'timeline'>;
  }
}

/** What those wrote and passed on whom the account in use follows, the latest first. */
export const timeline: PlaceKind<AboutAccount<'timeline'>> = aboutAccount({
  kind: 'timeline',
  webPage: () => 'https://bsky.app',
  command: {
    keys: [],
    title: () => 'read your home timeline',
    own: say`Only their owner sees timelines: {key:account.sign-in} signs in.`,
  },
  listing: (address, { appview, client, did }) =>
    feedListing({
      address,
      isPrivate: true,
      empty: 'Nobody whom you follow has written anything.',
      async page(cursor, { signal, limit }) {
        await mustBeOwn('timelines', did, client.sessions);
        return await appview.page('app.bsky.feed.getTimeline', 'feed', {}, cursor, { signal, limit });
      },
    }),
});
