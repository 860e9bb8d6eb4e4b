import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildRepo } from '../archive/build-repo.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { BUSY_LIFE, recordsOfLife } from '../support/archive/life-repo.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;
let folder: string;
let file: string;

beforeAll(async () => {
  network = await useSeededNetwork();
  folder = await mkdtemp(join(tmpdir(), 'atscope-life-'));
  file = join(folder, 'life.car');
  await writeFile(file, (await buildRepo(recordsOfLife(BUSY_LIFE))).car);
});

afterEach(() => terminal.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the activity of an archive is a strip, a calendar, and the records of a day', async () => {
  terminal = await openAtscope(network, [`car:${file}`], { columns: 160, rows: 48 });
  await terminal.waitFor(/like +[▁▂▃▅▇ ]+ 1,799/);

  terminal.press(':', ...'activity', 'Enter');
  await terminal.waitFor('2023-04-20 – 2025-01-20, UTC');
  await terminal.waitFor('2025-01-20 Mon · 7 records: 7 app.bsky.feed.like');

  // A day back, and a week.
  terminal.press('k', 'h');
  await terminal.waitFor('2025-01-12 Sun · ');
  terminal.press('Enter');
  await terminal.waitFor('2025-01-12, UTC');
  await terminal.waitFor('4 of 2025-01-12');

  terminal.press('Esc');
  await terminal.waitFor('2025-01-12 Sun · ');
  terminal.press(':', ...'date 2023-07', 'Enter');
  await terminal.waitFor('2023-07-31 Mon · ');
  terminal.press('s');
  await terminal.waitFor('1,799 records');
});

test('the tree of an archive is unfolded node by node, down to a record', async () => {
  terminal = await openAtscope(network, [`car:${file}#tree`], { columns: 160, rows: 48 });
  await terminal.waitFor(/▌ ▾ layer \d · /);
  expect(terminal.text().match(/▾/g)).toHaveLength(1);

  terminal.press('j', ' ');
  await terminal.waitFor(/▌ {3}▾ layer \d · /);
  terminal.press(' ');
  await terminal.waitFor(/▌ {3}▸ layer \d · /);

  terminal.press('j', 'Enter');
  await terminal.waitFor(/life\.car › app\.bsky\.[a-z.]+ › 3[a-z2-7]{12}/);
});
