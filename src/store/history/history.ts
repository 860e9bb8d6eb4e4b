import { accountOf } from '../../places/address.js';
import { type HistorySource, historyNdjson } from '../../places/history.js';
import { say } from '../../text/sentence.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { Lists } from '../lists/lists.js';
import { listKey } from '../lists/lists-selectors.js';
import { shownWatch } from '../live/live-selectors.js';
import { notify, notifyFailure } from '../notice/notify.js';
import type { State } from '../state.js';
import type { Navigation } from '../visits/navigation.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { loadWatch, type WatchArchive } from '../watch/stored-watch.js';
import { historyFileName } from './history-file-name.js';

/** The history of an account that is watched is with its watch, that of another one on disk. */
export function createHistorySource(
  get: () => Pick<State, 'watches'>,
  archive: Pick<WatchArchive, 'load'>,
): HistorySource {
  return {
    async lines(did) {
      const running = get().watches.get(did)?.lines ?? [];
      // A watch that has only just begun may not have read yet what was kept.
      return running.length > 0 ? running : ((await loadWatch(archive, did))?.lines ?? []);
    },
  };
}

/** Whose history is asked for here: in the live pane that of the watch it shows, else that of the account of the place. */
export function historyRepo(state: State): string | undefined {
  const { address, focus } = currentVisit(state);
  const watch = focus === 'live' ? shownWatch(state) : undefined;
  return watch?.repo ?? (address && accountOf(address));
}

export interface HistoryActions {
  /** Goes to the history of the account: who came and went while it was watched. */
  openHistory(): void;
  /** Writes that history into a file in the current folder. */
  exportHistory(): void;
}

/** Looking back at who came and went, and taking it along. */
export function createHistory(
  context: StoreContext,
  accounts: Accounts,
  lists: Lists,
  navigation: Navigation,
): HistoryActions {
  const { effects, get, history } = context;

  async function identityOf(repo: string) {
    const signal = new AbortController().signal;
    // One that could not be resolved before may be by now.
    return await accounts.identity(repo, signal).catch(() => context.client.resolve(repo, { signal }));
  }

  return {
    openHistory() {
      const repo = historyRepo(get());
      if (repo === undefined) return;
      const address = { kind: 'history', repo } as const;
      const known = get().lists.get(listKey(address, undefined));
      navigation.goTo(address);
      // What happened since it was opened last belongs to it.
      if (known?.status === 'ready') lists.reload(known.key);
    },
    async exportHistory() {
      const repo = historyRepo(get());
      if (repo === undefined) return;
      try {
        const { did, handle } = await identityOf(repo);
        const lines = await history.lines(did);
        if (lines.length === 0) {
          return notify(context, say`There is no history to export: {key:live.watch} watches followers.`);
        }
        const name = historyFileName(handle ?? did, Date.now());
        const path = await effects.saveNew(name, historyNdjson(lines, did));
        notify(context, `Wrote ${lines.length} ${lines.length === 1 ? 'line' : 'lines'} to ${path}`);
      } catch (error) {
        notifyFailure(context, 'The history was not exported.', error);
      }
    },
  };
}
