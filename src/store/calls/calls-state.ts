import type { JournalEntry } from '../../atproto/calls/journal.js';

export interface CallsState {
  /** The calls made, newest last; refreshed while the `x` screen is open. */
  readonly calls: readonly JournalEntry[];
  /** Calls that a rate limit holds back now. */
  readonly waits: readonly JournalEntry[];
}
