import type { Job, JobProgress } from '../../jobs/job.js';

type Jobs = readonly Job[];

/** The jobs with one more; one of the same id makes room for it. */
export const withJob = (jobs: Jobs, job: Job): Jobs => [...withoutJob(jobs, job.id), job];

/** The jobs with one of them further on; the same where it has ended. */
export const withProgress = (jobs: Jobs, id: string, progress: JobProgress): Jobs =>
  jobs.some((job) => job.id === id)
    ? jobs.map((job) => (job.id === id ? { ...job, ...progress } : job))
    : jobs;

export const withoutJob = (jobs: Jobs, id: string): Jobs => jobs.filter((job) => job.id !== id);
