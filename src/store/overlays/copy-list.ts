import { csvOf, ndjsonOf } from '../lists/list-text.js';
import type { ListState } from '../lists/lists-state.js';
import type { Marks } from '../lists/marks-state.js';
import type { State } from '../state.js';

/** The rows shown, or those that are marked, as one JSON value a line. */
export const listAsNdjson = (list: ListState, marks?: Marks): string => [...ndjsonOf(list, marks)].join('');

/** The same as CSV. */
export const listAsCsv = (list: ListState, names: State['names'], marks?: Marks): string =>
  [...csvOf(list, names, marks)].join('');
