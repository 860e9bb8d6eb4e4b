import type { RawPage } from '../atproto/appview.js';
import { memberText } from '../atproto/calls/json-scan.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { Column } from '../lenses/column.js';
import type { Names } from '../lenses/names.js';
import { cellText } from '../text/cell-text.js';
import { field, isObject, textField } from '../text/json-fields.js';
import type { Address } from './addresses.js';
import type { Listing, LoadOptions, Order } from './listing.js';
import { POST_TEXT_CELL, postCells, postColumns, postDids } from './post-row.js';
import { viewKey, viewRow } from './views-listing.js';

/** Posts as a feed or a timeline gives them, each with why it is there (`app.bsky.feed.defs#feedViewPost`). */
export interface FeedViews {
  readonly address: Address;
  /** Asks for a page. */
  page(cursor: string | undefined, options: LoadOptions): Promise<RawPage>;
  readonly orders?: readonly Order[] | undefined;
  readonly isPrivate?: true | undefined;
  readonly empty?: Listing['empty'];
}

/** Who passed the post on, or that it is pinned: it stands before the author, and only where a row in sight has it. */
const reasonColumn: Column = { title: 'why', width: 16, drop: 1 };

const columns: readonly Column[] = postColumns.toSpliced(1, 0, reasonColumn);

/** A listing of posts with who passed them on and whom they answer. */
export function feedListing({ address, page, orders = [], isPrivate, empty }: FeedViews): Listing<RawItem> {
  return {
    address,
    columns,
    orders,
    dependsOnViewer: true,
    isPrivate,
    empty,
    async load(cursor, options) {
      const { items, cursor: next } = await page(cursor, options);
      return { rows: items, cursor: next };
    },
    row(item, names) {
      const view = item.value();
      const post = field(view, 'post');
      return viewRow(post, field(post, 'author'), feedCells(view, names), names);
    },
    key: (item) => feedKey(item.value()),
    dids: (item) => postDids(field(item.value(), 'post')),
    // What is read is the post; why it is here goes along where all of it is asked for.
    json: (item) => memberText(item.text(), 'post') ?? item.text(),
    whole: (item) => item.text(),
  };
}

/** One text for each column of a feed: the cells of the post, whom it answers before its text, and why it is there. */
function feedCells(view: unknown, names: Names): readonly string[] {
  const cells = postCells(field(view, 'post'), names).map((cell, index) =>
    index === POST_TEXT_CELL ? withParent(cell, field(view, 'reply', 'parent')) : cell,
  );
  return cells.toSpliced(1, 0, reasonText(field(view, 'reason')));
}

/** The sign of a reply, and behind it whom it answers, where the feed says so. */
function withParent(text: string, parent: unknown): string {
  if (!text.startsWith('↳')) return text;
  const who = accountText(field(parent, 'author'));
  return who === '' ? text : `↳ ${who}${text.slice(1)}`;
}

/** Why a post is in a feed (`#reasonRepost`, `#reasonPin`), as few words; a reason of another kind by its own name. */
export function reasonText(reason: unknown): string {
  if (!isObject(reason)) return '';
  const name = textField(reason, '$type')?.split('#').at(-1);
  if (name === 'reasonPin') return 'pinned';
  if (name !== 'reasonRepost') return cellText(name, 64);
  const by = field(reason, 'by');
  return `⟲ ${cellText(textField(by, 'displayName'), 64).trim() || accountText(by)}`.trimEnd();
}

function accountText(account: unknown): string {
  const handle = textField(account, 'handle');
  return cellText(handle === undefined ? textField(account, 'did') : `@${handle}`, 64);
}

/** A post stands in a feed by itself and once for each who passed it on. */
function feedKey(view: unknown): string {
  const by = textField(view, 'reason', 'by', 'did');
  const key = viewKey(field(view, 'post'));
  return by === undefined ? key : `${key} ${by}`;
}
