import { type HistoryLine, historyJson } from '../places/history.js';
import { safeJson } from '../text/safe-json.js';

/** Milliseconds that a line waits for the handle of whom it is about. */
const NAME_WAIT_MS = 3_000;

/** Prints the lines of watches, each once, oldest first. */
export interface WatchPrinter {
  /** An account is watched of which these lines are known already. */
  begin(did: string, known: readonly HistoryLine[]): void;
  /** The lines of an account as they are now, newest first. */
  take(did: string, lines: readonly HistoryLine[]): void;
}

/** A line is printed when it is known whom it is about, by handle and name; a moment later without. */
export function watchPrinter(print: (text: string) => void, waitMs: number = NAME_WAIT_MS): WatchPrinter {
  /** Of each account, the id of the last line printed, and its lines. */
  const printed = new Map<string, number>();
  const latest = new Map<string, readonly HistoryLine[]>();

  const since = new Map<string, number>();

  function flush(did: string): void {
    const last = printed.get(did);
    if (last === undefined) return;
    const fresh = (latest.get(did) ?? []).filter(({ id }) => id > last).toReversed();
    const now = performance.now();
    for (const line of fresh) {
      const key = `${did} ${line.id}`;
      const came = since.get(key) ?? now;
      const isDue = line.kind === 'gap' || line.handle !== undefined || now - came >= waitMs;
      if (!isDue) {
        if (!since.has(key)) {
          since.set(key, now);
          setTimeout(() => flush(did), waitMs);
        }
        return;
      }
      since.delete(key);
      printed.set(did, line.id);
      print(`${safeJson(historyJson(line, did), 0)}\n`);
    }
  }

  return {
    begin(did, known) {
      printed.set(
        did,
        known.reduce((most, { id }) => Math.max(most, id), -1),
      );
    },
    take(did, lines) {
      latest.set(did, lines);
      flush(did);
    },
  };
}
