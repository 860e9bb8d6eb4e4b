import type { Job } from '../../jobs/job.js';

export interface JobsState {
  /** What goes on in the background, newest last. */
  readonly jobs: readonly Job[];
}
