import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { png } from '../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { signInByPassword } from '../support/terminal/choose-password.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import { type ScriptedEditor, scriptedEditor } from '../support/terminal/scripted-editor.js';
import type { Terminal } from '../support/terminal/terminal.js';

const POST = 'app.bsky.feed.post';

let network: SeededNetwork;
let poster: SignedIn;
let home: string;
let editor: ScriptedEditor;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

beforeEach(async () => {
  poster = await signUpWithPassword(network.pds, freshHandle('poster'));
  home = await temporaryFolder();
  editor = await scriptedEditor(home);
});

afterEach(() => terminal.close());

async function posts(): Promise<readonly Record<string, unknown>[]> {
  const query = new URLSearchParams({ repo: poster.did, collection: POST });
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.listRecords?${query}`);
  const { records } = (await answer.json()) as { records: { value: Record<string, unknown> }[] };
  return records.map(({ value }) => value);
}

/** Opens a place, and signs in as the poster. */
async function open(address: string, shows: string): Promise<void> {
  terminal = await openAtscope(network, [address], {
    ...{ columns: 120, rows: 36, home },
    env: { EDITOR: editor.path, VISUAL: '', LC_ALL: 'pt_BR.UTF-8' },
  });
  await terminal.waitFor(shows);
  await signInByPassword(terminal, poster);
}

test('a post is typed, found too long, cut, looked at, posted, and taken back', async () => {
  await writeFile(join(home, 'sea.png'), png(5));
  await poster.write([
    { collection: POST, value: { text: 'the first', createdAt: new Date().toISOString() } },
  ]);
  await open(`${poster.did}/${POST}`, 'the first');

  terminal.write(':post\r');
  await terminal.waitFor('Nothing was typed, and nothing is posted.');

  await editor.does(`cp "$1" ${home}/seen; for i in $(seq 60); do printf 'words ' >> "$1"; done`);
  terminal.write(':post\r');
  await terminal.waitFor('It is 59 characters too long: it has 359');
  expect(await readFile(join(home, 'seen'), 'utf8')).toMatch(/^\/\/ A post by .*\nlang: pt-BR\n/);

  await editor.does(
    `cp "$1" ${home}/again; printf 'lang: en\\nimage: ${home}/sea.png\\n---\\nHi @alice.test at example.com #sea' > "$1"`,
  );
  terminal.press('Enter');
  await terminal.waitFor('Hi @alice.test at example.com #sea');
  expect(await readFile(join(home, 'again'), 'utf8')).toMatch(/^\/\/ ! It is 59 characters too long/);
  expect(terminal.text()).toContain('Hi @alice.test at example.com #sea');
  expect(terminal.text()).toContain('sea.png (64×48');
  expect(terminal.text()).toContain('34 of 300 characters · in en');

  // A picture without words is asked about.
  terminal.press('Enter');
  await terminal.waitFor('A picture has no words for who does not see it');
  expect(await posts()).toHaveLength(1);
  await editor.does(`sed -i 's/sea.png/sea.png | A grey sea/' "$1"`);
  terminal.press('e');
  await terminal.waitFor('“A grey sea”');
  terminal.press('Enter');
  await terminal.waitFor('Posted. U takes it back.');
  await terminal.waitFor('Hi @alice.test');
  const [post] = await posts();
  expect(post).toMatchObject({
    text: 'Hi @alice.test at example.com #sea',
    langs: ['en'],
    facets: [{}, { features: [{ uri: 'https://example.com' }] }, { features: [{ tag: 'sea' }] }],
    embed: { images: [{ alt: 'A grey sea', aspectRatio: { width: 64, height: 48 } }] },
  });
  terminal.press('U');
  await terminal.waitFor('Undone: posted.');
  expect(await posts()).toHaveLength(1);
});

test('an answer is kept as a draft, opened again, and names what it answers', async () => {
  const [{ uri } = { uri: '' }] = await poster.write([
    { collection: POST, value: { text: 'who is there?', createdAt: new Date().toISOString() } },
  ]);
  await network.processAll();
  await open(`${poster.did}/${POST}`, 'who is there?');
  terminal.write(':reply me, me\r');
  await terminal.waitFor('me, me');
  await terminal.waitFor('answering @');
  terminal.press('Esc');
  await terminal.waitFor('What was typed is kept: :drafts lists it.');

  await editor.does(`cp "$1" ${home}/seen; sed -i 's/me, me/only me/' "$1"`);
  terminal.write(':drafts\r');
  await terminal.waitFor('leave them here');
  terminal.press('j', 'Enter');
  await terminal.waitFor('open it in the editor');
  terminal.press('j', 'Enter');
  await terminal.waitFor('only me');
  expect(await readFile(join(home, 'seen'), 'utf8')).toContain('//   who is there?');
  terminal.press('Enter');
  await terminal.waitFor('Answered @');
  const answer = (await posts()).find(({ text }) => text === 'only me');
  expect(answer).toMatchObject({ reply: { root: { uri }, parent: { uri } } });
  terminal.write(':drafts\r');
  await terminal.waitFor('There are no drafts');
});

test('preferences are changed in their list, and turned back', async () => {
  const defs = 'app.bsky.actor.defs#';
  const put = (...preferences: object[]) => poster.call('app.bsky.actor.putPreferences', { preferences });
  const filter = (visibility: string) => ({ $type: `${defs}contentLabelPref`, label: 'nudity', visibility });
  await put(filter('warn'), { $type: `${defs}moonPref`, phase: 'full' });
  await open(poster.did, '1 Profile');
  terminal.write(':preferences\r');
  await terminal.waitFor('nudity');
  terminal.press('g', 'e');
  await terminal.waitFor('hide: hide what has it');
  terminal.press('j', 'Enter');
  await terminal.waitFor('You set nudity to hide. U undoes it.');
  await terminal.waitFor('hide · of any');

  // Another app changes it meanwhile: that is told, and nothing is lost.
  await put(filter('ignore'), { $type: `${defs}moonPref`, phase: 'new' });
  terminal.press('e');
  await terminal.waitFor('warn: warn of what has it');
  terminal.press('j', 'j', 'Enter');
  await terminal.waitFor('It was changed meanwhile');
  terminal.press('j', 'Enter');
  await terminal.waitFor('You set nudity to warn.');
  await terminal.waitFor('phase: new');

  terminal.write(':mute-word #spoilers\r');
  await terminal.waitFor('in tags only');
  terminal.press('j', 'Enter');
  await terminal.waitFor('You muted the word “spoilers”.');
  await terminal.waitFor('muted word');
  terminal.press('U');
  await terminal.waitFor('Undone: muted the word “spoilers”.');
  await terminal.waitForGone('muted word');
});
