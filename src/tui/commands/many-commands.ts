import { pointersName } from '../../jobs/many/pointers.js';
import { collectionOf } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import { IN_AN_ARCHIVE, NOTHING_TAKEN, whyNotOwn, whyNoWrites } from '../../store/changes/own.js';
import { rowFilterOf } from '../../store/lists/filter-scan.js';
import { currentList } from '../../store/lists/lists-selectors.js';
import { currentMarks } from '../../store/lists/marks.js';
import type { ManyAccountsId } from '../../store/many/many-accounts.js';
import type { State } from '../../store/state.js';
import type { DateSpan } from '../../text/date-span.js';
import { type Sentence, say } from '../../text/sentence.js';
import { awayArgument, beforeArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

/** Why records of the list that is shown cannot be marked by what they are; undefined where they can. */
function whyNotMark(state: State): Sentence | undefined {
  const list = currentList(state);
  const { address } = list ?? {};
  if (address?.kind !== 'collection') return 'Open one of your own collections first.';
  const why = whyNotOwn(state, address.repo);
  if (why !== undefined) return why;
  if (!list?.listing) return 'The list is not here yet.';
  if (list.start !== undefined) {
    return say`The list begins at ${list.start.text}: {key:list.date} without a date goes to its beginning.`;
  }
  return list.filter && rowFilterOf(list, list.filter.text).isInvalid
    ? say`What is not valid is filtered: {key:list.clear-filter} shows all rows first.`
    : undefined;
}

/** Why nothing can be done to the accounts of the list that is shown; undefined where it can. */
function whyNotAct(state: State): Sentence | undefined {
  const why = whyNoWrites(state);
  if (why !== undefined) return why;
  const list = currentList(state);
  if (!list?.listing) return say`There is no list here: {key:place.followers} lists followers.`;
  if (kindOf(list.address).source === 'archive') return IN_AN_ARCHIVE;
  return currentMarks(state) || list.filter ? undefined : NOTHING_TAKEN;
}

/** What is done to many accounts, by its name. */
const ACCOUNTS: readonly (readonly [id: ManyAccountsId, name: string, title: string])[] = [
  ['follow', 'follow-all', 'follow all accounts that are marked, or that pass the filter'],
  ['unfollow', 'unfollow-all', 'unfollow all accounts that are marked, or that pass the filter'],
  ['block', 'block-all', 'block all accounts that are marked, or that pass the filter'],
  ['unblock', 'unblock-all', 'unblock all accounts that are marked, or that pass the filter'],
  ['mute', 'mute-all', 'mute all accounts that are marked, or that pass the filter'],
  ['unmute', 'unmute-all', 'unmute all accounts that are marked, or that pass the filter'],
  [
    'add-to-list',
    'list-all',
    'put all accounts that are marked, or that pass the filter, on a list of yours',
  ],
];

/** Doing one thing with many rows, and marking rows by what they are. */
export const manyCommands: readonly Command[] = [
  ...ACCOUNTS.map(
    ([id, name, title]): Command => ({
      id: `many.${id}`,
      name,
      keys: [],
      title: `${title}: asks first`,
      category: 'Account',
      scopes: paneScopes,
      refuse: whyNotAct,
      run: ({ actions }) => actions.actOnMany(id),
    }),
  ),
  withArgument<DateSpan>({
    id: 'many.older',
    name: 'older',
    keys: [],
    title: 'mark what is older than a date, of all of your records in the list',
    category: 'List',
    scopes: paneScopes,
    args: beforeArgument(),
    titleWith: ({ text }) => `mark what is from before ${text}, of all of your records in the list`,
    refuse: whyNotMark,
    run({ actions }, date) {
      if (date) actions.markOlder(date);
    },
  }),
  withArgument<'away'>({
    id: 'many.dangling',
    name: 'dangling',
    keys: [],
    title: 'mark what points to something that is gone, of all of your records in the list',
    category: 'List',
    scopes: paneScopes,
    args: awayArgument(),
    titleWith: () => 'mark what points to something that is gone, or to an account that may come back',
    refuse(state) {
      const why = whyNotMark(state);
      if (why !== undefined) return why;
      const address = currentList(state)?.address;
      return address && pointersName(collectionOf(address) ?? '') !== undefined
        ? undefined
        : 'These records point to nothing that could be gone: follows, likes, reposts, replies do.';
    },
    run: ({ actions }, away) => actions.markDangling(away !== undefined),
  }),
];
