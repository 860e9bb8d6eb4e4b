import { basename } from 'node:path';
import { countText } from '../../text/count-text.js';
import { errorSentence } from '../../text/error-sentence.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { runJob } from '../jobs/jobs.js';
import { promptOf } from '../overlays/prompt.js';
import { csvOf, ndjsonOf } from './list-text.js';
import { currentList } from './lists-selectors.js';
import { currentMarks } from './marks.js';

/** A file that rows are written into. */
export interface ExportFile {
  /** As typed. */
  readonly path: string;
  readonly format: 'ndjson' | 'csv';
}

export interface ExportListActions {
  /**
   * Writes the rows that are marked, else those that are loaded and pass the filter, into a file, in the background. Where there is
   * one already it asks first, unless it `writesOver` that.
   */
  exportList(file: ExportFile, writesOver: boolean): void;
}

/** Rows between one word of how far it is and the next. */
const TOLD_EVERY_ROWS = 1000;

export function createExportList(context: StoreContext): ExportListActions {
  const { effects, get, set } = context;

  /** The prompt again, as it was typed: `Enter` in it is the answer. */
  function ask(path: string): Sentence {
    if (get().overlay) return `${path} is there already, and was left as it is.`;
    set({
      overlay: { kind: 'goto', prompt: promptOf(`export ${path}`), cursor: atFirst, writesOver: path },
    });
    return say`${path} is there already: {key:prompt.go} writes over it, {key:prompt.cancel} leaves it.`;
  }

  return {
    async exportList({ path, format }, writesOver) {
      const list = currentList(get());
      if (!list?.listing) return;
      const marks = currentMarks(get());
      const stopping = new AbortController();
      let done = 0;
      const id = `export ${path}`;
      if (get().jobs.some((job) => job.id === id)) return;
      const job = {
        id,
        title: `writing ${basename(path)}`,
        unit: 'rows',
        stop: () => stopping.abort(),
      };
      await runJob(context, job, async (tell) => {
        function* counted(lines: Iterable<string>) {
          for (const line of lines) {
            yield line;
            done += 1;
            if (done % TOLD_EVERY_ROWS === 0) tell({ done });
          }
        }
        const text =
          format === 'csv' ? csvOf(list, get().names, marks) : ndjsonOf(list, marks, { whole: true });
        try {
          const saved = await effects.saveAs(path, counted(text), { writesOver, signal: stopping.signal });
          if (saved === undefined) return ask(path);
          return writtenText(format === 'csv' ? done - 1 : done, saved, marks !== undefined || list.ended);
        } catch (error) {
          if (stopping.signal.aborted) return `Stopped: ${path} was not written.`;
          return `${path} was not written. ${errorSentence(error)}`;
        }
      });
    },
  };
}

/** What was written; of a list that has more, how one gets all of it. */
export function writtenText(rows: number, path: string, isAll: boolean): Sentence {
  const text = `Wrote ${countText(rows)} ${rows === 1 ? 'row' : 'rows'} to ${path}.`;
  return isAll ? text : say`${text} The list has more: {key:list.load-all} loads them.`;
}
