import { countText } from '../../text/count-text.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { runJob } from '../jobs/jobs.js';
import { type ListLoader, type Loaded, listTask } from './list-loader.js';
import { currentList } from './lists-selectors.js';
import type { ListState } from './lists-state.js';
import { fillingHalted, withList } from './lists-update.js';

export interface LoadAllActions {
  /** Loads all pages of the list that is shown, in the background. */
  loadAll(): void;
}

export function createLoadAll(context: StoreContext, load: ListLoader): LoadAllActions {
  const { get, set, tasks } = context;
  return {
    async loadAll() {
      const list = currentList(get());
      if (!list || list.ended) return;
      const id = listTask(list.key);
      if (get().jobs.some((job) => job.id === id)) return;
      function stop(): void {
        // Its filter would have the same pages come.
        if (list) set(({ lists }) => ({ lists: withList(lists, list.key, fillingHalted) }));
        tasks.stop(id);
      }
      const job = { id, title: 'loading all', unit: 'rows', stop };
      await runJob(context, job, async (tell) => {
        const loaded = await load(list.key, { kind: 'all' }, ({ length }) => tell({ done: length }));
        return allLoadedText(get().lists.get(list.key) ?? list, loaded);
      });
    },
  };
}

/** What came of loading all. Why it failed is said where the list is. */
export function allLoadedText({ rows, note }: Pick<ListState, 'rows' | 'note'>, loaded: Loaded): Sentence {
  const count = `${countText(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`;
  const are = rows.length === 1 ? 'is' : 'are';
  if (loaded.kind === 'failed') return `Loading all failed: ${count} ${are} loaded.`;
  if (loaded.kind === 'stopped') return `Stopped loading: ${count} ${are} loaded.`;
  if (note !== undefined) return say`Loaded ${count}, and ${note}.`;
  return rows.length === 1 ? 'The only row is loaded.' : `All ${count} ${are} loaded.`;
}
