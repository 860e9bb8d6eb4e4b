import { shownRecord } from '../../store/records/shown-record.js';
import type { State } from '../../store/state.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { Command } from './command.js';
import { foldEverything, foldLine, unfoldEverything } from './fold-record.js';

/** Why nothing can be folded, where the JSON is not shown. */
const whyNoJson = ({ recordParts }: State): Sentence | undefined =>
  recordParts === 'head' ? say`The JSON is not shown: {key:record.view} shows it.` : undefined;

/** Working on the JSON of a record. */
export const recordCommands: readonly Command[] = [
  {
    id: 'record.view',
    name: 'view',
    keys: ['v'],
    title: 'show the record in words, as JSON, or both',
    category: 'Record',
    scopes: ['record', 'list'],
    refuse: (state) => (shownRecord(state) ? undefined : 'There is no record here.'),
    run: ({ actions }) => actions.turnRecord(),
  },
  {
    id: 'record.fold',
    name: 'fold',
    keys: ['Space'],
    title: 'fold or unfold the object or list',
    category: 'Record',
    scopes: ['record'],
    refuse: (state) => (shownRecord(state) ? whyNoJson(state) : 'There is no record here.'),
    run: foldLine,
  },
  {
    id: 'record.fold-all',
    name: 'fold-all',
    keys: ['-'],
    title: 'fold everything',
    category: 'Record',
    scopes: ['record'],
    refuse: whyNoJson,
    run: foldEverything,
  },
  {
    id: 'record.unfold-all',
    name: 'unfold-all',
    keys: ['+', '='],
    title: 'unfold everything',
    category: 'Record',
    scopes: ['record'],
    refuse: whyNoJson,
    run: unfoldEverything,
  },
];
