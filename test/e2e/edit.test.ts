import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { signInByPassword } from '../support/terminal/choose-password.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import { type ScriptedEditor, scriptedEditor } from '../support/terminal/scripted-editor.js';
import type { Terminal } from '../support/terminal/terminal.js';

const PLANT = 'com.example.garden.plant';

let network: SeededNetwork;
let gardener: SignedIn;
let home: string;
let editor: ScriptedEditor;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

beforeEach(async () => {
  gardener = await signUpWithPassword(network.pds, freshHandle('gardener'));
  home = await temporaryFolder();
  editor = await scriptedEditor(home);
});

afterEach(() => terminal.close());

const put = (rkey: string, record: object) =>
  gardener.call('com.atproto.repo.putRecord', { repo: gardener.did, collection: PLANT, rkey, record });

async function recordAt(rkey: string): Promise<Record<string, unknown> | undefined> {
  const query = new URLSearchParams({ repo: gardener.did, collection: PLANT, rkey });
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.getRecord?${query}`);
  return answer.ok ? ((await answer.json()) as { value: Record<string, unknown> }).value : undefined;
}

/** Opens a place of the gardener, signed in as them. */
async function open(path: string): Promise<void> {
  terminal = await openAtscope(network, [`${gardener.did}/${path}`], {
    ...{ columns: 120, rows: 36, home },
    env: { EDITOR: editor.path, VISUAL: '' },
  });
}

test('a record is edited, looked at, written, and turned back', async () => {
  await put('rose', { $type: PLANT, name: 'Rose', height: 120 });
  await open(`${PLANT}/rose`);
  await terminal.waitFor('"Rose"');
  await signInByPassword(terminal, gardener);

  // Nothing changed is nothing written.
  terminal.press('e');
  await terminal.waitFor('Nothing was changed, and nothing is written.');

  await editor.does(`cp "$1" ${home}/seen; sed -i 's/"Rose"/"Red rose"/' "$1"`);
  terminal.press('e');
  await terminal.waitFor('as it is written');
  const seen = await readFile(join(home, 'seen'), 'utf8');
  expect(seen).toMatch(new RegExp(`^// at://${gardener.did}/${PLANT}/rose\n`));
  expect(seen).toContain('"name": "Rose"');
  expect(await recordAt('rose')).toMatchObject({ name: 'Rose' });
  terminal.press('Enter');
  await terminal.waitFor(`Written: ${PLANT}/rose. U undoes it.`);
  expect(await recordAt('rose')).toMatchObject({ name: 'Red rose', height: 120 });

  terminal.press('U');
  await terminal.waitFor(`Undone: edited ${PLANT}/rose.`);
  expect(await recordAt('rose')).toMatchObject({ name: 'Rose' });
});

test('what cannot be sent, or is no JSON, is said, edited again, and kept as a draft', async () => {
  await put('rose', { $type: PLANT, name: 'Rose' });
  await open(`${PLANT}/rose`);
  await terminal.waitFor('"Rose"');
  await signInByPassword(terminal, gardener);
  await editor.does(`sed -i 's/"Rose"/1.5/' "$1"`);
  terminal.press('e');
  await terminal.waitFor('name: 1.5 is no integer');
  await editor.does(`cp "$1" ${home}/again; sed -i 's/1\\.5/"Ros/' "$1"`);
  terminal.press('Enter');
  await terminal.waitFor('It is not JSON');
  expect(await readFile(join(home, 'again'), 'utf8')).toContain('//   name: 1.5 is no integer');
  terminal.press('j', 'Enter');
  await terminal.waitFor('What was typed is kept');
  expect(await recordAt('rose')).toMatchObject({ name: 'Rose' });

  await editor.does(`sed -i 's/"Ros/"Rosa"/' "$1"`);
  terminal.write(':drafts\r');
  await terminal.waitFor('leave them here');
  terminal.press('j', 'Enter');
  await terminal.waitFor('open it in the editor');
  terminal.press('j', 'Enter');
  await terminal.waitFor('as it is written');
  terminal.press('Enter');
  await terminal.waitFor('Written:');
  expect(await recordAt('rose')).toMatchObject({ name: 'Rosa' });
  terminal.write(':drafts\r');
  await terminal.waitFor('There are no drafts');
});

test('what was changed meanwhile is shown as three versions, and nothing is overwritten unseen', async () => {
  await put('rose', { $type: PLANT, name: 'Rose', height: 120 });
  await open(`${PLANT}/rose`);
  await terminal.waitFor('"Rose"');
  await signInByPassword(terminal, gardener);
  await editor.does(`sed -i 's/"Rose"/"Red rose"/' "$1"`);
  terminal.press('e');
  await terminal.waitFor('as it is written');
  await put('rose', { $type: PLANT, name: 'Rose', height: 125 });
  terminal.press('Enter');
  await terminal.waitFor('changed meanwhile, nothing was written');
  await terminal.waitFor('as you began');
  expect(terminal.text()).toMatch(/"height": 120.*"height": 125.*"height": 120/);
  expect(await recordAt('rose')).toMatchObject({ name: 'Rose', height: 125 });
  terminal.press('Enter');
  await terminal.waitFor('It takes the place of what was written meanwhile.');
  terminal.press('Enter');
  await terminal.waitFor('Written:');
  expect(await recordAt('rose')).toMatchObject({ name: 'Red rose', height: 120 });
});

test('what was typed outlives a terminal that goes away', async () => {
  await put('rose', { $type: PLANT, name: 'Rose' });
  await open(`${PLANT}/rose`);
  await terminal.waitFor('"Rose"');
  await signInByPassword(terminal, gardener);
  await editor.does(`sed -i 's/"Rose"/"Red rose"/' "$1"`);
  terminal.press('e');
  await terminal.waitFor('as it is written');
  terminal.kill('SIGKILL');
  await terminal.waitForExit();
  await terminal.close();

  await open(`${PLANT}/rose`);
  await terminal.waitFor('"Rose"');
  terminal.write(':drafts\r');
  await terminal.waitFor('leave them here');
  terminal.press('Esc');
  await terminal.waitForGone('leave them here');
  terminal.press('q');
  await terminal.waitForExit();
  expect(JSON.stringify(await readdir(home, { recursive: true }))).toContain('drafts');
});
