import { shownTail } from '../../store/tail/tail-selectors.js';
import { oneOf } from './one-of.js';
import { tailPart } from './tail.js';
import { watchPart } from './watch.js';

/** What comes as it happens: the followers of a watched account, or the events of a tail. */
export const liveView = oneOf('live', (state) => (shownTail(state) ? tailPart : watchPart));
