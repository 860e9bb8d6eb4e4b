import { shownRecord } from '../../store/records/shown-record.js';
import type { State } from '../../store/state.js';
import { isRecordHere } from '../../store/validities/shown-validity.js';
import { type Sentence, say } from '../../text/sentence.js';
import { type Command, paneScopes } from './command.js';
import { foldEverything, foldLine, unfoldEverything } from './fold-record.js';
import { stepReference } from './step-reference.js';

const noRecord = (state: State): Sentence | undefined =>
  shownRecord(state) ? undefined : 'There is no record here.';

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
    refuse: noRecord,
    run: ({ actions }) => actions.turnRecord(),
  },
  {
    id: 'record.validate',
    name: 'validate',
    keys: [],
    title: 'say whether the record is valid: asks the authority of its lexicon for that',
    category: 'Record',
    scopes: paneScopes,
    refuse: (state) =>
      isRecordHere(state)
        ? undefined
        : 'There is no record here to validate: open one, or select it in its list.',
    run: ({ actions }) => actions.validate(),
  },
  {
    id: 'record.fold',
    name: 'fold',
    keys: ['Space'],
    title: 'fold or unfold the object or list',
    category: 'Record',
    scopes: ['record'],
    refuse: (state) => noRecord(state) ?? whyNoJson(state),
    run: foldLine,
  },
  {
    id: 'record.next-reference',
    name: 'next-reference',
    keys: ['J'],
    title: 'go to the next reference',
    category: 'Record',
    scopes: ['record'],
    refuse: (state) => noRecord(state) ?? whyNoJson(state),
    run: (context) => stepReference(context, 1),
  },
  {
    id: 'record.previous-reference',
    name: 'previous-reference',
    keys: ['K'],
    title: 'go to the previous reference',
    category: 'Record',
    scopes: ['record'],
    refuse: (state) => noRecord(state) ?? whyNoJson(state),
    run: (context) => stepReference(context, -1),
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
