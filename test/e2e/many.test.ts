import { afterEach, beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { signInByPassword } from '../support/terminal/choose-password.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

const PLANT = 'com.example.garden.plant';

let network: SeededNetwork;
let gardener: SignedIn;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
  gardener = await signUpWithPassword(network.pds, freshHandle('gardener'));
  const writes = Array.from({ length: 150 }, (_, index) => ({
    $type: 'com.atproto.repo.applyWrites#create',
    collection: PLANT,
    rkey: `plant-${String(index).padStart(3, '0')}`,
    value: { $type: PLANT, name: `${index < 120 ? 'Thistle' : 'Rose'} ${index}` },
  }));
  await gardener.call('com.atproto.repo.applyWrites', { repo: gardener.did, writes });
});

afterEach(() => terminal.close());

async function keys(): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      repo: gardener.did,
      collection: PLANT,
      limit: '100',
      ...(cursor && { cursor }),
    });
    const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.listRecords?${query}`);
    const page = (await answer.json()) as { cursor?: string; records: unknown[] };
    count += page.records.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
}

test('what a filter leaves is deleted once its number was typed, and all of it comes back', async () => {
  terminal = await openAtscope(network, [`${gardener.did}/${PLANT}`], { columns: 120, rows: 30 });
  await terminal.waitFor('Rose 149');
  await signInByPassword(terminal, gardener);

  terminal.press('/');
  terminal.write('thistle');
  await terminal.waitFor(/\/thistle · 120 of 150 (?!…|· more|· loading)/);
  terminal.press('Enter', '*');
  await terminal.waitFor('120 marked');
  terminal.press('d');
  await terminal.waitFor('Delete 120 records?');
  expect(terminal.text()).toMatch(/The first: .*Thistle 119/);
  expect(terminal.text()).toMatch(/The last: .*Thistle 0/);

  // The wrong number, and no number, are nothing done.
  terminal.press('j', 'Enter');
  await terminal.waitFor('type 120 to go on:');
  terminal.write('12\r');
  await terminal.waitFor('That is not 120: nothing was done.');
  expect(await keys()).toBe(150);

  terminal.press('d', 'j', 'Enter');
  await terminal.waitFor('type 120 to go on:');
  terminal.write('120\r');
  await terminal.waitFor(/Done: deleted 120 records of com\.example\.garden\.plant\. U undoes it\./);
  expect(await keys()).toBe(30);

  terminal.press('U');
  await terminal.waitFor('120 changes are turned back');
  terminal.press('j', 'Enter');
  await terminal.waitFor('Undone: deleted 120 records');
  expect(await keys()).toBe(150);
});
