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
  // What comes from the network is there, in whichever pane or said aloud.
  await terminal.waitFor(address.includes('/') ? LISTED : /@alice\.test ✓|▸ post|selected, \d+ of/);
}

const LISTED = /3 app\.bsky\.feed\.post ── 1–\d+ of/;

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
    await terminal.waitFor(() => !terminal.isAlternate() && modes().length === 0);
    expect(modes()).toEqual([]);
  });

  test.each([
    ['the terminal has none', { TERM: 'vt220' }],
    ['the screen is read aloud', { INK_SCREEN_READER: 'true' }],
  ])('all the time where %s, and M says so', async (_, env) => {
    // What is read aloud begins with the sentence, and has more lines than a screen of 30.
    await open('alice.test', { env, rows: 60 });
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

describe.each([
  [160, 48],
  [100, 30],
  [60, 20],
])('on %i × %i', (columns, rows) => {
  const report = (code: number, x: number, y: number, final = 'M') =>
    `\x1b[<${code};${x + 1};${y + 1}${final}`;

  /** Where a text stands; a wait that fails shows the screen. */
  async function placeOf(text: string) {
    await terminal.waitFor(text);
    return terminal.find(text) ?? { x: 0, y: 0 };
  }

  /** A click at a text, so many cells into it, in one write. */
  async function click(text: string, times = 1, by = 1) {
    const { x, y } = await placeOf(text);
    terminal.write((report(0, x + by, y) + report(0, x + by, y, 'm')).repeat(times));
  }

  /** The line of the screen that the cursor of the list is on. */
  const selected = () => terminal.screen().findIndex((line) => /▌ \d\d/.test(line));

  test('the wheel moves three rows, and a click and a double click do what they hit', async () => {
    await open('alice.test/app.bsky.feed.post', { columns, rows, shell: false });
    const first = selected();
    terminal.write(report(65, columns >> 1, 5));
    await terminal.waitFor(() => selected() === first + 3);
    terminal.write(report(64, columns >> 1, 5));
    await terminal.waitFor(() => selected() === first);

    const list = terminal.find('3 app.bsky') ?? { x: 0, y: 0 };
    const at = [list.x + 6, first + 5] as const;
    terminal.write(report(0, ...at) + report(0, ...at, 'm'));
    await terminal.waitFor(() => selected() === first + 5);
    terminal.write((report(0, ...at) + report(0, ...at, 'm')).repeat(2));
    await terminal.waitFor('4 Record');
    await terminal.waitFor(/ › \S+ {2}/);

    // A step of the breadcrumb, then a hint, and one within what that has opened.
    await click('alice.test ›');
    await terminal.waitFor(/^ alice\.test {2}/m);
    await click('? help');
    await terminal.waitFor('Help: the keys that work here');
    await click('Esc close');
    await terminal.waitForGone('Help: the keys that work here');
  });

  test('a click puts the caret of a prompt where it hits, and closes what it does not hit', async () => {
    await open('alice.test/app.bsky.feed.post', { columns, rows, shell: false });
    terminal.write(':follow');
    await terminal.waitFor('╭ Go to');
    await click(' : follow', 1, 3);
    terminal.write('un');
    await terminal.waitFor(' : unfollow');
    terminal.write(report(0, columns - 3, 1) + report(0, columns - 3, 1, 'm'));
    await terminal.waitForGone(' : unfollow');
    terminal.write('y');
    await terminal.waitFor('╭ Copy');
    terminal.write(report(0, columns - 3, 1) + report(0, columns - 3, 1, 'm'));
    await terminal.waitForGone('╭ Copy');
  });

  test('a click beside a sign-in keeps what is typed', async () => {
    await open('alice.test', { columns, rows, shell: false });
    terminal.write(':login\r');
    await terminal.waitFor('Who signs in?');
    terminal.write('bob.test');
    await terminal.waitFor('› bob.test');
    terminal.write(
      report(0, 1, 1) + report(0, 1, 1, 'm') + report(0, 1, rows - 1) + report(0, 1, rows - 1, 'm'),
    );
    await click('› bob.test', 1, 2);
    terminal.write('x');
    await terminal.waitFor('› xbob.test');
  });

  test('reports that come when the mouse is let go of are neither clicks nor keys', async () => {
    await open('alice.test/app.bsky.feed.post', { columns, rows, shell: false });
    terminal.press('M');
    await terminal.waitFor('The mouse is for the terminal');
    const [line, title] = [selected(), terminal.screen()[0]];
    const [x, y] = [columns >> 1, 6];
    terminal.write(`${report(0, x, y)}${report(65, x, y)}\x1b[M qj\x1b[32;5;6M${report(0, x, y, 'm')}`);
    terminal.press('M');
    await terminal.waitFor('The mouse is for atscope');
    expect([selected(), terminal.screen()[0]]).toEqual([line, title]);
  });
});

test('on the start screen a click puts the caret, and a double click goes to a place visited', async () => {
  terminal = await openAtscope(network, [], { columns: 100, rows: 30 });
  await terminal.waitFor('A handle, a DID');
  terminal.write('alice.test\r');
  await terminal.waitFor('@alice.test ✓');
  const { home } = terminal;
  terminal.press('q');
  await terminal.waitForExit();
  const again = await openAtscope(network, [], { columns: 100, rows: 30, home });
  try {
    await again.waitFor('recent places');
    again.write('ob.test');
    await again.waitFor('› ob.test');
    const at = again.find('› ob.test') ?? { x: 0, y: 0 };
    again.write(`\x1b[<0;${at.x + 3};${at.y + 1}M\x1b[<0;${at.x + 3};${at.y + 1}mb`);
    await again.waitFor('› bob.test');
    again.press('Esc');
    await again.waitFor('@alice.test');
    const recent = again.find('@alice.test') ?? { x: 0, y: 0 };
    again.write(`\x1b[<0;${recent.x + 3};${recent.y + 1}M\x1b[<0;${recent.x + 3};${recent.y + 1}m`.repeat(2));
    await again.waitFor('@alice.test ✓');
  } finally {
    await again.close();
  }
});
