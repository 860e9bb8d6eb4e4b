import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { error, upstream } from '../faults/answers.js';
import { startService } from '../faults/service.js';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { choosePassword } from '../support/terminal/choose-password.js';
import { mistakeOn } from '../support/terminal/mistake.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import { openTerminal, type Terminal, type TerminalOptions } from '../support/terminal/terminal.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const password = 'correct-horse-battery';
/** The start of a token's header or of its body, as the reference PDS writes them. Keys in DID documents may have `eyJ` in them. */
const jwt = /eyJ(?:0eXAi|hbGci|zY29wZS)/;

let network: SeededNetwork;
let ann: Author;
let ben: Author;
/** What outlives a terminal: the config folder is in it. */
let home: string;
/** All that the programs of a test wrote. */
let written: string[];
const terminals: Terminal[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
  const unused = randomBytes(3).toString('hex');
  ann = await signUp(network.pds, `ann-${unused}.test`, password);
  ben = await signUp(network.pds, `ben-${unused}.test`, password);
  await network.processAll();
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atscope-sign-in-'));
  written = [];
});

afterEach(async () => {
  await Promise.all(terminals.splice(0).map((one) => one.close()));
  await rm(home, { recursive: true, force: true });
});

async function open(args: string[], options: Partial<TerminalOptions> = {}): Promise<Terminal> {
  const terminal = await openAtscope(network, args, { columns: 120, rows: 36, home, ...options });
  terminals.push(terminal);
  return terminal;
}

async function ended(terminal: Terminal) {
  const exit = await terminal.waitForExit();
  written.push(terminal.raw);
  return exit;
}

/** Runs `atscope` with `input` on a pipe. */
async function piped(args: string[], input: string) {
  const child = spawn(
    process.execPath,
    [program, ...args, '--plc', network.plc, '--appview', network.appview],
    {
      env: { PATH: process.env.PATH, ATSCOPE_CONFIG_DIR: join(home, 'atscope'), HOME: home },
    },
  );
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  written.push(stdout, stderr);
  return { stdout, stderr, exitCode };
}

/** A program that runs in a terminal, below a shell, without the screen. */
async function typed(args: string[]): Promise<Terminal> {
  const services = ['--plc', network.plc, '--appview', network.appview];
  const terminal = await openTerminal({ args: [program, ...args, ...services], home, shell: true });
  terminals.push(terminal);
  return terminal;
}

/** The texts of all files below a folder, by path. */
async function filesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
}

/** Expects neither the password nor any token in what was written, and in the files outside the store of sessions. */
async function expectNoSecrets(): Promise<void> {
  expect(written.join('').length).toBeGreaterThan(0);
  for (const output of written) {
    expect(output).not.toContain(password);
    expect(output).not.toMatch(jwt);
  }
  const sessions = join(home, 'atscope', 'sessions');
  for (const [file, content] of await filesIn(home)) {
    expect(content, file).not.toContain(password);
    if (!file.startsWith(sessions)) expect(content, file).not.toMatch(jwt);
  }
}

