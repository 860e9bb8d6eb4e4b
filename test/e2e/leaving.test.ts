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

async function open(options: TerminalOptions = {}) {
  terminal = await openAtscope(network, ['alice.test'], { columns: 100, rows: 30, shell: true, ...options });
  await terminal.waitFor('@alice.test ✓');
}

describe('the terminal is given back whole', () => {
  test.each(['q', 'Ctrl-c'])('after %s', async (key) => {
    await open();
    expect(terminal.isAlternate()).toBe(true);
    terminal.press(key);
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
    expect(await terminal.leftBehind()).toEqual([]);
  });

  test('after Ctrl-c while a prompt is open', async () => {
    await open();
    terminal.press(':');
    await terminal.waitFor('go to');
    terminal.press('Ctrl-c');
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
    expect(await terminal.leftBehind()).toEqual([]);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('after %s', async (signal, exitCode) => {
    await open();
    await terminal.kill(signal);
    expect(await terminal.waitForExit()).toMatchObject({ exitCode });
    expect(await terminal.leftBehind()).toEqual([]);
  });

  test.each([
    ['throws', 'throw new Error("out of order \\x1b[2J")'],
    ['rejects', 'Promise.reject(new Error("out of order \\x1b[2J"))'],
  ])('when a callback of the program itself %s, which is told then', async (_, mistake) => {
    await open({ env: mistakeOn('SIGURG', mistake) });
    await terminal.kill('SIGURG');
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 1 });
    expect(terminal.text()).toMatch(/^atscope: a mistake in atscope ended it: out of order [^\n]*\n\s+at /m);
    expect(await terminal.leftBehind()).toEqual([]);
  });

  test('on Ctrl-z, and fg brings the screen back', async () => {
    terminal = await openTerminal({ command: 'bash', args: ['--norc', '-i'], columns: 100, rows: 30 });
    await terminal.waitFor(/[$#]/);
    const program = new URL('../../dist/atscope.js', import.meta.url).pathname;
    terminal.write(`node ${program} alice.test --plc ${network.plc} --appview ${network.appview}\r`);
    await terminal.waitFor('@alice.test ✓');
    terminal.press('Ctrl-z');
    await terminal.waitFor('Stopped');
    expect(terminal.isAlternate()).toBe(false);
    terminal.write('echo still $((20 + 22))\r');
    await terminal.waitFor('still 42');
    terminal.write('fg\r');
    await terminal.waitFor('@alice.test ✓');
    terminal.press('?');
    await terminal.waitFor('the keys that work here');
    terminal.press('Esc');
    await terminal.waitForGone('the keys that work here');
    terminal.press('q');
    await terminal.waitFor(() => !terminal.isAlternate());
  });
});
