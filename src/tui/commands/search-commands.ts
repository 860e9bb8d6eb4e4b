import { shownRecord } from '../../store/records/shown-record.js';
import { searchOf } from '../../store/search/search.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { say } from '../../text/sentence.js';
import { type Command, paneScopes, type Scope } from './command.js';
import { isDocument, stepMatch } from './find-match.js';

/** What is read, and not chosen from. */
const DOCUMENTS: readonly Scope[] = ['record', 'help', 'call', 'diff'];

const isSearched = (state: State): boolean => isDocument(state) && searchOf(state) !== undefined;

const notSearched = (state: State) =>
  isSearched(state) ? undefined : say`Nothing is searched for: {key:search.open} searches what is read.`;

/** Looking through a document. Before the list's: there `/` filters, `n` and `p` turn its pages. */
export const searchCommands: readonly Command[] = [
  {
    id: 'search.open',
    name: 'find',
    keys: ['/'],
    title: 'search what is read as you type: a record, an answer, help',
    category: 'Record',
    scopes: DOCUMENTS,
    hint: 'search',
    refuse: (state) =>
      currentVisit(state).focus === 'record' && !state.overlay && !shownRecord(state)?.record.value
        ? 'There is nothing to search here yet.'
        : undefined,
    run: ({ actions }) => actions.openSearch(),
  },
  {
    id: 'search.next',
    name: 'next-match',
    keys: ['n'],
    title: 'go to the next match of the search',
    category: 'Record',
    scopes: DOCUMENTS,
    applies: isSearched,
    refuse: notSearched,
    run: (context) => stepMatch(context, 1),
  },
  {
    id: 'search.previous',
    name: 'previous-match',
    keys: ['p', 'N'],
    title: 'go to the previous match of the search',
    category: 'Record',
    scopes: DOCUMENTS,
    applies: isSearched,
    refuse: notSearched,
    run: (context) => stepMatch(context, -1),
  },
  {
    id: 'search.end',
    name: 'end-search',
    keys: ['Esc', 'Backspace'],
    title: 'end the search',
    category: 'Record',
    scopes: [...paneScopes, 'help', 'call', 'diff'],
    applies: (state) => searchOf(state) !== undefined,
    refuse: (state) => (searchOf(state) ? undefined : 'Nothing is searched for.'),
    run: ({ actions }) => actions.endSearch(),
  },
  {
    id: 'calls.filter',
    keys: ['/'],
    title: 'filter the calls as you type',
    category: 'Tools',
    scopes: ['calls'],
    hint: 'filter',
    run: ({ state, actions }) => actions.openSearch(searchOf(state)?.text),
  },
  {
    id: 'calls.clear-filter',
    keys: ['Esc', 'Backspace'],
    title: 'show all calls again',
    category: 'Tools',
    scopes: ['calls'],
    applies: (state) => searchOf(state) !== undefined,
    run: ({ actions }) => actions.endSearch(),
  },
  {
    id: 'search.keep',
    keys: ['Enter', 'Down'],
    title: 'keep the search, or the filter of the calls',
    category: 'Typing',
    scopes: ['search'],
    hint: 'keep',
    run: ({ actions }) => actions.keepSearch(),
  },
  {
    id: 'search.cancel',
    keys: ['Esc'],
    title: 'end the search where it began',
    category: 'Typing',
    scopes: ['search'],
    hint: 'end',
    run: ({ actions }) => actions.cancelSearch(),
  },
];
