import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';
import { asAdmin } from '../network/take-down.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { signInByPassword } from '../support/terminal/choose-password.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

const FOLLOW = 'app.bsky.graph.follow';

let network: SeededNetwork;
let host: SignedIn;
let fans: readonly Author[];
let terminal: Terminal;

const follow = (subject: string) => ({
  collection: FOLLOW,
  value: { subject, createdAt: new Date().toISOString() },
});

beforeAll(async () => {
  network = await useSeededNetwork();
  host = await signUpWithPassword(network.pds, freshHandle('host'));
  fans = await Promise.all(['ash', 'elm', 'fir'].map((name) => signUp(network.pds, freshHandle(name))));
  await Promise.all(fans.map((fan) => fan.write([follow(host.did)])));
  await network.processAll();
});

afterEach(() => terminal.close());

async function followed(): Promise<string[]> {
  const query = new URLSearchParams({ repo: host.did, collection: FOLLOW, limit: '100' });
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.listRecords?${query}`);
  const { records } = (await answer.json()) as { records: { value: { subject: string } }[] };
  return records.map(({ value }) => value.subject).sort();
}

test('all followers are followed back, nobody twice, and what leads to a deleted account is found and goes', async () => {
  terminal = await openAtscope(network, [`${host.did}/followers`], { columns: 120, rows: 30 });
  await terminal.waitFor(fans[0]?.handle ?? '');
  await signInByPassword(terminal, host);
  await terminal.waitFor(fans[0]?.handle ?? '');

  terminal.write(':follow-all\r');
  await terminal.waitFor('Mark rows first');
  terminal.press('*');
  await terminal.waitFor('3 marked');
  terminal.write(':follow-all\r');
  await terminal.waitFor('Follow 3 accounts?');
  expect(terminal.text()).toContain('Marked: 3 accounts.');
  expect(terminal.text()).toContain('which undoing does not take back');
  // The answer under the cursor does nothing.
  terminal.press('Enter');
  await terminal.waitFor(/^(?![\s\S]*do nothing)[\s\S]*3 marked/);
  expect(await followed()).toEqual([]);
  terminal.write(':follow-all\r');
  await terminal.waitFor('Follow 3 accounts?');
  terminal.press('j', 'Enter');
  await terminal.waitFor('Done: followed 3 accounts. U undoes it.');
  expect(await followed()).toEqual(fans.map(({ did }) => did).sort());
  terminal.write(':follow-all\r');
  await terminal.waitFor('There is nothing to do. 3 are left out: you follow them already.');

  const [gone, ...there] = fans;
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.admin.deleteAccount`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: asAdmin },
    body: JSON.stringify({ did: gone?.did }),
  });
  expect(answer.status).toBe(200);
  await network.processAll();
  terminal.write(`:${host.did}/${FOLLOW}\r`);
  await terminal.waitFor('1–3 of 3');
  terminal.write(':dangling\r');
  await terminal.waitFor('Marked 1 of 3 follows: what it points to is gone. d deletes it.');
  await terminal.waitFor('/:marked · 1 marked');
  terminal.press('d');
  await terminal.waitFor('Delete 1 record?');
  terminal.press('j', 'Enter');
  await terminal.waitFor('Done: deleted 1 record');
  expect(await followed()).toEqual(there.map(({ did }) => did).sort());
});
