import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { Pulled } from '../../jobs/pull.js';
import type { Archives } from '../../keep/archives.js';
import { byteSize } from '../../text/byte-size.js';
import { countText } from '../../text/count-text.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { runJob } from '../jobs/jobs.js';
import { notify, notifyFailure } from '../notice/notify.js';
import type { Kept } from './kept.js';

export interface PullActions {
  /** Takes the repository of an account home, or what is new of it, in the background. */
  pullArchive(repo: string): void;
}

export const pullTask = (repo: string): string => `pull ${repo}`;

/** Progress that is told more often is not seen. */
const TELL_EVERY_MS = 100;

/** Taking repositories home. */
export function createPulls(context: StoreContext, kept: Kept): PullActions {
  const { archives, client, get, tasks } = context;

  async function pulled(
    repo: string,
    to: Archives,
    signal: AbortSignal,
    tell: (done: number, note: string) => void,
  ): Promise<Pulled> {
    tell(0, 'asking who it is');
    // The key of today is what the commit is held against.
    const identity = await client.resolve(repo, { fresh: true, signal });
    // Most runs pull nothing.
    const { pull } = await import('../../jobs/pull.js');
    let told = Number.NEGATIVE_INFINITY;
    return await pull({
      client,
      identity,
      archives: to,
      signal,
      onWait: () => tell(0, 'another pull of it is under way'),
      onProgress(step, bytes) {
        if (performance.now() - told < TELL_EVERY_MS) return;
        told = performance.now();
        tell(bytes, step === 'receiving' ? 'receiving' : 'checked, writing');
      },
    });
  }

  return {
    pullArchive(repo) {
      const id = pullTask(repo);
      if (archives === undefined) return notify(context, 'No copies are kept in this run.', 'error');
      if (get().jobs.some((job) => job.id === id)) {
        return notify(context, say`${repo} is being pulled: {key:job.stop} stops it.`);
      }
      const job = { id, title: `pulling ${repo}`, unit: 'bytes', stop: () => tasks.stop(id) } as const;
      void tasks.start(id, async (signal) => {
        await runJob(context, job, async (tell): Promise<Sentence | undefined> => {
          try {
            const found = await pulled(repo, archives, signal, (done, note) => tell({ done, note }));
            await kept.showNew(found.kept.did);
            return pulledSentence(repo, found);
          } catch (error) {
            if (isAbortError(error) || signal.aborted) return `Stopped: nothing of ${repo} was kept.`;
            notifyFailure(context, `${repo} was not pulled.`, error);
            return undefined;
          }
        });
      });
    },
  };
}

/** What was pulled, and how one gets to it. */
function pulledSentence(repo: string, pulled: Pulled): Sentence {
  const { isNew, anew, records, received, kept, key, verdict, problemCount } = pulled;
  const held = `${countText(records)} ${records === 1 ? 'record' : 'records'}, ${byteSize(kept.bytes)}`;
  const wrong = problemCount === 1 ? ', with 1 problem' : `, with ${countText(problemCount)} problems`;
  const by = key.status === 'current' ? 'signed' : 'signed with a past key';
  const signed = `${verdict === 'unsound' ? `${by} and not sound` : by}${problemCount === 0 ? '' : wrong}`;
  if (!isNew) {
    return say`Nothing new of ${repo}: the copy here has ${held}, ${signed}. {key:archive.turn} turns to it.`;
  }
  const why = anew === undefined ? '' : ` All of it was asked for. ${anew}`;
  return say`Pulled ${repo}: ${held}, ${signed}; ${byteSize(received)} came. {key:archive.turn} turns to it.${why}`;
}
