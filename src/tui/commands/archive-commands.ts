import { NO_ACCOUNT } from '../../places/about-account.js';
import type { Address } from '../../places/address.js';
import { accountOf, archiveOf } from '../../places/address.js';
import { type ArchiveName, archiveNameText, readArchiveName } from '../../places/archives/archive-address.js';
import { readQuery } from '../../places/archives/search-listing.js';
import { selectedCopies } from '../../store/archives/deletions.js';
import { selection } from '../../store/selection.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { type Sentence, say } from '../../text/sentence.js';
import { isDeletionChosen } from '../views/delete.js';
import { type Argument, accountArgument } from './arguments.js';
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

/** Places that are the same in an archive and on the network. */
const ON_BOTH: readonly Address['kind'][] = [
  'repo',
  'collection',
  'record',
  'archive',
  'archiveCollection',
  'archiveRecord',
];

function noOtherSide(state: State): Sentence | undefined {
  const { address } = currentVisit(state);
  if (address && ON_BOTH.includes(address.kind)) return undefined;
  return 'An account, its collections and its records are in an archive, too: this place is not.';
}

const archiveArgument: Argument<ArchiveName> = {
  label: 'archive before',
  required: false,
  read(text) {
    const value = readArchiveName(text);
    const reason = 'Type the address of an archive: archive:alice.test~2 or car:old.car.';
    return value === undefined ? { ok: false, reason } : { ok: true, value };
  },
};

/** The archive of this place, or the newest copy of its account. */
function archiveFor(state: State): ArchiveName | undefined {
  const { address } = currentVisit(state);
  const repo = address && accountOf(address);
  return (address && archiveOf(address)) ?? (repo === undefined ? undefined : { repo, copy: 0 });
}

/** Working on whole repositories. */
export const archiveCommands: readonly Command[] = [
  withArgument<string>({
    id: 'archive.pull',
    name: 'pull',
    keys: ['D'],
    title: 'take the repository of the account home, or what is new of it',
    category: 'Tools',
    scopes: paneScopes,
    hint: 'pull',
    anywhere: true,
    args: accountArgument(),
    titleWith: (account) => `take the repository of ${account} home`,
    refuse: (state) => (selection(state).account === undefined ? NO_ACCOUNT : undefined),
    run({ state, actions }, account = selection(state).account) {
      if (account !== undefined) actions.pullArchive(account);
    },
  }),
  {
    id: 'archive.turn',
    name: 'archive',
    keys: ['a'],
    title: 'show the place from the archive instead of the network, and back',
    category: 'Places',
    scopes: paneScopes,
    refuse: noOtherSide,
    run: ({ actions }) => actions.turnSource(),
  },

  {
    id: 'archive.delete',
    name: 'delete-copy',
    keys: ['d'],
    title: 'delete the copy that is kept, or those that are marked: asks first',
    category: 'List',
    scopes: ['list'],
    hint: 'delete',
    applies: (state) => currentVisit(state).address?.kind === 'archives',
    refuse: (state) =>
      selectedCopies(state).length > 0
        ? undefined
        : say`Copies are deleted in their list: {key:place.archives}.`,
    run: ({ actions }) => actions.askDeletion(),
  },
  {
    id: 'archive.delete-asked',
    keys: ['Enter'],
    title: 'do what is chosen: keep or delete',
    category: 'List',
    scopes: ['delete'],
    hint: 'choose',
    run({ state, actions }) {
      if (isDeletionChosen(state)) actions.deleteAsked();
      else actions.closeOverlay();
    },
  },
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
  withArgument<ArchiveName>({
    id: 'archive.diff',
    name: 'diff',
    keys: [],
    title: 'list what changed since the copy before, or since another archive',
    category: 'Places',
    scopes: paneScopes,
    args: archiveArgument,
    titleWith: (from) => `list what changed since ${archiveNameText(from)}`,
    refuse: (state) =>
      archiveFor(state) ? undefined : 'What changed is told of an account or an archive: open one first.',
    run({ state, actions }, from) {
      const of = archiveFor(state);
      // Of a file nobody knows what was before.
      if (of && 'file' in of && from === undefined) actions.openGoto('diff car:');
      else if (of) actions.goTo({ kind: 'archiveChanges', of, from });
    },
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