describe('on the screen', () => {
  test('from :login over the accounts and another one to quit; the next run goes on as that one', async () => {
    const terminal = await open(['alice.test']);
    await terminal.waitFor('@alice.test ✓');
    terminal.press(':');
    terminal.write('login');
    await terminal.waitFor('login: sign in');
    terminal.press('Enter');
    await terminal.waitFor('Who signs in?');
    terminal.write(`${ann.handle}\r`);
    await choosePassword(terminal);
    await terminal.waitFor(`The app password of ${ann.handle} (for ${new URL(network.pds).host} only)`);
    terminal.write('quite-wrong\r');
    await terminal.waitFor('with this password.');
    // As a password manager pastes it.
    terminal.write(`\x1b[200~${password}\n\x1b[201~`);
    await terminal.waitFor('•'.repeat(password.length));
    terminal.press('Enter');
    await terminal.waitFor(`Signed in as @${ann.handle}.`);
    terminal.press('3');
    await terminal.waitFor((shown) => shown.screen().at(-1)!.trimEnd().endsWith(`@${ann.handle}`));

    // All of it in one write, by the address of the command.
    terminal.write(`:login ${ben.handle}\r`);
    await choosePassword(terminal);
    await terminal.waitFor(`The app password of ${ben.handle}`);
    terminal.write(`${password}\r`);
    await terminal.waitFor(`Signed in as @${ben.handle}.`);

    terminal.press('A');
    await terminal.waitFor(`▌● @${ben.handle}`);
    terminal.press('k');
    await terminal.waitFor(`▌  @${ann.handle}`);
    terminal.press('Enter');
    await terminal.waitFor(`You are @${ann.handle} now.`);
    terminal.write(':me\r');
    await terminal.waitFor(`@${ann.handle} ✓`);
    terminal.write(':preferences\r');
    await terminal.waitFor('preferences');
    terminal.press('x');
    await terminal.waitFor('createSession');
    terminal.press('Esc');
    await terminal.waitForGone('createSession');
    terminal.press('q');
    expect(await ended(terminal)).toMatchObject({ exitCode: 0 });
    expect(await terminal.leftBehind()).toEqual([]);

    const again = await open(['alice.test']);
    await again.waitFor((shown) => shown.screen().at(-1)!.trimEnd().endsWith(`@${ann.handle}`));
    again.press('A');
    await again.waitFor(`▌● @${ann.handle}`);
    again.press('d');
    await again.waitFor(`d signs out @${ann.handle}, Esc keeps it`);
    again.press('Esc');
    await again.waitFor(`▌● @${ann.handle}`);
    again.press('d');
    await again.waitFor(`d signs out @${ann.handle}, Esc keeps it`);
    again.press('d');
    await again.waitFor(`Signed out @${ann.handle}.`);
    await again.waitFor(() => !again.text().includes(`● @${ann.handle}`));
    again.press('Esc');
    await again.waitForGone('nobody: the public view');
    again.press('q');
    await ended(again);
    await expectNoSecrets();
  });

  test('a mistake of the program itself while somebody is signed in shows no secret', async () => {
    await piped(['login', ann.handle], password);
    const env = mistakeOn('SIGURG', 'throw new Error("out of order")');
    const terminal = await open(['alice.test'], { env, shell: true });
    await terminal.waitFor('@alice.test ✓');
    terminal.press(':');
    terminal.write('login');
    terminal.press('Enter');
    await terminal.waitFor('Who signs in?');
    terminal.write(`${ben.handle}\r`);
    await choosePassword(terminal);
    await terminal.waitFor(`The app password of ${ben.handle}`);
    terminal.write(password);
    await terminal.kill('SIGURG');
    expect(await ended(terminal)).toMatchObject({ exitCode: 1 });
    expect(terminal.text()).toContain('a mistake in atscope ended it: out of order');
    expect(await terminal.leftBehind()).toEqual([]);
    await expectNoSecrets();
  });

  test('q and 200 characters are letters; Esc goes back, and the caret is where one types', async () => {
    const terminal = await open([], { columns: 60, rows: 20 });
    await terminal.waitFor('sign in, in the browser or with an app password');
    terminal.press('Up', 'Enter');
    await terminal.waitFor('Who signs in?');
    terminal.write('qqq.test');
    await terminal.waitFor(() => {
      const at = terminal.find('› qqq.test');
      const { x, y, visible } = terminal.cursor();
      return visible && at !== undefined && y === at.y && x === at.x + '› qqq.test'.length;
    });
    terminal.press('Enter');
    await terminal.waitFor('How does qqq.test sign in?');
    terminal.press('G', 'Enter');
    await terminal.waitFor('The app password of qqq.test');
    terminal.write(`${'q1'.repeat(100)}\r`);
    await terminal.waitFor('There is no account with the handle qqq.test');
    terminal.press('Esc');
    await terminal.waitFor('How does qqq.test sign in?');
    terminal.press('Esc');
    await terminal.waitFor('› qqq.test');
    terminal.press('Esc');
    await terminal.waitForGone('Who signs in?');
    terminal.press('Ctrl-c');
    expect(await ended(terminal)).toMatchObject({ exitCode: 0 });
  });

  test('--as starts as one of them, or as nobody, or says that it is not signed in', async () => {
    await piped(['login', ann.handle], password);
    await piped(['login', ben.handle], password);
    const shows = (end: string) => (shown: Terminal) => shown.screen().at(-1)!.trimEnd().endsWith(end);
    const asAnn = await open(['alice.test', '--as', `@${ann.handle}`]);
    await asAnn.waitFor(shows(`@${ann.handle}`));
    asAnn.press('q');
    await ended(asAnn);
    const asNobody = await open(['alice.test', '--as', 'nobody']);
    await asNobody.waitFor('@alice.test ✓');
    await asNobody.waitFor(shows('quit'));
    asNobody.press('q');
    await ended(asNobody);
    const unknown = await open(['alice.test', '--as', 'carol.test']);
    expect(await ended(unknown)).toMatchObject({ exitCode: 2 });
    expect(unknown.text()).toContain('atscope: carol.test is not signed in here; atscope login signs in.');
    expect(await unknown.leftBehind()).toEqual([]);
    await expectNoSecrets();
  });
});

