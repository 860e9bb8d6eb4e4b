import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { choosePassword } from '../support/terminal/choose-password.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal, TerminalOptions } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

async function open(args: string[], options: Omit<TerminalOptions, 'command' | 'args'> = {}) {
  terminal = await openAtscope(network, args, { columns: 100, rows: 30, ...options });
}

async function openAccount() {
  await open(['alice.test'], { shell: true });
  await terminal.waitFor('@alice.test ✓');
  await terminal.waitFor('of 100 loaded');
}

/** Resolves when all that was sent before has been read: a prompt is opened and closed behind it. */
async function waitUntilRead() {
  terminal.write(':');
  await terminal.waitFor('╭ Go to');
  terminal.press('Esc');
  await terminal.waitForGone('╭ Go to');
}

async function expectGivenBack(exitCode = 0) {
  expect(await terminal.waitForExit()).toMatchObject({ exitCode });
  expect(await terminal.leftBehind()).toEqual([]);
}

describe('Alt and a letter (microsoft/edit#207)', () => {
  test.each(['q', 'l', 'Q', ':', '?', '\r', '\x7f', 'é'])('Alt-%j is no command', async (letter) => {
    await openAccount();
    const before = terminal.text();
    terminal.write(`\x1b${letter}`);
    await waitUntilRead();
    expect(terminal.text()).toBe(before);
    terminal.press('q');
    await expectGivenBack();
  });

  test('is no way out of a password, and loses none of it', async () => {
    await open([], { shell: true });
    await terminal.waitFor('sign in, in the browser or with an app password');
    terminal.press('Up', 'Enter');
    await terminal.waitFor('Who signs in?');
    terminal.write('alice.test\r');
    await choosePassword(terminal);
    await terminal.waitFor('The app password of');
    terminal.write('secret\x1bl\x1bq\x1bk!');
    await terminal.waitFor('•••••••');
    expect(terminal.text()).toContain('The app password of');
    expect(terminal.text()).not.toContain('••••••••');
    terminal.press('Ctrl-c');
    await expectGivenBack();
  });

  test('moves and deletes by words in a prompt', async () => {
    await open([]);
    await terminal.waitFor('A handle, a DID');
    terminal.write('alice.test/app.bsky\x1bb\x1b\x7fcom.\x1bd');
    await terminal.waitFor(/› alice\.test\/com\.\s/);
  });
});

