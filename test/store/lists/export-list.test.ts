import { expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import type { SaveAsOptions } from '../../../src/keep/save-as.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { writtenText } from '../../../src/store/lists/export-list.js';
import { spell } from '../../../src/text/sentence.js';
import { quiet, until } from '../../support/quiet-store.js';
import { list, stateOf } from '../../support/screen/screen-fixtures.js';

const NOWHERE = 'http://127.0.0.1:1';
const texts = ['first', 'second', 'third'];

/** A store that shows a list of three posts, and the files that it wrote. */
function shown(taken: readonly string[] = []) {
  const files = new Map<string, string>();
  async function saveAs(path: string, text: Iterable<string>, { writesOver }: SaveAsOptions) {
    if (taken.includes(path) && !writesOver) return undefined;
    files.set(path, [...text].join(''));
    return `/home/${path}`;
  }
  const store = createAppStore({
    client: createClient({ appview: NOWHERE, plc: NOWHERE }),
    ...quiet,
    effects: { ...quiet.effects, saveAs },
  });
  store.setState(stateOf({ list: list(texts) }));
  const notice = () => spell(store.getState().notice?.text ?? '', (id) => `<${id}>`);
  return { store, files, notice };
}

test('without marks the rows that pass the filter are written', async () => {
  const { store, files, notice } = shown();
  store.actions.exportList({ path: 'a.ndjson', format: 'ndjson' }, false);
  await until(store, ({ notice }) => notice !== undefined);
  const lines = files.get('a.ndjson')?.trimEnd().split('\n') ?? [];
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    texts.map((text) => ({
      uri: expect.stringMatching(/^at:/),
      cid: expect.any(String),
      value: expect.objectContaining({ text }),
    })),
  );
  expect(notice()).toMatch(/^Wrote 3 rows to \/home\/a\.ndjson\./);
  expect(store.getState().jobs).toEqual([]);
});

test('marked rows alone are written, and the titles of the columns are no row', async () => {
  const { store, files, notice } = shown();
  store.actions.toggleMark();
  store.actions.exportList({ path: 'a.csv', format: 'csv' }, false);
  await until(store, ({ notice }) => notice !== undefined);
  expect(files.get('a.csv')?.trimEnd().split('\r\n')).toHaveLength(2);
  expect(notice()).toBe('Wrote 1 row to /home/a.csv.');
});

test('a file that is there is asked about, with the prompt as it was typed', async () => {
  const { store, files, notice } = shown(['a.csv']);
  store.actions.exportList({ path: 'a.csv', format: 'csv' }, false);
  await until(store, ({ overlay }) => overlay !== undefined);
  expect(store.getState().overlay).toMatchObject({
    kind: 'goto',
    prompt: { text: 'export a.csv' },
    writesOver: 'a.csv',
  });
  await until(store, ({ notice }) => notice !== undefined);
  expect(notice()).toBe('a.csv is there already: <prompt.go> writes over it, <prompt.cancel> leaves it.');
  expect(files.size).toBe(0);
  store.actions.exportList({ path: 'a.csv', format: 'csv' }, true);
  await until(store, () => files.size === 1);
});

test.each([
  [1, true, 'Wrote 1 row to a.csv.'],
  [1_234, false, 'Wrote 1,234 rows to a.csv. The list has more: <list.load-all> loads them.'],
])('%i rows, all of them: %j', (rows, isAll, text) => {
  expect(spell(writtenText(rows, 'a.csv', isAll), (id) => `<${id}>`)).toBe(text);
});
