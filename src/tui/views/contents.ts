import type { Address } from '../../places/address.js';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import { currentArchive } from '../../store/archives/archives-selectors.js';
import { type ContentsLine, contentsRows } from '../../store/contents/contents-lines.js';
import { currentLines } from '../../store/contents/selected-content.js';
import { type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import { listAddress } from '../../store/lists/lists-selectors.js';
import type { Loadable } from '../../store/loadable.js';
import { repoSource } from '../../store/mirrors/mirrors-selectors.js';
import { currentVisit, shownPlace } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import { palette, type Style } from '../screen/style.js';
import type { View, ViewList } from '../screen/view.js';
import { contentsHits, drawContents } from './contents-lines.js';
import { failureRows, failureText, noteRows } from './failure-text.js';
import { padded } from './padded.js';

/** What is known of what a repository holds. */
interface Held {
  readonly collections: readonly unknown[];
  readonly note?: string | undefined;
}

interface ContentsSeen {
  readonly description: Loadable<Held> | undefined;
  /** Nobody could say which account it is. */
  readonly isUnresolved: boolean;
  /** None where the place is about no account and in no archive. */
  readonly tree: readonly ContentsLine[];
  readonly cursor: ListCursor;
  /** The place that is shown. */
  readonly shown: Address | undefined;
  readonly focused: boolean;
  /** The mirror that the collections are from; undefined: the account's own PDS, or an archive. */
  readonly source?: string | undefined;
  readonly words: CommandWords;
}

/** Everything that can be seen of the account: what there is about it, and its collections by the authority that defines them. */
export const contentsView: View<'collections', ContentsSeen> = {
  id: 'collections',
  stand: 'pane',
  see(state) {
    const visit = currentVisit(state);
    return {
      description: currentAccount(state)?.description ?? currentArchive(state)?.facts,
      isUnresolved: currentAccount(state)?.identity.status === 'failed',
      tree: currentLines(state),
      cursor: visit.cursors.collections,
      shown: shownPlace(visit),
      focused: visit.focus === 'collections',
      source: repoSource(state),
      words: state.words,
    };
  },
  title: ({ description, source }) => ({
    name: 'Contents',
    info: source,
    loading: description?.status === 'loading',
  }),
  list: viewportOf,
  picture(seen, size) {
    const { tree, shown, focused } = seen;
    // Beside a record stands the list of its collection.
    const open = listAddress(shown) ?? shown;
    const { cursor, viewport } = viewportOf(seen, size);
    const window = windowOf(cursor, viewport);
    const rows = drawContents(
      { tree, window, open, focused },
      { width: size.width, height: viewport.height },
    );
    return {
      lines: [...rows, ...footOf(seen, size)],
      hits: () => contentsHits(tree, window, size.width),
      spoken: () => ({ role: 'list', title: 'Contents', lines: spokenLines(seen) }),
    };
  },
};

function viewportOf(seen: ContentsSeen, size: Size): ViewList {
  const rows = contentsRows(seen.tree);
  return { cursor: seen.cursor, viewport: { rows, height: size.height - footOf(seen, size).length } };
}

function spokenLines(seen: ContentsSeen): readonly string[] {
  const { tree, cursor } = seen;
  const position = positionOf(cursor, contentsRows(tree));
  const places = tree.filter((line) => line.kind === 'place');
  const line = tree[position];
  const first =
    line?.kind === 'place'
      ? `selected, ${places.indexOf(line) + 1} of ${places.length}: ${sanitise(line.key)}`
      : '';
  return [first, troubleText(seen), ...places.map(({ key }) => sanitise(key))].filter(Boolean);
}

type Told = Pick<ContentsSeen, 'description' | 'isUnresolved' | 'words'>;

/** The profile has the error; on a narrow screen it is out of sight. */
const UNRESOLVED = say`This account could not be resolved: {key:pane.profile} says why.`;

/** Why there are no collections, or not those that the service named; nothing where there is nothing to say. */
function troubleText({ description, isUnresolved, words }: Told): string {
  if (isUnresolved) return spell(UNRESOLVED, words);
  if (description?.status === 'failed') return failureText(description.error, words);
  if (description?.value?.note !== undefined) return description.value.note;
  return description?.value?.collections.length === 0 ? 'This repository holds no collections.' : '';
}

/** It stands below what is known, and leaves it half of the pane. */
function footOf(told: Told, { width, height }: Size): readonly string[] {
  const { description, words } = told;
  const room = width - 2 * PADDING_CELLS;
  const half = Math.ceil(height / 2);
  if (room <= 0) return [];
  const paint = (lines: readonly string[], color: Style): readonly string[] =>
    lines.slice(0, half).map((line) => padded(color, line, width));
  if (description?.status === 'failed' && !told.isUnresolved) {
    return paint(failureRows(description.error, words, room, half), palette.bad);
  }
  const text = troubleText(told);
  if (text === '') return [];
  return paint(
    noteRows(text, room, half),
    told.isUnresolved || description?.value?.note !== undefined ? palette.warn : palette.dim,
  );
}
