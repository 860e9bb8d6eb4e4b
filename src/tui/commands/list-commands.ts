import type { ExportFile } from '../../store/lists/export-list.js';
import { currentList } from '../../store/lists/lists-selectors.js';
import { isComing, isFilling } from '../../store/lists/lists-update.js';
import { currentMarks } from '../../store/lists/marks.js';
import { selectedIndex, selectedRow } from '../../store/lists/selected-row.js';
import { liveFilterText } from '../../store/live/live-selectors.js';
import type { State } from '../../store/state.js';
import { shownTail } from '../../store/tail/tail-selectors.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { DateSpan } from '../../text/date-span.js';
import { type Sentence, say } from '../../text/sentence.js';
import { listView } from '../views/list.js';
import { dateArgument, exportFileArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';
import { viewportOf } from './view-list.js';

const noList = (state: State): Sentence | undefined =>
  currentList(state)
    ? undefined
    : say`There is no list here: open a collection, or {key:place.followers} for followers.`;

function loadsForFilter(state: State): boolean {
  const list = currentList(state);
  return list !== undefined && isFilling(list);
}

function isPart(state: State): boolean {
  const list = currentList(state);
  return list !== undefined && isComing(list);
}

/** Whether the row under the cursor is one that others stand below. */
function hasFolds(state: State): boolean {
  const list = currentList(state);
  const folds = list?.listing?.folds;
  const index = folds && list && selectedIndex(state, list);
  return index !== undefined && folds?.has(list?.rows.at(index)) === true;
}

const NO_TREE = 'These rows are no tree.';

const isTree = (state: State): boolean => currentList(state)?.listing?.folds !== undefined;

/** Working on the list, from whichever pane. */
export const listCommands: readonly Command[] = [
  {
    id: 'list.stop-filling',
    name: 'stop-loading',
    keys: ['Esc', 'Backspace'],
    title: 'stop loading pages for the filter',
    category: 'List',
    scopes: paneScopes,
    applies: loadsForFilter,
    refuse: (state) => (loadsForFilter(state) ? undefined : 'No pages are loading for a filter.'),
    run: ({ actions }) => actions.haltFilling(),
  },
  {
    id: 'list.stop-part',
    name: 'stop-looking',
    keys: ['Esc', 'Backspace'],
    title: 'stop looking for more, and keep what was found',
    category: 'List',
    scopes: paneScopes,
    applies: isPart,
    refuse: (state) => (isPart(state) ? undefined : 'Nothing is being looked for.'),
    run: ({ actions }) => actions.haltPart(),
  },
  {
    id: 'list.clear-filter',
    name: 'clear-filter',
    keys: ['Esc', 'Backspace'],
    title: 'show all rows again, and stay on the row',
    category: 'List',
    scopes: ['list', 'live'],
    applies: (state) =>
      currentVisit(state).focus === 'live'
        ? liveFilterText(state) !== ''
        : currentList(state)?.filter !== undefined,
    run: ({ actions }) => actions.clearFilter(),
  },
  {
    id: 'list.unmark',
    name: 'unmark',
    keys: ['Esc', 'Backspace'],
    title: 'let go of the marks',
    category: 'List',
    scopes: ['list'],
    applies: (state) => currentMarks(state) !== undefined,
    refuse: (state) => (currentMarks(state) ? undefined : 'No row is marked.'),
    run: ({ actions }) => actions.letGoOfMarks(),
  },
  {
    id: 'list.fold',
    name: 'fold-row',
    keys: ['Space'],
    title: 'fold or unfold a node of a tree',
    category: 'List',
    scopes: ['list'],
    hint: 'fold',
    applies: hasFolds,
    refuse: (state) => (hasFolds(state) ? undefined : 'Nothing stands below this row.'),
    run: ({ actions }) => actions.foldRow(),
  },
  {
    id: 'list.fold-all',
    name: 'fold-tree',
    keys: ['-'],
    title: 'fold all nodes of a tree',
    category: 'List',
    scopes: ['list'],
    applies: isTree,
    refuse: (state) => (isTree(state) ? undefined : NO_TREE),
    run: ({ actions }) => actions.foldRows(false),
  },
  {
    id: 'list.unfold-all',
    name: 'unfold-tree',
    keys: ['+', '='],
    title: 'unfold all nodes of a tree',
    category: 'List',
    scopes: ['list'],
    applies: isTree,
    refuse: (state) => (isTree(state) ? undefined : NO_TREE),
    run: ({ actions }) => actions.foldRows(true),
  },
  {
    id: 'list.mark',
    name: 'mark',
    keys: ['Space'],
    title: 'mark the row, or take its mark away',
    category: 'List',
    scopes: ['list'],
    hint: 'mark',
    refuse: (state) => (selectedRow(state) ? undefined : 'There is no row to mark.'),
    run: ({ actions }) => actions.toggleMark(),
  },
  {
    id: 'list.mark-all',
    name: 'mark-all',
    keys: ['*'],
    title: 'mark all rows that pass the filter',
    category: 'List',
    scopes: ['list'],
    refuse: (state) => (selectedRow(state) ? undefined : 'There is no row to mark.'),
    run: ({ actions }) => actions.markShown(),
  },
  {
    id: 'list.filter',
    name: 'filter',
    keys: ['/'],
    title: 'filter the list, or the lines of a watch, as you type',
    category: 'List',
    scopes: paneScopes.filter((pane) => pane !== 'record'),
    // There its key searches.
    namedIn: ['record'],
    hint: 'filter',
    refuse(state) {
      if (currentVisit(state).focus !== 'live') return noList(state);
      return shownTail(state)
        ? say`A tail shows what it asks for: {key:live.stream} takes collections and DIDs.`
        : undefined;
    },
    run: ({ actions }) => actions.openFilter(),
  },
  {
    id: 'list.invalid',
    name: 'invalid',
    keys: [],
    title: 'show only records that are not valid under their lexicon',
    category: 'List',
    scopes: paneScopes,
    refuse(state) {
      const list = currentList(state);
      if (!list?.listing) return noList(state) ?? 'The list is not here yet.';
      return list.listing.record ? undefined : 'Only records are valid or not: open a collection first.';
    },
    run: ({ actions }) => actions.filterInvalid(),
  },
  {
    id: 'list.marked',
    name: 'marked',
    keys: [],
    title: 'show only rows that are marked',
    category: 'List',
    scopes: paneScopes,
    refuse: (state) => noList(state) ?? (currentMarks(state) ? undefined : 'No row is marked.'),
    run: ({ actions }) => actions.filterMarked(),
  },
  {
    id: 'list.next-page',
    name: 'next-page',
    keys: ['n'],
    title: "go to the next page of the service's cursor",
    category: 'List',
    scopes: paneScopes,
    refuse: noList,
    run: (context) => context.actions.turnPage(1, viewportOf(listView, context)),
  },
  {
    id: 'list.load-all',
    name: 'load',
    keys: [],
    title: 'load all pages of the list',
    category: 'List',
    scopes: paneScopes,
    refuse(state) {
      const list = currentList(state);
      if (list?.ended) return 'All of this list is loaded.';
      return noList(state);
    },
    run: ({ actions }) => actions.loadAll(),
  },
  withArgument<ExportFile>({
    id: 'list.export',
    name: 'export',
    keys: [],
    title: 'write the marked rows, else those that pass the filter, into a file',
    category: 'List',
    scopes: paneScopes,
    args: exportFileArgument(),
    titleWith: ({ path, format }) =>
      `write the marked rows, else those that pass the filter, into ${path} as ${format === 'csv' ? 'CSV' : 'NDJSON'}`,
    refuse: (state) =>
      noList(state) ?? (currentList(state)?.listing ? undefined : 'The list is not here yet.'),
    run({ state: { overlay }, actions }, file) {
      if (file) actions.exportList(file, overlay?.kind === 'goto' && overlay.writesOver === file.path);
    },
  }),
  {
    id: 'list.previous-page',
    name: 'previous-page',
    keys: ['p'],
    title: 'go to the previous page',
    category: 'List',
    scopes: paneScopes,
    refuse: noList,
    run: (context) => context.actions.turnPage(-1, viewportOf(listView, context)),
  },
  withArgument<DateSpan>({
    id: 'list.date',
    name: 'date',
    keys: [],
    title: 'go to a date in the list, or to its beginning',
    category: 'List',
    scopes: paneScopes,
    refuse: noList,
    args: dateArgument(),
    titleWith: ({ text }) => `go to ${text} in the list`,
    run: (context, date) => context.actions.goToDate(date, viewportOf(listView, context)),
  }),
  {
    id: 'list.reverse',
    name: 'reverse',
    keys: ['s'],
    title: 'list in the next order: newest or oldest first, or what the service has',
    category: 'List',
    scopes: paneScopes,
    refuse: (state) => {
      const listing = currentList(state)?.listing;
      if (!listing) return noList(state) ?? 'The list is not here yet.';
      return listing.orders.length > 1 ? undefined : 'The service gives this list in one order only.';
    },
    run: ({ actions }) => actions.reorder(),
  },
];
