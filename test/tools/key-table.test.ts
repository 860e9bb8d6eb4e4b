import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { defaultCommands } from '../../src/tui/commands/commands.js';
import { keyTable } from './key-table.js';

const readme = new URL('../../README.md', import.meta.url);
const start = '<!-- keys:start -->\n';
const end = '\n<!-- keys:end -->';

// `npm run keys` sets it.
const rewrite = process.env.ATSCOPE_WRITE_KEYS === '1';

test("the README's key table is the one that keys are dispatched by", async () => {
  const text = await readFile(readme, 'utf8');
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf(end, from - 1);
  expect(from).toBeGreaterThan(start.length);
  expect(to).toBeGreaterThan(from - 2);
  const table = keyTable(defaultCommands);
  if (rewrite) await writeFile(readme, text.slice(0, from) + table + text.slice(to));
  else expect(text.slice(from, to), 'npm run keys brings it up to date').toBe(table);
});
