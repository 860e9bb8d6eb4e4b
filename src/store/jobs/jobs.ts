import type { Job, JobProgress } from '../../jobs/job.js';
import type { Sentence } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { withJob, withoutJob, withProgress } from './jobs-update.js';

export interface JobsActions {
  /** Stops the job that began last. */
  stopJob(): void;
}

/**
 * Shows a job for as long as its work takes, and then what was done. The work tells how far it is, resolves to what is to be
 * said at its end, undefined where it has said itself what came of it, and never rejects.
 */
export async function runJob(
  { set }: Pick<StoreContext, 'set'>,
  job: Pick<Job, 'id' | 'title' | 'unit' | 'stop'>,
  work: (tell: (progress: JobProgress) => void) => Promise<Sentence | undefined>,
): Promise<void> {
  set(({ jobs }) => ({ jobs: withJob(jobs, { ...job, done: 0 }) }));
  const text = await work((progress) => set(({ jobs }) => ({ jobs: withProgress(jobs, job.id, progress) })));
  set(({ jobs, notice }) => ({
    jobs: withoutJob(jobs, job.id),
    notice: text === undefined ? notice : { kind: 'info', text },
  }));
}

export const createJobs = ({ get }: Pick<StoreContext, 'get'>): JobsActions => ({
  stopJob: () => get().jobs.at(-1)?.stop(),
});
