import { field } from '../../text/json-fields.js';
import { type AboutRecord, aboutRecord } from '../about-record.js';
import type { Listing } from '../listing.js';
import type { PlaceKind } from '../place-kind.js';
import { POST_TEXT_CELL, postCells, postColumns, postDids } from '../post-row.js';
import { moreReplies, type Reply, repliesIn } from '../thread.js';
import { viewKey, viewRow } from '../views-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    replies: AboutRecord<'replies'>;
  }
}

/** Levels of replies that are asked for. */
const LEVELS_MAX = 100;
/** Levels that are told apart by where the text begins. */
const INDENTED_LEVELS_MAX = 10;

/** What was replied to a post, and to that, as the AppView shows the thread: each reply below what it replies to. */
export const replies: PlaceKind<AboutRecord<'replies'>> = aboutRecord({
  kind: 'replies',
  command: {
    keys: [],
    title: 'list the replies to the post',
    of: 'app.bsky.feed.post',
    refusal: 'Only a post has replies: select one first.',
  },
  listing: (address, { appview, uri }): Listing<Reply> => ({
    address,
    columns: [...postColumns, { title: 'depth', width: 5, drop: 5, spare: true }],
    orders: [],
    dependsOnViewer: true,
    async load(_cursor, { signal }) {
      const thread = await appview.getPostThread(uri, LEVELS_MAX, { signal });
      return { rows: repliesIn(thread), cursor: undefined };
    },
    row({ depth, hidden, more, view }, names) {
      const post = view.value();
      const indent = '  '.repeat(Math.min(depth - 1, INDENTED_LEVELS_MAX));
      const cells = postCells(post, names).map((cell, index) =>
        index === POST_TEXT_CELL ? `${indent}${hidden ?? cell}${moreText(more)}` : cell,
      );
      return viewRow(post, field(post, 'author'), [...cells, String(depth)], names);
    },
    key: ({ view }) => viewKey(view.value()),
    dids: ({ view }) => postDids(view.value()),
    json: ({ view }) => view.text(),
  }),
});

/** What is said of replies that the answer counts and does not hold. */
const moreText = (more: number): string => (more === 0 ? '' : ` · ${moreReplies(more)}`);
