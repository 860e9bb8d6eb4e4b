import { expect, test } from 'vitest';
import type { Loaded } from '../../../src/store/lists/list-loader.js';
import { allLoadedText } from '../../../src/store/lists/load-all.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { spell } from '../../../src/text/sentence.js';

function rows(count: number): PagedRows<unknown> {
  const paged = new PagedRows<unknown>();
  paged.append(Array.from({ length: count }), undefined);
  return paged;
}

const failed: Loaded = { kind: 'failed', error: new Error('gone') };

test.each<[count: number, loaded: Loaded, note: string | undefined, text: string]>([
  [1_234, { kind: 'done' }, undefined, 'All 1,234 rows are loaded.'],
  [1, { kind: 'done' }, undefined, 'The only row is loaded.'],
  [0, { kind: 'done' }, undefined, 'All 0 rows are loaded.'],
  [
    300,
    { kind: 'done' },
    'stopped: the service gave the same cursor twice',
    'Loaded 300 rows, and stopped: the service gave the same cursor twice.',
  ],
  [300, { kind: 'stopped' }, undefined, 'Stopped loading: 300 rows are loaded.'],
  [1, { kind: 'stopped' }, undefined, 'Stopped loading: 1 row is loaded.'],
  [300, failed, undefined, 'Loading all failed: 300 rows are loaded.'],
])('%i rows, %j, %s', (count, loaded, note, text) => {
  expect(spell(allLoadedText({ rows: rows(count), note }, loaded), String)).toBe(text);
});
