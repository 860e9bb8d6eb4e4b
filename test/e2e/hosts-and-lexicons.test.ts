import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
  terminal = await openAtscope(network, ['alice.test'], { columns: 120, rows: 36 });
});

afterAll(() => terminal.close());

test('from an account to its host, the repositories there, one of them, and the lexicon of its posts', async () => {
  const { host } = new URL(network.pds);
  await terminal.waitFor('@alice.test ✓');
  terminal.press('1', 'Enter');
  await terminal.waitFor('a PDS: accounts live here');
  expect(terminal.text()).toContain(host);

  terminal.write(`:host:${host}/repos\r`);
  await terminal.waitFor(/▌.*active/);
  terminal.press('Enter');
  await terminal.waitFor('2 Contents');

  terminal.write(':moved.test/log\r');
  await terminal.waitFor('log of moved.test');
  await terminal.waitFor(/created · handle/);

  terminal.write(':lexicon:app.bsky.feed.like\r');
  await terminal.waitFor('subject');
  await terminal.waitFor('com.atproto.repo.strongRef');
});
