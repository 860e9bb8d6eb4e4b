import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { JobProgress } from '../../jobs/job.js';
import type { Absent } from '../../jobs/many/gone.js';
import { addressKey } from '../../places/address.js';
import type { DateSpan } from '../../text/date-span.js';
import { MARKED_WORD, withWord } from '../../text/row-filter.js';
import type { StoreContext } from '../context.js';
import { runJob } from '../jobs/jobs.js';
import { rowFilterOf } from '../lists/filter-scan.js';
import { listTask } from '../lists/list-loader.js';
import type { Lists } from '../lists/lists.js';
import { currentList, listAddress } from '../lists/lists-selectors.js';
import type { ListState } from '../lists/lists-state.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { shownPlace } from '../visits/visits-selectors.js';
import { withEveryVisit } from '../visits/visits-update.js';
import type { Marking } from './marking.js';

export interface PresetActions {
  /** Marks the records of the list that is shown which are older than a date. All of it is loaded first. */
  markOlder(date: DateSpan): void;
  /** Marks the records of the list that is shown which point to what is gone; those of accounts that may come back, too, where it is asked for. */
  markDangling(areAwayMarked: boolean): void;
}

type Find = (list: ListState, signal: AbortSignal, tell: (progress: JobProgress) => void) => Promise<Marking>;

/** Job of finding what is to be marked. */
const MARK_TASK = 'marking rows';

/** Marks rows by what they are, so that they are seen before anything is done with them. */
export function createPresets(
  context: StoreContext,
  lists: Pick<Lists, 'loadWhole' | 'filter'>,
): PresetActions {
  const { client, get, set, tasks } = context;
  /** What was found out last, for who wants more of it marked. */
  let known: { readonly key: string; readonly absent: ReadonlyMap<string, Absent> } | undefined;

  /** Whether all of a list is here; what is not is said. */
  async function isWhole({ key }: ListState): Promise<boolean> {
    const id = listTask(key);
    let isDone = false;
    const job = { id, title: 'loading all, to mark', unit: 'rows', stop: () => tasks.stop(id) };
    await runJob(context, job, async (tell) => {
      const loaded = await lists.loadWhole(key, ({ length }) => tell({ done: length }));
      isDone = loaded.kind === 'done';
      if (isDone) return undefined;
      return loaded.kind === 'stopped' ? STOPPED : 'Nothing was marked: not all of the list could be loaded.';
    });
    return isDone;
  }

  function mark({ key, address }: ListState, keys: Set<string>): void {
    const of = addressKey(address);
    set((state) =>
      withEveryVisit(state, (visit) => {
        const shown = listAddress(shownPlace(visit));
        return shown && addressKey(shown) === of ? { ...visit, marks: { of, keys } } : visit;
      }),
    );
    const now = currentList(get());
    if (now?.key === key && keys.size > 0) lists.filter(key, withWord(now.filter?.text ?? '', MARKED_WORD));
  }

  async function run(title: string, find: Find): Promise<void> {
    const shown = currentList(get());
    if (!shown) return;
    const busy = get().jobs.some(({ id }) => id === MARK_TASK || id === listTask(shown.key));
    if (busy) return notify(context, 'This list is at work already: wait for it, or stop it first.');
    if (!(await isWhole(shown))) return;
    const job = { id: MARK_TASK, title, unit: 'records', stop: () => tasks.stop(MARK_TASK) };
    await tasks.start(MARK_TASK, async (signal) => {
      await runJob(context, job, async (tell) => {
        const list = get().lists.get(shown.key);
        try {
          if (!list) return STOPPED;
          const { keys, text } = await find(list, signal, tell);
          mark(list, keys);
          return text;
        } catch (error) {
          if (isAbortError(error) || signal.aborted) return STOPPED;
          notifyFailure(context, 'Nothing was marked.', error);
          return undefined;
        }
      });
    });
  }

  const rowsOf = (list: ListState) => ({
    list,
    names: get().names,
    terms: list.filter ? rowFilterOf(list, list.filter.text).terms : [],
  });

  return {
    markOlder(date) {
      void run(`marking what is older than ${date.text}`, async (list, signal, tell) => {
        const { findOlder } = await import('./find-older.js');
        return await findOlder(rowsOf(list), date, { signal, tell });
      });
    },

    markDangling(areAwayMarked) {
      void run('looking for what is gone', async (list, signal, tell) => {
        const { findDangling } = await import('./find-dangling.js');
        const earlier = areAwayMarked && known?.key === list.key ? known.absent : undefined;
        const found = await findDangling(rowsOf(list), {
          client,
          signal,
          tell,
          areAwayMarked,
          absent: earlier,
        });
        known = { key: list.key, absent: found.absent };
        return found;
      });
    },
  };
}

const STOPPED = 'Stopped: nothing was marked.';
