import type { JournalEntry } from '../../atproto/calls/journal.js';

/** Which entry has the cursor: the one chosen, else the newest; -1 where there is none. */
export function selectedCall(entries: readonly JournalEntry[], selected: number | undefined): number {
  const chosen = selected === undefined ? -1 : entries.findIndex(({ id }) => id === selected);
  return chosen === -1 ? entries.length - 1 : chosen;
}
