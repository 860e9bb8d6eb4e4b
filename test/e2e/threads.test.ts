import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
  terminal = await openAtscope(network, [network.around.thread.deep.uri], { columns: 100, rows: 30 });
});

afterAll(() => terminal.close());

test('from a post to its thread, up to the root, along its folds, and to what is hidden', async () => {
  await terminal.waitFor('It is only mud here');
  terminal.press('T');
  await terminal.waitFor(/▌.*OP @tess\.test +● 12\. It is only mud/);
  expect(terminal.text()).toMatch(/@uma\.test +│ 11\. Dig a spade deep/);

  terminal.press('g');
  await terminal.waitFor(/▌.*┌ What do you plant first/);
  terminal.press('T');
  await terminal.waitFor(/▌.*● What do you plant first/);
  await terminal.waitFor('▸ 1 hidden reply');

  terminal.press('j', 'Space');
  await terminal.waitFor(/▌.*├ ▸ 14 below · 1\. Broad/);
  terminal.press('-');
  await terminal.waitFor(/├ ▸ 8 below · Everybody/);
  terminal.press('G', 'Enter');
  await terminal.waitFor('└ hidden by OP · Nothing, gardens');
  terminal.press('s');
  await terminal.waitFor('newest first');
  await terminal.waitFor(/▌.*● What do you plant first/);

  terminal.press('j', 'Enter');
  await terminal.waitFor('✓ signed');
  terminal.press('Esc');
  await terminal.waitFor('newest first');
});

test('what an account posts, a feed, and one whose generator is gone', async () => {
  terminal.write(':alice.test/posts\r');
  await terminal.waitFor('posts of alice.test');
  await terminal.waitFor(/⟲ Alice|Post 6 of carol/);
  terminal.press('s');
  await terminal.waitFor('posts without replies');
  terminal.write(`:${network.around.feeds.feed}/posts\r`);
  await terminal.waitFor('Evening over the hills');
  terminal.write(`:${network.around.feeds.deadFeed}/posts\r`);
  await terminal.waitFor('The generator of this feed does not answer');
});

test('a thread is read at forty columns, however deep it is', async () => {
  terminal.write(`:${network.around.thread.root.uri}/thread\r`);
  await terminal.waitFor('● What do you');
  terminal.resize(40, 10);
  await terminal.waitFor(/▌ OP @tess\.test +● What do/);
  terminal.press('PgDn', 'PgDn');
  await terminal.waitFor(/├\+\d/);
});
