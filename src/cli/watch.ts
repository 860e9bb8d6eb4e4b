import { createStore } from 'zustand/vanilla';
import { createEventStreams } from '../atproto/streams/event-streams.js';
import { AUTO_THEME } from '../keep/theme-setting.js';
import { accountOf, parseAddress } from '../places/address.js';
import { initialState } from '../store/initial-state.js';
import type { State } from '../store/state.js';
import { loadWatch } from '../store/watch/stored-watch.js';
import { createWatches } from '../store/watch/watches.js';
import { errorSentence } from '../text/error-sentence.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { Interrupted } from './questions.js';
import { statusTeller } from './stream-status.js';
import { watchPrinter } from './watch-printer.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Print who comes and goes, for as long as somebody reads it. `accounts` are as typed. */
export interface WatchLine extends Locations {
  readonly kind: 'watch';
  readonly accounts: readonly string[];
  /** Undefined where none is given. */
  readonly streams: readonly string[] | undefined;
}

/**
 * Watches the followers of accounts, as the screen does and with the same files, and writes who comes and goes to stdout, one JSON
 * object a line. Resolves to the exit code: 1 where an account cannot be resolved or its followers cannot be read; 2 where an address is
 * about no account. After Ctrl-c what is known is kept, and the process ends by SIGINT.
 */
export async function watch(line: WatchLine, open: OpenServices): Promise<number> {
  const repos: string[] = [];
  for (const text of line.accounts) {
    const parsed = parseAddress(text);
    const repo = parsed.ok ? accountOf(parsed.address) : undefined;
    if (repo === undefined) {
      complain(
        sanitise(
          parsed.ok ? 'this address is about no account, and only accounts are watched.' : parsed.reason,
        ),
      );
      return EXIT_UNUSABLE;
    }
    repos.push(repo);
  }
  return await withoutScreen(line, open, async (client, config, proxies) => {
    const output = openOutput(process.stdout);
    const { streams: urls, watchLimit, pollSeconds } = config.settings;
    const streams = createEventStreams({ urls, proxies });
    const store = createStore<State>(() =>
      initialState({
        names: () => undefined,
        words: (id) => id,
        recents: [],
        examples: [],
        session: undefined,
        theme: AUTO_THEME,
      }),
    );
    const { getState: get, setState: set } = store;
    const archive = config.watches;
    const watches = createWatches(
      { client, get, set },
      { identity: (repo, signal) => client.resolve(repo, { signal }) },
      { streams: () => streams, archive, limit: watchLimit, pollEveryMs: pollSeconds * 1000 },
    );
    try {
      return await new Promise<number>((resolve, reject) => {
        process.once('SIGINT', () => reject(new Interrupted()));
        process.once('SIGTERM', () => resolve(EXIT_DONE));
        output.signal.addEventListener('abort', () => resolve(EXIT_DONE), { once: true });
        const tell = statusTeller(complain);
        const failed = new Set<string>();
        const printer = watchPrinter((text) => output.write(text).catch(reject));
        store.subscribe(({ watches: all }) => {
          for (const { did, repo, lines, stream, baseline } of all.values()) {
            printer.take(did, lines);
            if (stream) tell(stream);
            if (baseline.status !== 'failed') failed.delete(did);
            else if (!failed.has(did)) {
              failed.add(did);
              complain(sanitise(`the followers of ${repo} cannot be read. ${errorSentence(baseline.error)}`));
            }
          }
        });
        async function begin(repo: string): Promise<void> {
          const { did } = await client.resolve(repo);
          // What an earlier watch told was printed then.
          printer.begin(did, (await loadWatch(archive, did))?.lines ?? []);
          await watches.begin(did, repo);
        }
        Promise.all(repos.map(begin)).catch(reject);
      });
    } finally {
      watches.close();
      streams.close();
    }
  });
}
