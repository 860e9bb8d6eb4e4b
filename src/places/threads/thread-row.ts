import { atUriParts } from '../../atproto/at-uri.js';
import type { Column } from '../../lenses/column.js';
import type { Names } from '../../lenses/names.js';
import { accountText } from '../../lenses/references.js';
import { countText } from '../../text/count-text.js';
import { field, typeName } from '../../text/json-fields.js';
import type { Address } from '../addresses.js';
import type { ListRow } from '../listing.js';
import { POST_TEXT_CELL, postCells, postColumns } from '../post-row.js';
import { moreReplies } from '../thread.js';
import { countCell, viewRow } from '../views-listing.js';
import type { HiddenRow, MoreRow, PostRow, ThreadRow } from './thread-tree.js';

/** The columns of a post, and how many answer it. */
export const threadColumns: readonly Column[] = [
  ...postColumns,
  { title: 'replies', width: 7, drop: 4, spare: true },
  { title: 'depth', width: 5, drop: 5, spare: true },
];

const AUTHOR_CELL = postColumns.findIndex(({ title }) => title === 'author');

/** What of a thread all rows are made with. */
export interface ThreadWords {
  readonly names: Names;
  /** DID of the author of the thread. */
  readonly op: string | undefined;
  /** How many replies are hidden; undefined where it is not known yet. */
  readonly hidden: number | undefined;
  /** Why they could not be asked for. */
  readonly hiddenFault: string | undefined;
}

/** A row of a thread as it is shown. */
export function threadRow(row: ThreadRow, words: ThreadWords): ListRow {
  switch (row.kind) {
    case 'post':
      return postRow(row, words);
    case 'more':
      return saidRow(row, moreText(row), threadAt(row.uri));
    case 'hidden':
      return { ...saidRow(row, `${foldSign(row)}${hiddenText(words)}`, undefined), wrong: words.hiddenFault };
  }
}

function postRow(row: PostRow, { names, op }: ThreadWords): ListRow {
  const { item, guide } = row;
  const depth = row.depth === 0 ? Math.min(0, item.depth) : row.depth;
  const whole = item.whole.value();
  const value = field(whole, 'value');
  const post = field(value, 'post');
  const said = postCells(post, names);
  const who = post === undefined ? accountText(item.author ?? '', names) : (said[AUTHOR_CELL] ?? '');
  const author = item.author !== undefined && item.author === op ? `OP ${who}` : who;
  const text =
    post === undefined ? whyNotShown(value) : `${tags(value)}${unmarked(said[POST_TEXT_CELL] ?? '')}`;
  const cells = said.map((cell, index) => {
    if (index === AUTHOR_CELL) return author;
    return index === POST_TEXT_CELL ? `${guide}${foldSign(row)}${text}` : cell;
  });
  const view = post ?? { uri: item.uri };
  return {
    ...viewRow(
      view,
      field(post, 'author'),
      [...cells, countCell(field(post, 'replyCount')), String(depth)],
      names,
    ),
    spoken: [where(depth), author, row.isFolded ? `${belowText(row)} folded` : '', text]
      .filter((part) => part !== '')
      .join(', '),
  };
}

/** Where it hangs, in words. */
function where(depth: number): string {
  if (depth < 0) return 'above';
  return depth === 0 ? 'the post' : `level ${depth}`;
}

/** The sign of a reply says nothing here: where it hangs does. */
const unmarked = (text: string): string => text.replace(/^↳ ?/, '');

/** Why it is hidden, before what it says. */
function tags(value: unknown): string {
  const by = field(value, 'hiddenByThreadgate') === true ? 'hidden by OP · ' : '';
  return field(value, 'mutedByViewer') === true ? `${by}muted by you · ` : by;
}

function whyNotShown(value: unknown): string {
  const type = typeName(value);
  switch (type) {
    case 'threadItemNotFound':
      return 'not found: it was deleted, or never was there';
    case 'threadItemBlocked':
      return 'not shown: one of the two blocks the other';
    case 'threadItemNoUnauthenticated':
      return 'only for who is signed in';
    default:
      return type === undefined ? 'not shown' : `not shown: ${type}`;
  }
}

function foldSign(row: PostRow | HiddenRow): string {
  if (row.kind === 'hidden') return row.isFolded ? '▸ ' : '▾ ';
  return row.isFolded ? `▸ ${belowText(row)} · ` : '';
}

const belowText = ({ below }: PostRow): string => `${countText(below)} below`;

const moreText = ({ count }: MoreRow): string =>
  count === undefined ? 'the thread goes on above' : moreReplies(count);

function hiddenText({ hidden, hiddenFault }: ThreadWords): string {
  if (hiddenFault !== undefined) return 'hidden replies, which could not be asked for';
  if (hidden === undefined) return 'hidden replies';
  return `${countText(hidden)} hidden ${hidden === 1 ? 'reply' : 'replies'}`;
}

/** A row that is no post. */
function saidRow(
  { guide, depth, key }: MoreRow | HiddenRow,
  text: string,
  opens: Address | undefined,
): ListRow {
  const cells = threadColumns.map((_, index) => (index === POST_TEXT_CELL ? `${guide}${text}` : ''));
  return {
    cells: [...cells.slice(0, -1), String(depth)],
    opens,
    uri: undefined,
    name: key,
    cid: undefined,
    did: undefined,
    spoken: text,
  };
}

/** The thread of a post, opened at it. */
function threadAt(uri: string): Address | undefined {
  const { repo, collection, rkey } = atUriParts(uri) ?? {};
  if (repo === undefined || collection === undefined || rkey === undefined) return undefined;
  return { kind: 'thread', repo, collection, rkey };
}
