import { afterEach, beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

test('a repository is taken home, looked at there and on the network, and deleted', async () => {
  terminal = await openAtscope(network, ['alice.test/app.bsky.feed.post'], { columns: 160, rows: 48 });
  await terminal.waitFor(/3 app\.bsky\.feed\.post ── 1–\d+ of 100 loaded/);
  await terminal.waitFor('130 followers');
  terminal.press('a');
  await terminal.waitFor('Nothing of alice.test is kept here: D takes it home.');
  terminal.press('D');
  await terminal.waitFor(/Pulled alice\.test: \d+ records, .* signed; .* came\. a turns to it\./);
  await terminal.waitFor(/ archive +\d+ · \d\d:\d\d ✓/);

  // On the same row of the archive; its record is proved by the archive, and that on the network by the network.
  terminal.press('j', 'j', 'a');
  await terminal.waitFor('1 Archive of ');
  await terminal.waitFor('✓ signed');
  expect(terminal.screen().at(-1)).toContain('archive:alice.test › app.bsky.feed.post');
  terminal.press('Enter');
  await terminal.waitFor(/4 Record ── archive of \d\d-\d\d · ✓ signed/);
  const key = /› (3l\w{11})/.exec(terminal.screen().at(-1) ?? '')?.[1] ?? 'no record';
  terminal.press('a');
  await terminal.waitFor(/4 Record ── ✓ signed/);
  expect(terminal.screen().at(-1)).toContain(`alice.test › app.bsky.feed.post › ${key}`);

  terminal.press('a');
  await terminal.waitFor('1 Archive of ');
  terminal.press('u', 'u');
  // Who comes up finds the list of the collection beside the contents.
  await terminal.waitFor(/archive:alice\.test {2,}/);
  await terminal.waitFor(/3 app\.bsky\.feed\.post ── 1–\d+ of 100 loaded/);
  terminal.press('u');
  await terminal.waitFor(/3 archives ── 1–1 of 1 · /);
  terminal.press('d');
  await terminal.waitFor('Delete 1 copy, ');
  terminal.press('Enter');
  await terminal.waitFor(/3 archives ── 1–1 of 1 · /);
  terminal.press('d');
  await terminal.waitFor('Delete 1 copy, ');
  terminal.press('j', 'Enter');
  await terminal.waitFor('Deleted 1 copy, ');
  await terminal.waitFor('No repository is kept here: D on an account takes its own home.');
});