describe('without the screen', () => {
  test('signs in by what is piped in, and out again', async () => {
    expect(await piped(['login', `@${ann.handle}`], `${password}\r\n`)).toEqual({
      stdout: `Signed in as @${ann.handle} at ${new URL(network.pds).host}.\n`,
      stderr: '',
      exitCode: 0,
    });
    // The tokens are where they belong: the scan would find them elsewhere.
    const kept = await filesIn(join(home, 'atscope', 'sessions'));
    expect([...kept.values()].join('')).toMatch(jwt);
    expect(await piped(['logout', ann.did], '')).toEqual({
      stdout: `Signed out @${ann.handle}.\n`,
      stderr: '',
      exitCode: 0,
    });
    await piped(['login', ben.handle], password);
    const [file, text] = [...(await filesIn(join(home, 'atscope', 'sessions')))].find(([, one]) =>
      one.includes(ben.did),
    )!;
    await writeFile(file, text.replaceAll(network.pds, 'http://127.0.0.1:1'));
    expect(await piped(['logout', ben.did], '')).toEqual({
      stdout: `Signed out @${ben.handle}.\n`,
      stderr: expect.stringMatching(
        /^atscope: The server was not told, .* 127\.0\.0\.1:1 cannot be reached: [^\n]*\n$/,
      ),
      exitCode: 0,
    });
    expect(await piped(['logout', ann.did], '')).toEqual({
      stdout: '',
      stderr: `atscope: ${ann.did} is not signed in here; atscope login signs in.\n`,
      exitCode: 1,
    });
    await expectNoSecrets();
  });

  test.each([
    ['a wrong password', (): string => ann.handle, 'wrong', /knows no account .* with this password\.$/],
    ['no password', (): string => ann.handle, '', /no password was given/],
    ['a handle that nobody has', (): string => 'nobody.test', 'x', /There is no account with the handle/],
  ])('%s is one sentence on stderr, and exit code 1', async (_, who, input, sentence) => {
    const { stdout, stderr, exitCode } = await piped(['login', who()], input);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toMatch(/^atscope: [^\n]+\n$/);
    expect(stderr.trim()).toMatch(sentence);
  });

  test('asks for the password on a terminal and shows nothing of it', async () => {
    const terminal = await typed(['login', '--app-password', ann.handle]);
    await terminal.waitFor(`App password of ${ann.handle} at ${new URL(network.pds).host}:`);
    terminal.write(`${password}x`);
    terminal.press('Backspace', 'Enter');
    await terminal.waitFor(`Signed in as @${ann.handle}`);
    expect(await ended(terminal)).toMatchObject({ exitCode: 0 });
    expect(terminal.raw).not.toContain('*');
    expect(await terminal.leftBehind()).toEqual([]);
    await expectNoSecrets();
  });

  test('types no late answer of the terminal and no report of a mouse into a password (cli/cli#661)', async () => {
    const terminal = await typed(['login', '--app-password', ann.handle]);
    await terminal.waitFor('App password of');
    const noise = [
      ...[
        '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\',
        '\x1b]11;rgb:0/0/0\x07',
        '\x1bP>|kitty(0.41.1)\x1b\\',
        '\x1b_Gi=31;OK\x1b\\',
      ],
      ...['\x1b[<0;12;3M', '\x1b[M qq', '\x1b[?62;4c', '\x1b[?2026;2$y', '\x1b[A', '\x1bOP', '\x1bl'],
    ];
    terminal.write(`${password.slice(0, 4)}${noise.join('')}${password.slice(4)}\r`);
    await terminal.waitFor(`Signed in as @${ann.handle}`);
    expect(await ended(terminal)).toMatchObject({ exitCode: 0 });
  });

  test('asks for the code that was e-mailed, and shows it as it is typed', async () => {
    const service = await startService(
      {
        'com.atproto.server.createSession': (request) => {
          const { authFactorToken: code } = JSON.parse(request.body) as { authFactorToken?: string };
          const needed = error(401, 'AuthFactorTokenRequired', 'A sign in code has been sent');
          return code === 'AAAAA-BBBBB' ? upstream() : needed;
        },
      },
      { upstream: network.pds },
    );
    onTestFinished(() => service.close());
    const terminal = await typed(['login', '--app-password', ann.handle, '--service', service.origin]);
    await terminal.waitFor('App password of');
    terminal.write(`${password}\r`);
    await terminal.waitFor('The code from the e-mail:');
    terminal.write('AAAAA-BBBBB');
    await terminal.waitFor('e-mail: AAAAA-BBBBB');
    terminal.press('Enter');
    await terminal.waitFor(`Signed in as @${ann.handle}`);
    expect(await ended(terminal)).toMatchObject({ exitCode: 0 });
    expect(await terminal.leftBehind()).toEqual([]);

    const without = await piped(['login', ann.handle, '--service', service.origin], `${password}\n`);
    expect(without).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/code from the e-mail is needed/),
    });
    await expectNoSecrets();
  });

  test('Ctrl-c at the password ends it by SIGINT and gives the terminal back', async () => {
    const terminal = await typed(['login', '--app-password', ann.handle]);
    await terminal.waitFor('App password of');
    terminal.write('half of');
    terminal.press('Ctrl-c');
    expect(await ended(terminal)).toMatchObject({ exitCode: 130 });
    expect(terminal.raw).not.toContain('half of');
    expect(await terminal.leftBehind()).toEqual([]);
  });
});
