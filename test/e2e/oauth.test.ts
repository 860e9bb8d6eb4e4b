import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type Visit, visitProvider } from '../support/oauth/provider-page.js';
import { fakeBrowser } from '../support/terminal/fake-browser.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal, TerminalOptions } from '../support/terminal/terminal.js';

const password = 'correct-horse-battery';
const SSH = { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' };

let network: SeededNetwork;
let host: string;
let ann: Author;
let home: string;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
  ({ host } = new URL(network.pds));
  ann = await signUp(network.pds, `ann-${randomBytes(3).toString('hex')}.test`, password);
  await network.processAll();
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atscope-oauth-'));
});

afterEach(async () => {
  await terminal.close();
  await rm(home, { recursive: true, force: true });
});

async function open(options: Partial<TerminalOptions>): Promise<void> {
  terminal = await openAtscope(network, ['alice.test'], { columns: 120, rows: 40, home, ...options });
  await terminal.waitFor('@alice.test ✓');
}

/** Says on the provider's own page what a person says there; gives the address that their browser ends at, where it has not been. */
const visit = (url: string, change: Partial<Visit> = {}): Promise<string> =>
  visitProvider({ url, username: ann.handle, password, ...change });

/** The address on the screen: its rows in the box are it when they are joined. */
function shownAddress(): string {
  const at = terminal.find(`${network.pds}/oauth`);
  if (!at) throw new Error(`There is no address:\n${terminal.framed()}`);
  let address = '';
  for (let { y } = at; ; y += 1) {
    let row = '';
    for (let { x } = at; terminal.cell(x, y).text.trim() !== ''; x += 1) row += terminal.cell(x, y).text;
    if (row === '') return address;
    address += row;
  }
}

/** What only the one who signs in may know. */
const secretsOf = (address: string): readonly string[] =>
  ['code', 'state'].flatMap((name) => new URL(address).searchParams.get(name) ?? []);

const saysWho = (shown: Terminal): boolean =>
  shown.screen().at(-1)?.trimEnd().endsWith(`@${ann.handle}`) ?? false;

test('signs in in the browser to read, then to write, and out again', async () => {
  const browser = await fakeBrowser(home);
  await open({ env: browser.env });
  terminal.write(`:login ${ann.handle}\r`);
  await terminal.waitFor(`How does ${ann.handle} sign in?`);
  await terminal.waitFor(`${host}, or the server that it names`);
  expect(terminal.text()).toContain('▌ in the browser, to read what only you may read');
  expect(await browser.opened()).toEqual([]);
  terminal.press('Enter');
  await terminal.waitFor(`Waiting for the answer of ${host}`);
  await expect.poll(() => browser.opened()).toHaveLength(1);
  const [toRead = ''] = await browser.opened();
  expect(shownAddress()).toBe(toRead);

  const end = await visit(toRead);
  expect(await (await fetch(end)).text()).toContain('go back to the terminal');
  await terminal.waitFor(`Signed in as @${ann.handle}, for reading.`);
  terminal.press('A');
  await terminal.waitFor(saysWho);
  await terminal.waitFor(/▌● @ann-.* may read +active/);
  terminal.press('Esc');
  await terminal.waitForGone('nobody: the public view');

  terminal.press('U');
  await terminal.waitFor('This sign-in may only read: :login-write signs in to write, too.');
  terminal.write(':login-write\r');
  await terminal.waitFor('whether atscope may read and write for you');
  await expect.poll(() => browser.opened()).toHaveLength(2);
  const [, toWrite = ''] = await browser.opened();
  await fetch(await visit(toWrite));
  await terminal.waitFor(`Signed in as @${ann.handle}, for reading and writing.`);
  terminal.press('A');
  await terminal.waitFor(/▌● @ann-.* may write +active/);
  terminal.press('d', 'd');
  await terminal.waitFor(`Signed out @${ann.handle}.`);
  for (const secret of secretsOf(end)) expect(terminal.raw).not.toContain(secret);
});

test('over ssh no browser is opened: the address is copied, and the one that a browser ended at is pasted', async () => {
  const browser = await fakeBrowser(home);
  await open({ env: { ...browser.env, ...SSH } });
  terminal.write(`:login ${ann.handle}\r`);
  await terminal.waitFor(`How does ${ann.handle} sign in?`);
  terminal.press('j', 'Enter');
  await terminal.waitFor('This is ssh: open it on the machine before you');
  await terminal.waitFor(`${network.pds}/oauth/authorize`);
  const url = shownAddress();
  terminal.press('y');
  await terminal.waitFor('the address to sign in at.');
  expect(terminal.clipboard).toEqual([url]);

  const end = await visit(url);
  const another = end.replace(/state=[^&]*/, 'state=another');
  terminal.write(`\x1b[200~${another}\x1b[201~`);
  await terminal.waitFor(/› http:\/\/127\.0\.0\.1:\d+\/callback\?•+/);
  terminal.press('Enter');
  await terminal.waitFor('This address is of another sign-in');
  // As a terminal pastes that does not tell that it does: no character of it is a key.
  terminal.write(end);
  await terminal.waitFor(/› .*\/callback\?•+/);
  terminal.press('Enter');
  await terminal.waitFor(`Signed in as @${ann.handle}, for reading and writing.`);
  expect(await browser.opened()).toEqual([]);
  for (const secret of secretsOf(end)) expect(terminal.raw).not.toContain(secret);
});

test('who is denied begins again, and who leaves is waited for no more', async () => {
  const browser = await fakeBrowser(home);
  await open({ env: browser.env });
  terminal.resize(60, 20);
  terminal.write(':login\r');
  await terminal.waitFor('Who signs in?');
  terminal.write(`${ann.handle}\r`);
  await terminal.waitFor(`How does ${ann.handle} sign in?`);
  terminal.press('Enter');
  await terminal.waitFor('Waiting for the answer of');
  await expect.poll(() => browser.opened()).toHaveLength(1);
  const [first = ''] = await browser.opened();
  await fetch(await visit(first, { denies: true }));
  await terminal.waitFor('Nobody was signed in.');
  await terminal.waitFor(/Enter begins again/);

  terminal.press('Enter');
  await terminal.waitFor('Waiting for the answer of');
  await expect.poll(() => browser.opened()).toHaveLength(2);
  const [, second = ''] = await browser.opened();
  terminal.press('Esc');
  await terminal.waitFor(`How does ${ann.handle} sign in?`);
  await expect(visit(second).then((end) => fetch(end))).rejects.toThrow('fetch failed');
  terminal.press('Esc');
  await terminal.waitFor('Who signs in?');
  terminal.press('Esc');
  await terminal.waitForGone('Who signs in?');
  expect(saysWho(terminal)).toBe(false);

  // Nothing that waits keeps the program from ending.
  terminal.write(`:login ${ann.handle}\r`);
  await terminal.waitFor(`How does ${ann.handle} sign in?`);
  terminal.press('Enter');
  await terminal.waitFor('Waiting for the answer of');
  terminal.press('Ctrl-c');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
  expect(await terminal.leftBehind()).toEqual([]);
});
