import { isNotShown } from '../atproto/only-signed-in.js';
import type { Column } from '../lenses/column.js';
import { createdColumn, createdText, whenColumn, whenText } from '../lenses/created-text.js';
import { selfMarks, viewMarks } from '../lenses/label-marks.js';
import type { Names } from '../lenses/names.js';
import { withOwnPost } from '../lenses/own-state.js';
import { labelledPost, postLens } from '../lenses/post.js';
import { cellText } from '../text/cell-text.js';
import { field, textField } from '../text/json-fields.js';
import { countCell } from './views-listing.js';

/** The columns of a post in a list of posts of different accounts. */
export const postColumns: readonly Column[] = [
  { ...whenColumn, drop: 2 },
  { title: 'author', width: 22, drop: 1 },
  ...postLens.columns,
  { title: 'likes', width: 8, drop: 3, spare: true },
  createdColumn('created'),
];

/** Where the text of the post stands among the columns. */
export const POST_TEXT_CELL = postColumns.findIndex(({ title }) => title === 'text');

/**
 * What an AppView says of a post (`app.bsky.feed.defs#postView`), one text for each of `postColumns`. Where its author asks apps to show
 * it only to who is signed in, and nobody is, the AppView's answer has nothing of it (`src/atproto/only-signed-in.ts`): the row keeps its
 * place, and says why.
 */
export function postCells(told: unknown, names: Names): readonly string[] {
  const post = withOwnPost(told, names.own?.(textField(told, 'uri') ?? ''));
  const record = field(post, 'record');
  const handle = textField(post, 'author', 'handle');
  const created = [field(record, 'createdAt'), textField(post, 'uri')?.split('/').at(-1)] as const;
  return [
    whenText(...created),
    cellText(handle === undefined ? textField(post, 'author', 'did') : `@${handle}`),
    ...(isNotShown(post) ? NOT_SHOWN_CELLS : labelledCells(post, names)),
    likesCell(post),
    createdText(...created),
  ];
}

/** How often it was liked, with a heart where one liked it oneself. */
function likesCell(post: unknown): string {
  const count = countCell(field(post, 'likeCount'));
  return textField(post, 'viewer', 'like') === undefined ? count : `♥${count}`;
}

/** What labels say of the post stands before its text. What its author says of it, the lens of the record may have said. */
function labelledCells(post: unknown, names: Names): readonly string[] {
  const record = field(post, 'record');
  const cells = postLens.cells(record, names);
  const isSaid = selfMarks(record).length > 0;
  const marks = viewMarks(post, textField(post, 'author', 'did'), names).filter(
    ({ by }) => by !== undefined || !isSaid,
  );
  return marks.length === 0 ? cells : cells.toSpliced(0, 1, labelledPost(record, marks, cells[0] ?? ''));
}

const NOT_SHOWN_CELLS = postLens.columns.map(({ title }) =>
  title === 'text' ? 'only for who is signed in' : '',
);

/** DIDs of the row that a handle would read better for. */
export const postDids = (post: unknown): readonly string[] => postLens.dids(field(post, 'record'));
