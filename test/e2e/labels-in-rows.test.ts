import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atscope-labels-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('labels stand in rows, in heads and in the profile, in the words of their labeler', async () => {
  const network = await useSeededNetwork();
  const { shy } = network.around;
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ labelers: network.labelers }));
  await using terminal = await openAtscope(network, ['painter.test/posts', '--config-dir', folder], {
    columns: 160,
    rows: 48,
    env: { LANG: 'de_DE.UTF-8' },
  });
  await terminal.waitFor('⚑ Irreführend · ▣1 No words for this one');
  await terminal.waitFor('⚐ graphic media ⚐ adult content · ▣1 A leaf');
  // Taken back, or over.
  const rows = terminal.screen();
  expect(rows.find((line) => line.includes('All of the valley'))).not.toContain('⚐');
  expect(rows.find((line) => line.includes('From the'))).toMatch(/⚐ Von einer Maschine gemacht · ▣1/);
  // The name that its labeler gave it obeys nobody.
  expect(rows.find((line) => line.includes('unexplained'))).toMatch(/⚑ ␛\[31mRot ⚐ unexplained · /);
  terminal.press('3', 'G');
  await terminal.waitFor('⚐ Von einer Maschine gemacht, says');

  terminal.write(':spammer.test\r');
  await terminal.waitFor('⚑ Spam, says @labeler.test');
  await terminal.waitFor('⚐ Unhöflich, says');

  terminal.write(`:${shy.posts[1]!.uri}\r`);
  await terminal.waitFor('A quiet thought, number 3');
  await terminal.waitFor('Its author asks apps to show it only to');
  await terminal.waitFor('The repository is public');
  await terminal.waitFor('⚐ only for who is signed in');
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
});
