import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import { ChangeRun, makeChange } from '../../src/jobs/changes/make-change.js';
import { openConfig } from '../../src/keep/config.js';
import { openSessionStore } from '../../src/keep/session-store.js';
import { png } from '../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

const PLANT = 'com.example.garden.plant';

let network: SeededNetwork;
let gardener: SignedIn;
let home: string;
let terminal: Terminal | undefined;

beforeAll(async () => {
  network = await useSeededNetwork();
});

beforeEach(async () => {
  gardener = await signUpWithPassword(network.pds, freshHandle('undoer'));
  home = await temporaryFolder();
});

afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
});

/** Another run of atscope, with the folders of the one on the screen, that has signed in. */
async function otherRun() {
  const folder = join(home, 'atscope');
  const { plc, appview } = network;
  const client = createClient({
    ...{ plc, appview },
    sessions: { store: openSessionStore(folder), proxy: undefined },
  });
  onTestFinished(() => client.close());
  await client.sessions.signIn({ identifier: gardener.did, password: gardener.password });
  return { deps: { client, undo: openConfig({ folder }).undo }, writer: await client.writer() };
}

async function openGarden(): Promise<Terminal> {
  terminal = await openAtscope(network, [`${gardener.did}/${PLANT}`], { columns: 120, rows: 30, home });
  return terminal;
}

const isServed = async (cid: string): Promise<boolean> =>
  (await fetch(`${network.pds}/xrpc/com.atproto.sync.getBlob?did=${gardener.did}&cid=${cid}`)).ok;

test('what an earlier run deleted is put back with its picture, and deleted again', async () => {
  const { deps, writer } = await otherRun();
  const blob = await gardener.upload(png(11), 'image/png');
  const at = { collection: PLANT, rkey: 'rose' };
  await writer.write({ kind: 'create', ...at, rkey: 'oak', json: '{"name":"Oak"}' });
  const json = JSON.stringify({ name: 'Rose', picture: blob });
  const { cid } = await writer.write({ kind: 'create', ...at, json });
  await makeChange(deps, { kind: 'delete', ...at, swap: cid }, { title: `deleted ${PLANT}/rose` });
  expect(await isServed(blob.ref.$link)).toBe(false);

  const screen = await openGarden();
  await screen.waitFor('Oak');
  await screen.waitFor('this is you');
  expect(screen.text()).not.toContain('Rose');
  screen.press('U');
  await screen.waitFor(`Undone: deleted ${PLANT}/rose. :redo does it again.`);
  await screen.waitFor('Rose');
  expect((await writer.read(PLANT, 'rose'))?.cid).toBe(cid);
  expect(await isServed(blob.ref.$link)).toBe(true);
  screen.press('U');
  await screen.waitFor('There is nothing to undo.');

  screen.write(':redo\r');
  await screen.waitFor(`Done again: deleted ${PLANT}/rose.`);
  expect(await writer.read(PLANT, 'rose')).toBeUndefined();
  screen.press('U');
  await screen.waitFor(`Undone: deleted ${PLANT}/rose.`);
  expect((await writer.read(PLANT, 'rose'))?.cid).toBe(cid);
  expect(await isServed(blob.ref.$link)).toBe(true);
});

test('many are asked about; what was changed since is left as it is, and told', async () => {
  const { deps, writer } = await otherRun();
  const names = ['ash', 'elm', 'fir', 'ivy', 'oak', 'yew'];
  const run = new ChangeRun(deps, 'deleted 6 plants');
  for (const rkey of names) {
    const json = JSON.stringify({ name: rkey });
    const { cid: swap } = await writer.write({ kind: 'create', collection: PLANT, rkey, json });
    await run.make({ kind: 'delete', collection: PLANT, rkey, swap });
  }
  await run.end();
  await writer.write({ kind: 'create', collection: PLANT, rkey: 'elm', json: '{"name":"Another"}' });

  const screen = await openGarden();
  await screen.waitFor('Another');
  await screen.waitFor('this is you');
  screen.press('U');
  await screen.waitFor('deleted 6 plants: 6 changes are turned back, where nobody has changed them since.');
  // The first answer does nothing.
  screen.press('Enter');
  await screen.waitForGone('Undo?');
  expect(await writer.read(PLANT, 'oak')).toBeUndefined();
  screen.press('U');
  await screen.waitFor('Undo?');
  screen.press('Down');
  screen.press('Enter');
  await screen.waitFor(/Undone: 5 of 6 \(deleted 6 plants\)\. 1 stays: \S+elm was changed meanwhile/);
  for (const rkey of names) expect(await writer.read(PLANT, rkey), rkey).toBeDefined();
  expect((await writer.read(PLANT, 'elm'))?.json).toContain('Another');
  await screen.waitFor('yew');
});
