import { whyNoWrites } from '../../store/changes/own.js';
import { currentMarks } from '../../store/lists/marks.js';
import { whyNotDeletable } from '../../store/many/delete-many.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { type Command, paneScopes } from './command.js';

/** Copies that are kept are deleted otherwise. */
function hasMarkedRecords(state: State): boolean {
  const { focus, address } = currentVisit(state);
  return focus === 'list' && address?.kind !== 'archives' && currentMarks(state) !== undefined;
}

/** Deleting many records, and what can be done while many changes are made. */
export const runManyCommands: readonly Command[] = [
  {
    id: 'many.delete',
    name: 'delete-all',
    keys: ['d'],
    title: 'delete the marked records of yours, else those that pass the filter: asks first',
    category: 'List',
    scopes: paneScopes,
    applies: hasMarkedRecords,
    refuse: whyNotDeletable,
    run: ({ actions }) => actions.deleteMany(),
  },
  {
    id: 'many.pause',
    name: 'pause-changes',
    keys: [],
    title: 'pause many changes that are being made, or go on',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    run: ({ actions }) => actions.pauseMany(),
  },
  {
    id: 'many.resume',
    name: 'resume',
    keys: [],
    title: 'go on with many changes that were interrupted',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    refuse: whyNoWrites,
    run: ({ actions }) => actions.resumeMany(),
  },
  {
    id: 'count.enter',
    keys: ['Enter'],
    title: 'make the changes, where the number is right',
    category: 'Typing',
    scopes: ['count'],
    hint: 'go on',
    run: ({ actions }) => actions.enterCount(),
  },
];
