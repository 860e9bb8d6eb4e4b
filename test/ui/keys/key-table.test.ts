import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { defaultCommands } from '../../../src/ui/keys/commands.js';
import { keyTable } from '../../../src/ui/keys/key-table.js';

const readme = new URL('../../../README.md', import.meta.url);
const start = '<!-- keys:start -->\n';
const end = '\n<!-- keys:end -->';

// `npm run keys` sets it.
const rewrite = process.env.ATSCOPE_WRITE_KEYS === '1';

test("the README's key table is the one that keys are dispatched by", async () => {
  const text = await readFile(readme, 'utf8');
  const [before, rest] = text.split(start) as [string, string];
  const [written, behind] = rest.split(end) as [string, string];
  const table = keyTable(defaultCommands);
  if (rewrite) await writeFile(readme, `${before}${start}${table}${end}${behind}`);
  else expect(written, 'npm run keys brings it up to date').toBe(table);
});