describe('late answers and old reports are no keys (cli/cli#661)', () => {
  test.each([
    ['OSC 11', '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\'],
    ['XTVERSION', '\x1bP>|kitty(0.41.1)\x1b\\'],
    ['kitty graphics', '\x1b_Gi=31;OK\x1b\\'],
    ['OSC 52', '\x1b]52;c;cXF1aXQ=\x07'],
    // At the border of the pane that has the keys: a click anywhere else selects.
    ['a mouse', '\x1b[<0;12;29M\x1b[<0;12;29m\x1b[M ,=\x1b[32;12;29M'],
    ['DA, CPR, focus', '\x1b[?62;4c\x1b[12;40R\x1b[I\x1b[O'],
  ])('%s', async (_, reply) => {
    await openAccount();
    const before = terminal.text();
    // Escape alone is a key once the time for the rest is over, which a busy machine may take between two writes.
    for (const part of reply.split(/(?<!\x1b)/)) terminal.write(part);
    await waitUntilRead();
    expect(terminal.text()).toBe(before);
    terminal.press('q');
    await expectGivenBack();
  });
});

describe('a paste', () => {
  test('without its end ends after a while, and keys are keys again (QwenLM/qwen-code#3181)', async () => {
    await open([]);
    await terminal.waitFor('A handle, a DID');
    terminal.write('\x1b[200~alice.test');
    await terminal.waitFor('› alice.test');
    terminal.press('Enter');
    await terminal.waitFor('@alice.test ✓');
  });

  test('without its end lets Ctrl-c through (QwenLM/qwen-code#3181)', async () => {
    await openAccount();
    terminal.write('\x1b[200~alice.test');
    terminal.press('Ctrl-c');
    await expectGivenBack();
  });

  test('of a megabyte is cut at what a prompt holds, and that is said', async () => {
    await openAccount();
    terminal.write(`\x1b[200~${'q'.repeat(1_000_000)}\x1b[201~`);
    await terminal.waitFor('Cut: a prompt holds 8,192 characters.');
    terminal.press('Ctrl-u');
    await terminal.waitForGone('Cut: a prompt');
    terminal.write('help');
    terminal.press('Enter');
    await terminal.waitFor('the keys that work here');
  });

  test('of forged keys and reports is text', async () => {
    await openAccount();
    terminal.write('\x1b[200~q\x1bq\x03\x1b[<0;1;1M\x1b]52;c;aGk=\x07\r\x1b[201~');
    await terminal.waitFor(' : qq[<0;1;1M]52;c;aGk=');
    expect(terminal.clipboard).toEqual([]);
  });
});

describe('while a keychain is locked (openai/codex#41031)', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'atscope-locked-'));
    const sessions = join(home, '.config', 'atscope', 'sessions');
    await mkdir(sessions, { recursive: true, mode: 0o700 });
    const did = 'did:plc:npdo2l64gleaqpvdkqmx67fo';
    const file = {
      did,
      handle: 'star.test',
      pds: 'http://localhost:1',
      given: false,
      since: 1,
      state: 'active',
    };
    await writeFile(join(sessions, `${did.replaceAll(':', '_3a')}.json`), JSON.stringify(file), {
      mode: 0o600,
    });
    await writeFile(join(sessions, 'last-used.json'), JSON.stringify({ did }), { mode: 0o600 });
    return () => rm(home, { recursive: true });
  });

  /** A keychain that asks for a password: it answers at SIGURG. */
  const locked = `
    import { registerHooks } from 'node:module';
    const source = "export class AsyncEntry { getPassword() { return new Promise((resolve) => { const alive = setInterval(() => {}, 1000); process.once('SIGURG', () => { clearInterval(alive); resolve(null); }); }); } }";
    registerHooks({
      resolve: (specifier, context, next) => specifier === '@napi-rs/keyring'
        ? { url: 'data:text/javascript,' + encodeURIComponent(source), shortCircuit: true }
        : next(specifier, context),
    });`;
  // A folder that is named has no keychain.
  const env = {
    ATSCOPE_CONFIG_DIR: '',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(locked)}`,
  };

  test('a line says what is waited for, and Ctrl-c ends it', async () => {
    await open(['alice.test'], { shell: true, home, env });
    await terminal.waitFor('Ctrl-c ends this wait for your sign-ins');
    terminal.press('Ctrl-c');
    await expectGivenBack(130);
    expect(terminal.text()).not.toContain('sign-ins');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it, and the terminal is given back', async (signal, exitCode) => {
    await open(['alice.test'], { shell: true, home, env });
    await terminal.waitFor('Ctrl-c ends this wait for your sign-ins');
    await terminal.kill(signal);
    await expectGivenBack(exitCode);
  });

  test('in a narrow terminal too', async () => {
    await open(['alice.test'], { shell: true, home, env, columns: 30 });
    await terminal.waitFor('Ctrl-c ends this wait for');
    terminal.press('Ctrl-c');
    await expectGivenBack(130);
    expect(terminal.text().trim()).toBe('');
  });

  test('what is typed is neither shown nor lost, and the line goes', async () => {
    await open(['alice.test'], { shell: true, home, env });
    await terminal.waitFor('Ctrl-c ends this wait for your sign-ins');
    terminal.write(':help\r');
    await terminal.kill('SIGURG');
    await terminal.waitFor('the keys that work here');
    expect(terminal.raw).not.toContain(':help');
    expect(terminal.raw.lastIndexOf('\x1b[2K')).toBeGreaterThan(terminal.raw.indexOf('sign-ins'));
    terminal.press('q');
    await terminal.waitForGone('the keys that work here');
    terminal.press('q');
    await expectGivenBack();
  });
});
