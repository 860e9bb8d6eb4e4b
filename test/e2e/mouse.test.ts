import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { mistakeOn } from '../support/terminal/mistake.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import { openTerminal, type Terminal, type TerminalOptions } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

async function open(address: string, options: Omit<TerminalOptions, 'command' | 'args'> = {}) {
  terminal = await openAtscope(network, [address], { columns: 100, rows: 30, shell: true, ...options });
  await terminal.waitFor('@alice.test ✓');
}

/** Which of the modes for the mouse are on: reports, their numbers, alternate scroll. */
const modes = () => [1000, 1006, 1007].filter((mode) => terminal.isOn(mode));

describe('the mouse is off', () => {
  async function whileOpen() {
    await open('alice.test');
    expect(modes()).toEqual([1000, 1006]);
  }
  async function leaves(exitCode: number) {
    expect(await terminal.waitForExit()).toMatchObject({ exitCode });
    expect(modes()).toEqual([]);
    expect(await terminal.leftBehind()).toEqual([]);
  }

  test.each(['q', 'Ctrl-c'])('after %s', async (key) => {
    await whileOpen();
    terminal.press(key);
    await leaves(0);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
    ['SIGALRM', 142],
  ] as const)('after %s', async (signal, exitCode) => {
    await whileOpen();
    await terminal.kill(signal);
    await leaves(exitCode);
  });

  test.each([
    ['throws', 'throw new Error("out of order")'],
    ['rejects', 'Promise.reject(new Error("out of order"))'],
    ['leaves at once', 'process.exit(7)'],
  ])('when a callback of the program itself %s', async (_, mistake) => {
    await open('alice.test', { env: mistakeOn('SIGURG', mistake) });
    expect(modes()).toEqual([1000, 1006]);
    await terminal.kill('SIGURG');
    await leaves(mistake.startsWith('process') ? 7 : 1);
  });

  test('while it is stopped, and on again after fg', async () => {
    terminal = await openTerminal({ command: 'bash', args: ['--norc', '-i'], columns: 100, rows: 30 });
    await terminal.waitFor(/[$#]/);
    const program = new URL('../../dist/atscope.js', import.meta.url).pathname;
    terminal.write(`node ${program} alice.test --plc ${network.plc} --appview ${network.appview}\r`);
    await terminal.waitFor('@alice.test ✓');
    terminal.press('Ctrl-z');
    await terminal.waitFor('Stopped');
    expect(modes()).toEqual([]);
    terminal.write('fg\r');
    await terminal.waitFor('@alice.test ✓');
    await terminal.waitFor(() => modes().length === 2);
    terminal.press('M');
    await terminal.waitFor('The mouse is for the terminal');
    terminal.press('Ctrl-z');
    await terminal.waitFor(() => !terminal.isAlternate());
    expect(modes()).toEqual([]);
    terminal.write('fg\r');
    await terminal.waitFor(() => modes().join() === '1007');
    terminal.press('q');
    await terminal.waitFor(() => !terminal.isAlternate());
    expect(modes()).toEqual([]);
  });

  test.each([
    ['the terminal has none', { TERM: 'vt220' }],
    ['the screen is read aloud', { INK_SCREEN_READER: 'true' }],
  ])('all the time where %s, and M says so', async (_, env) => {
    await open('alice.test', { env });
    expect(modes()).toEqual([]);
    terminal.press('M');
    await terminal.waitFor(/reports no mouse|read aloud/);
    terminal.press('q');
    await leaves(0);
    expect(terminal.raw).not.toMatch(/\x1b\[\?100[0-7]/);
  });
});

describe('M', () => {
  test('leaves the mouse to the terminal, whose wheel moves then by keys, and takes it again', async () => {
    await open('alice.test');
    terminal.press('M');
    await terminal.waitFor('M takes it again.');
    expect(modes()).toEqual([1007]);
    terminal.press('M');
    await terminal.waitFor('Shift and drag selects. M leaves it');
    expect(modes()).toEqual([1000, 1006]);
  });

  test('takes it where the settings leave it to the terminal', async () => {
    const home = await mkdtemp(join(tmpdir(), 'atscope-mouse-'));
    await mkdir(join(home, 'atscope'), { mode: 0o700 });
    await writeFile(join(home, 'atscope', 'settings.json'), JSON.stringify({ mouse: false }));
    await open('alice.test', { home });
    expect(modes()).toEqual([1007]);
    terminal.press('M');
    await terminal.waitFor('Shift and drag selects.');
    expect(modes()).toEqual([1000, 1006]);
    terminal.press('q');
    await terminal.waitForExit();
    expect(await terminal.leftBehind()).toEqual([]);
    await rm(home, { recursive: true });
  });
});
