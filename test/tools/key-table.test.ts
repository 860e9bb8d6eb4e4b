import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { defaultCommands } from '../../src/tui/commands/commands.js';
import { keyLabel } from '../../src/tui/commands/key-name.js';
import { keyTable } from './key-table.js';

const page = new URL('../../docs/keys.md', import.meta.url);
const start = '<!-- keys:start -->\n';
const end = '\n<!-- keys:end -->';

// `npm run keys` sets it.
const rewrite = process.env.ATSCOPE_WRITE_KEYS === '1';

test('the key table of docs/keys.md is the one that keys are dispatched by', async () => {
  const text = await readFile(page, 'utf8');
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf(end, from - 1);
  expect(from).toBeGreaterThan(start.length);
  expect(to).toBeGreaterThan(from - 2);
  const table = keyTable(defaultCommands);
  if (rewrite) await writeFile(page, text.slice(0, from) + table + text.slice(to));
  else expect(text.slice(from, to), 'npm run keys brings it up to date').toBe(table);
});

test('the README names ten keys, and each does something where one looks at an account', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, section = ''] = /^## Keys\n([\s\S]*?)^All of them/m.exec(readme) ?? [];
  const rows = section.split('\n').filter((line) => /^\| `/.test(line));
  expect(rows).toHaveLength(10);
  const keys = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, key]) => key),
  );
  const known = new Set(defaultCommands.flatMap((command) => command.keys.map(keyLabel)));
  expect(keys.filter((key) => !known.has(key ?? ''))).toEqual([]);
});
