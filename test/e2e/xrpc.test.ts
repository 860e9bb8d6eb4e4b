import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
  terminal = await openAtscope(network, ['alice.test'], { columns: 110, rows: 30 });
});

afterAll(() => terminal.close());

test('the seed calls are asked by hand, through their forms and by their addresses', async () => {
  await terminal.waitFor('@alice.test ✓');
  terminal.write(':xrpc app.bsky.graph.getFollowers\r');
  await terminal.waitFor(/▌actor\* +› alice\.test/);
  terminal.press('Tab');
  terminal.write('500\r');
  await terminal.waitFor('limit is “500”: it is at most 100.');
  terminal.press('Backspace');
  terminal.press('Backspace');
  terminal.press('Enter');
  await terminal.waitFor(/app\.bsky\.graph\.getFollowers ──.* from /);
  await terminal.waitFor('@reader116.test');

  terminal.write('X');
  await terminal.waitFor(/ limit +› 5/);
  terminal.press('Esc');
  await terminal.waitFor(() => !/ limit +› 5/.test(terminal.text()));

  terminal.write(':xrpc:com.atproto.identity.resolveHandle?handle=alice.test\r');
  await terminal.waitFor(/ did +did:plc:/);
  terminal.write(':xrpc:com.atproto.repo.describeRepo?repo=alice.test\r');
  await terminal.waitFor('handleIsCorrect');
  terminal.write(':xrpc:com.atproto.repo.listRecords?repo=alice.test&collection=app.bsky.feed.post\r');
  await terminal.waitFor(/com\.atproto\.repo\.listRecords ──.* from /);
  terminal.write(`:xrpc:app.bsky.feed.getLikes?uri=${network.seed.popular.uri}\r`);
  await terminal.waitFor(/app\.bsky\.feed\.getLikes ──.* from /);

  terminal.write(':xrpc com.atproto.server.getSession\r');
  await terminal.waitFor(/is asked of the PDS of who is signed in/);
  terminal.write(':xrpc com.atproto.server.createSession\r');
  await terminal.waitFor('a procedure: it changes something');
  expect(terminal.text()).toContain('identifier');
});
