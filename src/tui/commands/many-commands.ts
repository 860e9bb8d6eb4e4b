import { pointersName } from '../../jobs/many/pointers.js';
import { collectionOf } from '../../places/address.js';
import { whyNotOwn } from '../../store/changes/own.js';
import { rowFilterOf } from '../../store/lists/filter-scan.js';
import { currentList } from '../../store/lists/lists-selectors.js';
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

/** Marking many records by what they are, to do something with them. */
export const manyCommands: readonly Command[] = [
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
