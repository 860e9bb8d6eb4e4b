import type { JournalEntry } from '../../atproto/calls/journal.js';

export interface CallsState {
  /** The calls made, newest last; refreshed while something lies over the panes. */
  readonly calls: readonly JournalEntry[];
  /** Calls that a rate limit holds back now. */
  readonly waits: readonly JournalEntry[];
}
