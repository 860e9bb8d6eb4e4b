import { shownRecord } from '../../store/records/shown-record.js';
import type { Command } from './command.js';
import { foldEverything, foldLine, unfoldEverything } from './fold-record.js';

/** Working on the JSON of a record. */
export const recordCommands: readonly Command[] = [
  {
    id: 'record.fold',
    name: 'fold',
    keys: ['Space'],
    title: 'fold or unfold the object or list',
    category: 'Record',
    scopes: ['record'],
    refuse: (state) => (shownRecord(state) ? undefined : 'There is no record here.'),
    run: foldLine,
  },
  {
    id: 'record.fold-all',
    name: 'fold-all',
    keys: ['-'],
    title: 'fold everything',
    category: 'Record',
    scopes: ['record'],
    run: foldEverything,
  },
  {
    id: 'record.unfold-all',
    name: 'unfold-all',
    keys: ['+', '='],
    title: 'unfold everything',
    category: 'Record',
    scopes: ['record'],
    run: unfoldEverything,
  },
];
