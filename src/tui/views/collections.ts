import type { RepoDescription } from '../../atproto/repo-description.js';
import { collectionOf } from '../../places/address.js';
import { collectionsOf, currentAccount } from '../../store/accounts/accounts-selectors.js';
import { type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import type { Loadable } from '../../store/loadable.js';
import { type CollectionLine, collectionLines, collectionRows } from '../../store/panes/collection-lines.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import type { CommandWords } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import { palette, type Style } from '../screen/style.js';
import type { View, ViewList } from '../screen/view.js';
import { collectionHits, drawCollections } from './collection-lines.js';
import { failureRows, failureText, noteRows } from './failure-text.js';
import { padded } from './padded.js';

interface CollectionsSeen {
  readonly description: Loadable<RepoDescription> | undefined;
  readonly collections: readonly string[];
  readonly cursor: ListCursor;
  /** The collection that the list pane shows. */
  readonly open: string | undefined;
  readonly focused: boolean;
  readonly words: CommandWords;
}

/** The collections of the account, by the authority that defines them. */
export const collectionsView: View<'collections', CollectionsSeen> = {
  id: 'collections',
  stand: 'pane',
  see(state) {
    const { address, cursors, focus } = currentVisit(state);
    return {
      description: currentAccount(state)?.description,
      collections: collectionsOf(state),
      cursor: cursors.collections,
      open: address && collectionOf(address),
      focused: focus === 'collections',
      words: state.words,
    };
  },
  title: ({ collections, description }) => ({
    name: 'Collections',
    info: collections.length > 0 ? String(collections.length) : undefined,
    loading: description?.status === 'loading',
  }),
  list: viewportOf,
  picture(seen, size) {
    const { collections, open, focused } = seen;
    const { cursor, viewport } = viewportOf(seen, size);
    const tree = collectionLines(collections);
    const window = windowOf(cursor, viewport);
    const room = { width: size.width, height: viewport.height };
    const rows =
      collections.length > 0
        ? drawCollections({ tree, window, open, focused }, room)
        : emptyLines(seen, size.width);
    while (rows.length < room.height) rows.push(' '.repeat(size.width));
    return {
      lines: [...rows.slice(0, room.height), ...footOf(seen, size)],
      hits: () => (collections.length > 0 ? collectionHits(tree, window, size.width) : []),
      spoken: () => ({ role: 'list', title: 'Collections', lines: spokenLines(seen, tree) }),
    };
  },
};

function viewportOf(seen: CollectionsSeen, size: Size): ViewList {
  const rows = collectionRows(collectionLines(seen.collections));
  return { cursor: seen.cursor, viewport: { rows, height: size.height - footOf(seen, size).length } };
}

function spokenLines(seen: CollectionsSeen, tree: readonly CollectionLine[]): readonly string[] {
  const { collections, cursor } = seen;
  const line = tree[positionOf(cursor, collectionRows(tree))];
  const first =
    line?.kind === 'collection'
      ? `selected, ${line.index + 1} of ${collections.length}: ${sanitise(line.collection)}`
      : troubleText(seen);
  return [first, ...collections.map(sanitise)];
}

type Told = Pick<CollectionsSeen, 'description' | 'words'>;

function troubleText({ description, words }: Told): string {
  if (description?.status === 'failed') return failureText(description.error, words);
  if (description?.status === 'ready') return 'This repository holds no collections.';
  return description?.status === 'loading' ? 'loading …' : '';
}

function emptyLines(told: Told, width: number): string[] {
  const room = width - 2 * PADDING_CELLS;
  if (told.description?.status === 'failed' || room <= 0) return [];
  return wrap(troubleText(told), room).map((line) => padded(palette.dim, line, width));
}

/** A failure, or what is odd in what the service named, stands below what is known, and leaves it half of the pane. */
function footOf({ description, words }: Told, { width, height }: Size): readonly string[] {
  const room = width - 2 * PADDING_CELLS;
  if (room <= 0) return [];
  const half = Math.ceil(height / 2);
  const paint = (lines: readonly string[], color: Style): readonly string[] =>
    lines.slice(0, half).map((line) => padded(color, line, width));
  if (description?.status === 'failed') {
    return paint(failureRows(description.error, words, room, half), palette.bad);
  }
  const note = description?.value?.note;
  return note === undefined ? [] : paint(noteRows(note, room, half), palette.warn);
}
