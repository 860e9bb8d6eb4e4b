import { readFileSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Writer } from '../../src/atproto/writes/writer.js';
import { PLANT_LEXICON as PLANT } from '../network/garden-lexicons.js';
import { png } from '../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { signUpWithPassword, startRun } from '../support/session/session-fixtures.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

const POST = 'app.bsky.feed.post';

let network: SeededNetwork;
let terminal: Terminal;
/** Where the sign-in is, and what the editor does next. */
let folder: string;
let did: string;
/** Another client of the same account. */
let writer: Writer;

beforeAll(async () => {
  network = await useSeededNetwork();
});

beforeEach(async () => {
  const account = await signUpWithPassword(network.pds, 'writer');
  const run = await startRun(network);
  await run.client.sessions.signIn({ identifier: account.did, password: account.password });
  ({ folder } = run);
  did = account.did;
  writer = await run.client.writer();
  // It keeps what it was given beside it, and does what the test says.
  writeFileSync(join(folder, 'editor'), `#!/bin/sh\ncp "$1" "${folder}/given"\n. "${folder}/step"\n`);
  await chmod(join(folder, 'editor'), 0o755);
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ nameServers: network.nameServers }));
});

afterEach(() => terminal.close());

async function open(address: string): Promise<void> {
  terminal = await openAtscope(network, [address, '--config-dir', folder], {
    ...{ columns: 130, rows: 34, cwd: folder },
    env: { EDITOR: join(folder, 'editor'), VISUAL: '' },
  });
}

/** What the editor does the next time: lines of a shell, `$1` is the file. */
function editorWill(...lines: readonly string[]): void {
  writeFileSync(join(folder, 'step'), `${lines.join('\n')}\n`);
}

const replaces = (was: string, is: string): string => `sed -i 's|${was}|${is}|' "$1"`;
const given = (): string => readFileSync(join(folder, 'given'), 'utf8');

async function recordAt(collection: string, rkey: string): Promise<unknown> {
  const found = await writer.read(collection, rkey);
  return found && JSON.parse(found.json);
}

async function post(text: string): Promise<string> {
  const json = JSON.stringify({ $type: POST, text, createdAt: '2026-01-01T00:00:00Z' });
  return (await writer.write({ kind: 'create', collection: POST, rkey: undefined, json })).rkey;
}

/** The line of a menu under the cursor. */
const chosen = (words: string) => (shown: Terminal) =>
  shown.screen().some((line) => (line.split('▌').at(-1) ?? '').includes(words) && line.includes('▌'));

/** Goes down in the menu as many lines as it takes. */
async function choose(title: string, words: string): Promise<void> {
  await terminal.waitFor(`╭ ${title} ─`);
  await terminal.waitFor(words);
  const lines = terminal.screen();
  const from = lines.findLastIndex((line) => line.startsWith('│▌ '));
  const to = lines.findLastIndex((line) => line.includes(words));
  for (let line = from; line < to; line += 1) terminal.press('Down');
  await terminal.waitFor(chosen(words));
  terminal.press('Enter');
}

test('what its lexicon or its PDS refuses is edited again, with the reason above it, and is kept until it is written', async () => {
  const rkey = await post('A first text');
  await open(`${did}/${POST}`);
  await terminal.waitFor(chosen('A first text'));

  editorWill(replaces('2026-01-01T00:00:00Z', 'yesterday'), replaces('A first', 'A second'));
  terminal.press('e');
  await terminal.waitFor('It is not written');
  await terminal.waitFor(/createdAt: .*datetime/);
  editorWill(replaces('yesterday', '2026-01-01T00:00:00Z'));
  await choose('It is not written', 'edit it again');
  await terminal.waitFor('1 line differs');
  expect(given()).toMatch(/^\/\/ The last try was not written:\n\/\/ +createdAt/);
  expect(terminal.text()).toMatch(/− .*A first text.*\+ .*A second text/);
  expect(await recordAt(POST, rkey)).toMatchObject({ text: 'A first text' });
  terminal.press('Enter');
  await terminal.waitFor(`Written: ${POST}/${rkey}`);
  expect(await recordAt(POST, rkey)).toMatchObject({ text: 'A second text' });
  await terminal.waitFor(chosen('A second text'));

  // No blob has this CID.
  const blob = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
  const image = `{"alt":"","image":{"$type":"blob","ref":{"$link":"${blob}"},"mimeType":"image/png","size":1}}`;
  const embed = `"embed":{"$type":"app.bsky.embed.images","images":[${image}]},`;
  editorWill(replaces('"text":', `${embed}"text":`), replaces('A second', 'A third'));
  terminal.press('e');
  await terminal.waitFor(/\d+ lines differ/);
  terminal.press('Enter');
  await terminal.waitFor('It was not written');
  await terminal.waitFor('has a blob of it no more');
  await choose('It was not written', 'keep it as a draft');
  expect(await recordAt(POST, rkey)).toMatchObject({ text: 'A second text' });

  terminal.write(':drafts\r');
  await choose('Drafts', `${POST}/${rkey}`);
  await terminal.waitFor('has a blob of it no more');
  editorWill(`sed -i '/"embed": {/,/^  },/d' "$1"`);
  await choose('A draft', 'delete it');
  await terminal.waitFor('this cannot be undone');
  await choose('Deleting a draft', 'keep it');
  terminal.write(':drafts\r');
  await choose('Drafts', `${POST}/${rkey}`);
  await choose('A draft', 'open it in the editor');
  await terminal.waitFor('1 line differs');
  expect(given()).toMatch(/^\/\/ The last try was not written:\n\/\/ .*blob of it no more/);
  terminal.press('Enter');
  await terminal.waitFor(`Written: ${POST}/${rkey}`);
  expect(await recordAt(POST, rkey)).toMatchObject({ text: 'A third text' });
  terminal.write(':drafts\r');
  await terminal.waitFor('There are no drafts');
});

