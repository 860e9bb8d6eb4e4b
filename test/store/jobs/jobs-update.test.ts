import { expect, test } from 'vitest';
import type { Job } from '../../../src/jobs/job.js';
import { withJob, withoutJob, withProgress } from '../../../src/store/jobs/jobs-update.js';

const job = (id: string, done = 0): Job => ({ id, title: 'loading all', unit: 'rows', done, stop: () => {} });
const said = (jobs: readonly Job[]) => jobs.map(({ id, done }) => `${id} ${done}`).join(', ');
const two = [job('a', 1), job('b', 2)];

test.each([
  ['a new one is the last', withJob(two, job('c')), 'a 1, b 2, c 0'],
  ['one that begins anew takes the place of itself', withJob(two, job('a')), 'b 2, a 0'],
  ['progress is that of one', withProgress(two, 'a', { done: 9 }), 'a 9, b 2'],
  ['progress of one that ended is nothing', withProgress(two, 'c', { done: 9 }), 'a 1, b 2'],
  ['one that ended is gone', withoutJob(two, 'a'), 'b 2'],
  ['one that is not there need not go', withoutJob(two, 'c'), 'a 1, b 2'],
])('%s', (_, jobs, expected) => expect(said(jobs)).toBe(expected));
