import { type CursorRows, everyRow } from '../cursor/cursor-rows.js';
import type { Tail } from './tail-state.js';

/** The events shown of a tail, newest first. Their keys are their numbers in the order in which they came. */
export const eventRows = ({ shown }: Tail): CursorRows => ({
  ...everyRow,
  length: shown.length,
  keyAt: (index) => shown.numberAt(index)?.toString(),
  find: (key) => shown.indexOf(Number(key)),
  follows: 'first',
});
