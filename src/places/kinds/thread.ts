import { type AboutRecord, aboutRecord } from '../about-record.js';
import { NEWEST_FIRST, OLDEST_FIRST, type Order } from '../listing.js';
import type { PlaceKind } from '../place-kind.js';
import { ordersFrom, withChoice } from '../with-choice.js';

declare module '../addresses.js' {
  interface Addresses {
    thread: ThreadAddress;
  }
}

export interface ThreadAddress extends AboutRecord<'thread'> {
  /** Which replies come first, as `sort` of `app.bsky.unspecced.getPostThreadV2` has it; undefined: the oldest. */
  readonly sort?: string | undefined;
}

const POST = 'app.bsky.feed.post';

const ORDERS: readonly Order[] = [OLDEST_FIRST, NEWEST_FIRST, { id: 'top', title: 'top first' }];

/** The conversation that a post stands in, opened at it: what it answers, and what answers it, as a tree. */
export const thread: PlaceKind<ThreadAddress> = withChoice(
  aboutRecord({
    kind: 'thread',
    only: POST,
    command: {
      keys: ['T'],
      hint: 'thread',
      title: 'show the thread of the post',
      of: POST,
      refusal: 'Only a post has a thread: select one first.',
    },
    async prepare(address: ThreadAddress, context) {
      const { threadListing } = await import('../threads/thread-listing.js');
      return threadListing(address, context, ordersFrom(ORDERS, address.sort));
    },
  }),
  { name: 'sort', of: ORDERS },
);
