import { createClient } from '../../../src/atproto/client.js';
import type { EventStreams } from '../../../src/atproto/streams/event-stream.js';
import { createEventStreams } from '../../../src/atproto/streams/event-streams.js';
import { KeptFiles } from '../../../src/keep/kept-files.js';
import { currentAccount } from '../../../src/store/accounts/accounts-selectors.js';
import { createAppStore } from '../../../src/store/create-store.js';
import type { State } from '../../../src/store/state.js';
import type { Watch } from '../../../src/store/watch/watch-state.js';
import { quiet, until } from '../quiet-store.js';

/** The real ones wait for minutes where a test has no time to. */
const timings = {
  backoffMs: 10,
  backoffLongestMs: 100,
  batchMs: 10,
  // Not so short that a busy machine is taken for a dead connection.
  pingAfterMs: 500,
  pongWithinMs: 4_000,
  gapEndMs: 500,
  reportMs: 50,
};

export interface RunSettings {
  /** Origins. */
  readonly plc: string;
  readonly appview: string;
  /** Where watches are kept. */
  readonly folder: string;
  /** Of the stream. */
  readonly url: string;
  readonly limit?: number | undefined;
  /** Milliseconds. */
  readonly pollEveryMs?: number | undefined;
}

/** One run of the program, without its screen. */
export interface WatchRun {
  readonly store: ReturnType<typeof createAppStore>;
  until(condition: (state: State) => boolean): Promise<void>;
  of(did: string): Watch;
  /** Starts watching an account, or stops. */
  toggle(did: string): Promise<void>;
  /** Starts watching some accounts in the same moment, and waits until their lists are read and the stream is there. */
  watch(dids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export function openRun(settings: RunSettings): WatchRun {
  const { plc, appview, folder, url, limit = 100_000, pollEveryMs = 600_000 } = settings;
  const client = createClient({ plc, appview, timeoutMs: 60_000 });
  const files = new KeptFiles(folder, {
    failed(error) {
      throw error;
    },
  });
  let streams: EventStreams | undefined;
  const store = createAppStore({
    client,
    ...quiet,
    watch: {
      streams: () => {
        streams ??= createEventStreams({ urls: [url], timings });
        return streams;
      },
      archive: files,
      limit,
      pollEveryMs,
    },
  });
  async function toggle(did: string): Promise<void> {
    const before = store.getState().watches.has(did);
    store.actions.goTo({ kind: 'repo', repo: did });
    store.actions.toggleWatch();
    await until(store, ({ watches }) => watches.has(did) !== before);
  }
  let closing: Promise<void> | undefined;
  return {
    store,
    until: (condition) => until(store, condition),
    toggle,
    of: (did) => store.getState().watches.get(did)!,
    async watch(dids) {
      // Who they are is known before, so that nothing keeps one of them waiting.
      for (const did of dids) {
        store.actions.goTo({ kind: 'repo', repo: did });
        await until(store, (state) => currentAccount(state)?.identity.status === 'ready');
      }
      for (const did of dids) {
        store.actions.goTo({ kind: 'repo', repo: did });
        store.actions.toggleWatch();
      }
      await until(store, ({ watches }) =>
        dids.every((did) => {
          const watch = watches.get(did);
          return watch?.baseline.status === 'ready' && watch.stream?.state === 'connected';
        }),
      );
    },
    close() {
      closing ??= (async () => {
        store.close();
        await Promise.all([files.flush(), client.close()]);
      })();
      return closing;
    },
  };
}
