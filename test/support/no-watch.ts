import type { WatchSettings } from '../../src/store/watch/watches.js';

/** For stores that watch nothing. */
export const noWatch: WatchSettings = {
  streams: () => {
    throw new Error('nothing is watched in this test');
  },
  archive: { load: () => Promise.resolve(undefined), save: () => {} },
  limit: 100_000,
  pollEveryMs: 60_000,
};
