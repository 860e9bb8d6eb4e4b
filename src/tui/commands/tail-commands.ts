import { streamFilterText } from '../../store/tail/stream-filter.js';
import { shownTail } from '../../store/tail/tail-selectors.js';
import type { Command } from './command.js';

/** Working on the live events that the live pane shows. */
export const tailCommands: readonly Command[] = [
  {
    id: 'tail.filter',
    name: 'stream-filter',
    keys: ['c'],
    title: 'change what is streamed: collections, prefixes of them, DIDs',
    category: 'Live',
    scopes: ['live'],
    hint: 'filter',
    refuse: (state) => (shownTail(state) ? undefined : 'Only a tail or the stream has such a filter.'),
    run({ state, actions }) {
      const tail = shownTail(state);
      if (tail) actions.openGoto(`stream ${streamFilterText(tail.filter)}`);
    },
  },
];
