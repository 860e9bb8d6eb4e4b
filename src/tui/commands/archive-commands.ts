import { accountOf, archiveOf } from '../../places/address.js';
import { readQuery } from '../../places/search-listing.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { Argument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

const searchArgument: Argument<string> = {
  label: 'words',
  required: false,
  read(text) {
    const query = readQuery(text);
    return typeof query === 'string' ? { ok: false, reason: query } : { ok: true, value: text };
  },
};

function noArchive(state: State): string | undefined {
  const { address } = currentVisit(state);
  const isThere = address && (archiveOf(address) || accountOf(address) !== undefined);
  return isThere ? undefined : 'All records are searched of an account or an archive: open one first.';
}

/** Working on whole repositories. */
export const archiveCommands: readonly Command[] = [
  withArgument<string>({
    id: 'archive.search',
    name: 'search',
    keys: ['S'],
    title: 'search all records of the archive',
    category: 'Places',
    scopes: paneScopes,
    args: searchArgument,
    titleWith: (words) => `search all records for ${words}`,
    refuse: noArchive,
    run: ({ actions }, words) => actions.searchArchive(words),
  }),
  {
    id: 'archive.search-typed',
    keys: ['Enter'],
    title: 'search for what is typed',
    category: 'Typing',
    scopes: ['find'],
    hint: 'search',
    run: ({ actions }) => actions.searchTyped(),
  },
];
