import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Author } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { visitProvider } from '../support/oauth/provider-page.js';
import { signUpWithPassword } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openTerminal, type Terminal } from '../support/terminal/terminal.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
/** What no output and no file outside of the kept sessions may hold: tokens, keys, codes and verifiers. */
const secret = /eyJ(?:0eXAi|hbGci)|ref-[0-9a-f]{20}|cod-[0-9a-f]{20}|"d":"/;

let network: SeededNetwork;
let ann: Author & { password: string };
let home: string;

beforeAll(async () => {
  network = await useSeededNetwork();
  ann = await signUpWithPassword(network.pds, 'ann');
  await network.processAll();
});
beforeEach(async () => {
  home = await temporaryFolder();
});

/** Runs below a shell in a terminal, without the screen. */
async function typed(args: string[], env: Record<string, string> = {}): Promise<Terminal> {
  const services = ['--plc', network.plc, '--appview', network.appview];
  const terminal = await openTerminal({ args: [program, ...args, ...services], home, shell: true, env });
  onTestFinished(() => terminal.close());
  return terminal;
}

/** The address that is printed for the browser, however often it wraps. */
async function printedUrl(terminal: Terminal): Promise<string> {
  const printed = /http:\/\/localhost:\d+\/oauth\/authorize\?[!-~]+/;
  await terminal.waitFor((shown) => /req-[0-9a-f]{20,}\s/.test(shown.raw));
  return printed.exec(terminal.raw)![0];
}

const visit = (url: string) => visitProvider({ url, username: ann.handle, password: ann.password });

async function expectNoSecrets(terminal: Terminal): Promise<void> {
  expect(terminal.raw).not.toMatch(secret);
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const texts = new Map<string, string>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    texts.set(file, await readFile(file, 'utf8'));
  }
  const sessions = join(home, 'atscope', 'sessions');
  // They are where they belong: the scan would find them elsewhere.
  expect([...texts].filter(([file]) => file.startsWith(sessions)).join('')).toMatch(secret);
  for (const [file, text] of texts) if (!file.startsWith(sessions)) expect(text, file).not.toMatch(secret);
}

test('offers the browser first, opens it, and is signed in when it comes back', async () => {
  const bin = join(home, 'bin');
  await mkdir(bin);
  // A browser that notes what it is to open.
  await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > ${home}/opened\n`, { mode: 0o755 });
  const terminal = await typed(['login', ann.handle], {
    DISPLAY: ':1',
    PATH: `${bin}${delimiter}${process.env.PATH}`,
  });
  await terminal.waitFor('How do you want to sign in?');
  await terminal.waitFor(/1 {2}in the browser, to read what only you may read/);
  await terminal.waitFor('1 to 3, Enter for 1:');
  terminal.write('2\r');
  await terminal.waitFor('asks in the browser whether atscope may sign in to read and to write');
  const noted = () => readFile(join(home, 'opened'), 'utf8').catch(() => '');
  const opened = await vi.waitUntil(noted, { timeout: 30_000 });
  expect(opened).toBe(await printedUrl(terminal));
  const page = await fetch(await visit(opened));
  expect(await page.text()).toContain('go back to the terminal');
  const { host } = new URL(network.pds);
  await terminal.waitFor(`Signed in as @${ann.handle} at ${host}, for reading and writing.`);
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
  expect(await terminal.leftBehind()).toEqual([]);
  await expectNoSecrets(terminal);
});

test('over ssh takes the address that a browser elsewhere ended at, and says of another one what it is', async () => {
  const terminal = await typed(['login', ann.handle, '--oauth'], {
    SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22',
  });
  await terminal.waitFor('No browser is opened (this is another machine, over ssh)');
  const there = await visit(await printedUrl(terminal));
  terminal.write('https://bsky.app/\r');
  await terminal.waitFor('This is not the address that the browser ended at');
  terminal.write(`${there.replace(/state=[^&]+/, 'state=another')}\r`);
  await terminal.waitFor('This address is of another sign-in');
  terminal.write(`\x1b[200~${there}\n\x1b[201~`);
  await terminal.waitFor(`Signed in as @${ann.handle}`);
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
  expect(await terminal.leftBehind()).toEqual([]);
  await expectNoSecrets(terminal);
  const listed = await typed(['ls', `${ann.handle}/notifications`]);
  expect(await listed.waitForExit()).toMatchObject({ exitCode: 0 });
  const note = join(home, 'note.json');
  const post = { $type: 'app.bsky.feed.post', text: 'not to be', createdAt: '2026-01-01T00:00:00Z' };
  await writeFile(note, JSON.stringify(post));
  const put = await typed(['put', `at://${ann.did}/app.bsky.feed.post`, note]);
  expect(await put.waitForExit()).toMatchObject({ exitCode: 1 });
  expect(put.raw).toContain('atscope login --write signs in to write');
  const out = await typed(['logout', ann.handle]);
  expect(await out.waitForExit()).toMatchObject({ exitCode: 0 });
  expect(out.text().trim()).toBe(`Signed out @${ann.handle}.`);
});

test('Ctrl-c while the browser is waited for ends it by SIGINT and gives the terminal back', async () => {
  const terminal = await typed(['login', '--oauth', ann.handle]);
  await printedUrl(terminal);
  await terminal.waitFor('paste it here');
  terminal.press('Ctrl-c');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 130 });
  expect(await terminal.leftBehind()).toEqual([]);
});
