import { isNsid } from '@atcute/lexicons/syntax';
import { accountOf, archiveOf } from '../../places/address.js';
import { whyNotOwn, whyNoWrites } from '../../store/changes/own.js';
import { editable } from '../../store/edits/editable.js';
import { selection } from '../../store/selection.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { Argument } from './arguments.js';
import { type Command, type Scope, withArgument } from './command.js';

const RECORD_SCOPES: readonly Scope[] = ['list', 'record'];

const collectionArgument: Argument<string> = {
  label: 'collection',
  required: true,
  read: (text) =>
    isNsid(text)
      ? { ok: true, value: text }
      : { ok: false, reason: `“${text}” is no collection: app.bsky.feed.post is one.` },
};

function notDeletable(state: State): Sentence | undefined {
  const why = whyNoWrites(state);
  if (why !== undefined) return why;
  if (editable(state)) return undefined;
  const { address } = currentVisit(state);
  if (address && archiveOf(address)) {
    return say`An archive stays as it was pulled: {key:archive.turn} shows it on the network.`;
  }
  return whyNotOwn(state, address && accountOf(address)) ?? 'There is no record of yours here to delete.';
}

function notCreatable(state: State): Sentence | undefined {
  return (
    whyNoWrites(state) ??
    (selection(state).collection === undefined
      ? say`A record is made in a collection: open one, or name one behind {key:record.new}.`
      : undefined)
  );
}

const isOfCopies = (state: State): boolean => currentVisit(state).address?.kind === 'archives';

/** Making and deleting records of one's own; editing them is `edit`. */
export const ownRecordCommands: readonly Command[] = [
  {
    id: 'record.create',
    name: 'create',
    keys: ['c'],
    title: 'make a new record of the collection, in your repository',
    category: 'Record',
    scopes: ['collections', ...RECORD_SCOPES],
    refuse: notCreatable,
    run({ state, actions }) {
      const { collection } = selection(state);
      if (collection !== undefined) actions.createRecord(collection);
    },
  },
  withArgument<string>({
    id: 'record.new',
    name: 'new',
    keys: [],
    title: 'make a new record of a collection, which need not be there yet',
    category: 'Record',
    scopes: ['profile', 'collections', ...RECORD_SCOPES, 'live'],
    anywhere: true,
    refuse: whyNoWrites,
    args: collectionArgument,
    titleWith: (collection) => `make a new record of ${collection}`,
    run({ actions }, collection) {
      if (collection !== undefined) actions.createRecord(collection);
    },
  }),
  {
    id: 'record.delete',
    name: 'delete',
    keys: ['d'],
    title: 'delete the record of yours that is selected: shows what it is, and asks first',
    category: 'Record',
    scopes: RECORD_SCOPES,
    applies: (state) => !isOfCopies(state),
    refuse: notDeletable,
    run: ({ actions }) => actions.askRecordDeletion(),
  },
];
