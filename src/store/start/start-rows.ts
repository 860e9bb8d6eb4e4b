import { type CursorRows, keyedRows } from '../cursor/cursor-rows.js';
import { positionOf } from '../cursor/list-cursor.js';
import type { Recent, VisitsState } from '../visits/visits-state.js';
import type { StartState } from './start-state.js';

/** What a line of the start screen stands for. */
export type StartLine =
  | { readonly kind: 'prompt' }
  | { readonly kind: 'recent'; readonly recent: Recent }
  /** The way to the accounts, or to signing in. */
  | { readonly kind: 'accounts' };

/** The lines that one can choose from before a place is open, from the top. */
export const startLines = (recents: readonly Recent[]): readonly StartLine[] => [
  { kind: 'prompt' },
  ...recents.map((recent) => ({ kind: 'recent', recent }) as const),
  { kind: 'accounts' },
];

export const startRows = (recents: readonly Recent[]): CursorRows =>
  keyedRows(startLines(recents).map((line) => (line.kind === 'recent' ? line.recent.address : line.kind)));

/** The line that the cursor is on. */
export function selectedStart({ start, recents }: StartState & VisitsState): StartLine {
  const position = positionOf(start.cursor, startRows(recents));
  return startLines(recents)[position] ?? { kind: 'prompt' };
}