test('a new record is made from its lexicon or a copy, with a file, and one is deleted once it was shown', async () => {
  writeFileSync(join(folder, 'leaf.png'), png(5));
  await open(did);
  await terminal.waitFor('1 Profile');
  editorWill(
    replaces('// key:.*', '// key: rose'),
    replaces('"name": ""', '"name": "Rose", "picture": {"$file": "leaf.png"}'),
  );
  terminal.write(`:new ${PLANT}\r`);
  await terminal.waitFor('nothing is there');
  expect(given()).toMatch(/"name": "",\n {2}"sownAt": "20.*",\n {2}"heightCm": 0\n/);
  expect(terminal.text()).toMatch(/Sent first: "leaf\.png", .* of image\/png, at picture/);
  terminal.press('Enter');
  await terminal.waitFor(`Written: ${PLANT}/rose`);
  expect(await recordAt(PLANT, 'rose')).toMatchObject({
    $type: PLANT,
    name: 'Rose',
    picture: { $type: 'blob', mimeType: 'image/png' },
  });

  // The contents name the collection that was not there before.
  await terminal.waitFor('com.example.garden');
  terminal.write(`:${did}/${PLANT}\r`);
  await terminal.waitFor('1–1 of 1');
  editorWill(replaces('// key:.*', '// key: iris'), replaces('"Rose"', '"Iris"'));
  terminal.press('c');
  await choose(`A new record of ${PLANT}`, 'begin with a copy of rose');
  await terminal.waitFor('nothing is there');
  terminal.press('Enter');
  await terminal.waitFor(`Written: ${PLANT}/iris`);
  expect(await recordAt(PLANT, 'iris')).toMatchObject({ name: 'Iris', picture: { $type: 'blob' } });

  // A key that is taken is no change of what is there.
  editorWill(replaces('// key:.*', '// key: iris'), replaces('"name": "[A-Z][a-z]*"', '"name": "Other"'));
  terminal.press('c');
  await choose(`A new record of ${PLANT}`, 'begin with a copy of');
  await terminal.waitFor('nothing is there');
  terminal.press('Enter');
  await terminal.waitFor('is there already');
  editorWill(replaces('// key:.*', '// key: lily'));
  await choose('It was not written', 'edit it again, with another key');
  await terminal.waitFor('nothing is there');
  terminal.press('Enter');
  await terminal.waitFor(`Written: ${PLANT}/lily`);
  expect(await recordAt(PLANT, 'iris')).toMatchObject({ name: 'Iris' });

  terminal.write(`:${did}/${PLANT}/rose\r`);
  await terminal.waitFor((shown) => /› rose .*/.test(shown.screen().at(-1) ?? ''));
  await terminal.waitFor('4 Record');
  await terminal.waitFor('"Rose"');
  terminal.press('d');
  await terminal.waitFor('Deleting a record');
  await terminal.waitFor(chosen('keep it'));
  terminal.press('Enter');
  await terminal.waitForGone('Deleting a record');
  expect(await recordAt(PLANT, 'rose')).toBeDefined();
  terminal.press('d');
  await choose('Deleting a record', 'delete it');
  await terminal.waitFor(`Deleted: ${PLANT}/rose. U puts it back.`);
  expect(await recordAt(PLANT, 'rose')).toBeUndefined();
  terminal.press('U');
  await terminal.waitFor(`Undone: deleted ${PLANT}/rose`);
  expect(await recordAt(PLANT, 'rose')).toMatchObject({ name: 'Rose', picture: { $type: 'blob' } });
});
