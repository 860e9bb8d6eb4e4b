import type { JournalEntry } from '../../atproto/calls/journal.js';
import type { StoreContext } from '../context.js';

/** Has the state follow the journal of calls: those that wait always, all of them while they are looked at. */
export function followCalls({ client, get, set }: StoreContext): void {
  client.journal.subscribe(() => {
    const { overlay, waits } = get();
    const calls = client.journal.entries();
    const waiting = calls.filter(({ waitingUntil }) => waitingUntil !== undefined);
    if (!sameEntries(waiting, waits)) set({ waits: waiting });
    if (overlay) set({ calls });
  });
}

const sameEntries = (a: readonly JournalEntry[], b: readonly JournalEntry[]): boolean =>
  a.length === b.length && a.every((entry, index) => entry === b[index]);
