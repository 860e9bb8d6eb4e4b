import { expect, test } from 'vitest';
import { jobText } from '../../src/jobs/job.js';
import { say, spell } from '../../src/text/sentence.js';

const loading = { title: 'loading all', unit: 'rows', done: 1_200 };

test.each([
  [loading, 'loading all: 1,200 rows'],
  [{ ...loading, total: 3_000 }, 'loading all: 1,200 of 3,000 rows'],
  [{ ...loading, note: 'the service is slow' }, 'loading all: 1,200 rows · the service is slow'],
  [{ ...loading, note: say`{key:calls.show} shows why` }, 'loading all: 1,200 rows · x shows why'],
])('%j is told as “%s”', (job, text) => {
  expect(spell(jobText(job), () => 'x')).toBe(text);
});
