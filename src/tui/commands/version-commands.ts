import { windowOf } from '../../store/cursor/list-cursor.js';
import type { State } from '../../store/state.js';
import { comparableHere } from '../../store/versions/compare.js';
import { rectOf, sizeOf } from '../screen/view-rect.js';
import { changesIn, diffView } from '../views/diff.js';
import { type Command, type CommandContext, paneScopes } from './command.js';
import { viewportOf } from './view-list.js';

function notComparable(state: State): string | undefined {
  const here = comparableHere(state);
  if (!here) return 'There is no record here to compare.';
  if (here.kind === 'marked' && here.count !== 2) return 'Two rows are compared: mark two, or none.';
  return undefined;
}

const isProposed = ({ overlay }: State): boolean =>
  overlay?.kind === 'diff' && overlay.proposes !== undefined;

/** To the next or previous difference from the one that one is at, or from what is in sight; round at the ends. */
function stepChange(context: CommandContext, by: 1 | -1): void {
  const { state, offers, layout, actions } = context;
  const seen = diffView.see(state, offers);
  const changes = changesIn(seen, sizeOf(diffView, rectOf(diffView, seen, layout)));
  const viewport = viewportOf(diffView, context)(state);
  if (changes.length === 0 || !viewport) {
    actions.notify('Nothing differs here.');
    return;
  }
  const { top } = windowOf(seen.cursor, viewport);
  const ahead = by > 0 ? changes.findIndex((row) => row >= top) : changes.findLastIndex((row) => row < top);
  const from = seen.change === undefined ? ahead : Math.min(seen.change, changes.length - 1) + by;
  const at = (Math.max(from, -1) + changes.length) % changes.length;
  actions.moveTo('overlay', changes[at] ?? 0, viewportOf(diffView, context));
  actions.atChange(at);
}

/** Two versions beside each other. */
export const versionCommands: readonly Command[] = [
  {
    id: 'record.compare',
    name: 'compare',
    keys: [],
    title: 'compare the record with that of the archive, or the two marked rows',
    category: 'Record',
    scopes: paneScopes,
    refuse: notComparable,
    run: ({ actions }) => actions.compare(),
  },
  {
    id: 'diff.write',
    keys: ['Enter'],
    title: 'write the record as it is shown at the right',
    category: 'Record',
    scopes: ['diff'],
    hint: 'write it',
    applies: isProposed,
    run: ({ actions }) => actions.writeProposed(),
  },
  {
    id: 'diff.edit',
    keys: ['e'],
    title: 'edit it again, before it is written',
    category: 'Record',
    scopes: ['diff'],
    hint: 'edit again',
    applies: isProposed,
    refuse: (state) => (isProposed(state) ? undefined : 'Nothing is going to be written here.'),
    run: ({ actions }) => actions.editProposed(),
  },
  {
    id: 'conflict.resolve',
    keys: ['Enter'],
    title: 'show what yours would change of what is there now, before it is written',
    category: 'Record',
    scopes: ['conflict'],
    hint: 'yours over it',
    run: ({ actions }) => actions.resolveConflict(),
  },
  {
    id: 'conflict.edit',
    keys: ['e'],
    title: 'edit yours again, to be written over what is there now',
    category: 'Record',
    scopes: ['conflict'],
    hint: 'edit again',
    run: ({ actions }) => actions.editProposed(),
  },
  {
    id: 'diff.record',
    keys: ['Enter'],
    title: 'go to the record',
    category: 'Record',
    scopes: ['diff'],
    hint: 'go to the record',
    refuse: ({ overlay }) =>
      overlay?.kind === 'diff' && overlay.opens ? undefined : 'They are two: close this, and open one.',
    run: ({ actions }) => actions.openVersionsRecord(),
  },
  {
    id: 'diff.next-change',
    keys: ['n'],
    title: 'go to the next difference',
    category: 'Record',
    scopes: ['diff'],
    hint: 'next difference',
    run: (context) => stepChange(context, 1),
  },
  {
    id: 'diff.previous-change',
    keys: ['p'],
    title: 'go to the previous difference',
    category: 'Record',
    scopes: ['diff'],
    run: (context) => stepChange(context, -1),
  },
];
