import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openTerminal, type Terminal, type TerminalOptions } from '../support/terminal/terminal.js';

const counter = fileURLToPath(new URL('../support/terminal/fixtures/counter.tsx', import.meta.url));
const tsx = fileURLToPath(import.meta.resolve('tsx'));
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

const opened: Terminal[] = [];

async function open(options: TerminalOptions): Promise<Terminal> {
  const terminal = await openTerminal(options);
  opened.push(terminal);
  return terminal;
}

function openCounter(options: TerminalOptions = {}): Promise<Terminal> {
  return open({ args: ['--import', tsx, counter], cwd: projectFolder, columns: 60, rows: 12, ...options });
}

function script(source: string, options: TerminalOptions = {}): Promise<Terminal> {
  return open({ args: ['-e', source], columns: 40, rows: 5, ...options });
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(opened.splice(0).map((terminal) => terminal.close()));
});

describe('a full-screen Ink program', () => {
  test('is drawn on the alternate screen, also when the tests run under CI', async () => {
    vi.stubEnv('CI', 'true');
    const terminal = await openCounter();
    await terminal.waitFor('ready 60×12');

    expect(terminal.isAlternate()).toBe(true);
    expect(terminal.text()).toContain('ci: none');
    expect(terminal.screen()).toHaveLength(12);
    expect(terminal.screen()[0]).toBe(`╭${'─'.repeat(58)}╮`);
    expect(terminal.cursor().visible).toBe(false);
  });

  test('draws clusters in the cells that a modern terminal gives them', async () => {
    const terminal = await openCounter();
    await terminal.waitFor('ready');

    const wide = terminal.find('漢字')!;
    expect(terminal.find('👩‍👩‍👧‍👦')!.x - wide.x).toBe(4);
    expect(terminal.find('🇩🇪')!.x - wide.x).toBe(6);
    expect(terminal.find('☺️')!.x - wide.x).toBe(8);
    expect(terminal.find('end')!.x - wide.x).toBe(11);
    expect(terminal.cell(59, wide.y).text).toBe('│');
  });

  test('is read cell by cell, with colours and attributes', async () => {
    const terminal = await openCounter();
    await terminal.waitFor('painted');

    const painted = terminal.find('painted')!;
    expect(terminal.cell(painted.x, painted.y)).toMatchObject({
      text: 'p',
      width: 1,
      foreground: 'palette:1',
      background: 'default',
      inverse: true,
      underline: false,
    });
    const underlined = terminal.find('ci: none')!;
    expect(terminal.cell(underlined.x, underlined.y).underline).toBe(true);
  });

  test('takes keys by name', async () => {
    const terminal = await openCounter();
    await terminal.waitFor('ready');
    terminal.press('a', 'Up', 'Tab', 'Shift-Tab', 'Ctrl-d');
    await terminal.waitFor('keys: a Up Tab Shift-Tab Ctrl-d');
    terminal.press('Esc');
    await terminal.waitFor(/keys: .* Esc/);

    expect(() => terminal.press('Entre')).toThrow('No key is called "Entre"');
  });

  test('follows the size of the terminal', async () => {
    const terminal = await openCounter();
    await terminal.waitFor('ready 60×12');
    terminal.resize(80, 20);
    await terminal.waitFor('ready 80×20');
    await terminal.waitForGone('60×12');

    expect(terminal.screen()).toHaveLength(20);
    // The frame comes in pieces, its last row last.
    await terminal.waitFor(() => terminal.screen()[19] === `╰${'─'.repeat(78)}╯`);
  });

  test('gives the terminal back when it ends', async () => {
    const terminal = await openCounter({ shell: true });
    await terminal.waitFor('ready');
    expect(await terminal.leftBehind()).toContain('alternate screen left on');
    terminal.press('q');

    expect(await terminal.waitForExit()).toEqual({ exitCode: 3, signal: 0 });
    expect(await terminal.leftBehind()).toEqual([]);
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.cursor().visible).toBe(true);
  });

  test('is stopped by a signal below a shell too', async () => {
    const terminal = await openCounter({ shell: true });
    await terminal.waitFor('ready');
    await terminal.kill('SIGTERM');

    expect((await terminal.waitForExit()).exitCode).toBe(128 + 15);
    expect(await terminal.leftBehind()).toEqual([]);
  });

  test('counts what is drawn from a mark on', async () => {
    const terminal = await openCounter();
    await terminal.waitFor('ready');
    terminal.mark();
    expect(terminal.output()).toEqual({ bytes: 0, chunks: 0, frames: 0 });
    terminal.press('a');
    await terminal.waitFor('keys: a');

    expect(terminal.output().frames).toBe(1);
    expect(terminal.output().bytes).toBeGreaterThan(0);
  });
});

describe('what a program does to the terminal', () => {
  test('is named when it is not undone', async () => {
    const terminal = await script(
      "process.stdin.setRawMode(true); process.stdout.write('\\x1b[?25l\\x1b[?2004h\\x1b[?1003h'); process.kill(process.pid, 'SIGKILL')",
      { shell: true },
    );
    expect((await terminal.waitForExit()).exitCode).toBe(128 + 9);

    const problems = await terminal.leftBehind();
    expect(problems).toEqual(
      expect.arrayContaining(['cursor left off', 'bracketed paste left on', 'mouse left on']),
    );
    expect(problems.join()).toMatch(/line discipline changed: .*-icanon.*-echo /);
  });

  test('shows in the raw bytes: clipboard, hyperlinks and titles', async () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const terminal = await script(
      `process.stdout.write(${JSON.stringify(
        `\u001B]52;c;${base64('plain ☺')}\u0007` +
          `\u001BPtmux;\u001B\u001B]52;c;${base64('through tmux')}\u0007\u001B\\` +
          '\u001B]8;;https://example.com\u0007link\u001B]8;;\u0007\u001B]2;a title\u0007done',
      )})`,
    );
    await terminal.waitForExit();

    expect(terminal.clipboard).toEqual(['plain ☺', 'through tmux']);
    expect(terminal.hyperlinks).toEqual(['https://example.com']);
    expect(terminal.titles).toEqual(['a title']);
    expect(terminal.title()).toBe('a title');
  });
});

describe('waiting', () => {
  test('fails with the screen when the program ends first', async () => {
    const terminal = await script("console.log('not this')");
    await expect(terminal.waitFor('something else')).rejects.toThrow(
      /The program ended \(exit code 0, signal 0\) while waiting for "something else"[\s\S]*│not this {32}│/,
    );
  });

  test('fails with the screen when the time is over', async () => {
    const terminal = await script("console.log('quiet'); setInterval(() => {}, 1000)");
    await terminal.waitFor('quiet');
    await expect(terminal.waitFor(/loud/, { timeoutMs: 1 })).rejects.toThrow(
      /1 ms passed while waiting for \/loud\/[\s\S]*│quiet/,
    );
  });

  test('for the next bytes fails when the program ends', async () => {
    const terminal = await script("console.log('here'); process.stdin.once('data', () => process.exit())");
    await terminal.waitFor('here');
    const next = terminal.nextData();
    terminal.write('echoed\n');
    await next;
    await terminal.waitForExit();

    await expect(terminal.nextData()).rejects.toThrow('The program has ended.');
  });

  test('is answered by the last output of a program that ends', async () => {
    const terminal = await script("console.log('last words')");
    await terminal.waitForExit();
    await terminal.waitFor((screen) => screen.text().startsWith('last words'));
  });
});

test('everything that a terminal put on disk is gone after it is closed', async () => {
  const terminal = await script('console.log(process.env.HOME); setInterval(() => {}, 1000)', {
    columns: 200,
  });
  await terminal.waitFor(terminal.home);
  expect(existsSync(terminal.home)).toBe(true);
  await terminal.close();

  expect(existsSync(terminal.home)).toBe(false);
});

describe('the stage that reads what is typed', () => {
  const handOver = fileURLToPath(new URL('../support/terminal/fixtures/hand-over.ts', import.meta.url));

  test('takes no key of a child that has the terminal, and none is typed into it later; it has its mouse', async () => {
    const terminal = await open({
      ...{ args: ['--import', tsx, handOver], cwd: projectFolder, columns: 60, rows: 30, shell: true },
    });
    await terminal.waitFor('ready');
    expect(terminal.isOn(1000)).toBe(true);
    for (const round of ['first', 'second', 'third']) {
      terminal.press('e');
      await terminal.waitFor(({ text }) => text().split('the child reads').length > rounds(round));
      expect([1000, 1006].filter((mode) => terminal.isOn(mode))).toEqual([]);
      for (const key of `${round} line\r`) terminal.write(key);
      await terminal.waitFor(`the child read <${round} line>`);
      await terminal.waitFor(({ text }) => text().split('it is ours again').length > rounds(round));
    }
    terminal.write('jj\x1b[A');
    await terminal.waitFor('typed <Up>');
    terminal.press('Ctrl-c');
    // It ends by itself: nothing of the stage keeps the program alive.
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
    expect(terminal.text().match(/typed <[^>]*>/g)).toEqual([
      ...['typed <e>', 'typed <e>', 'typed <e>', 'typed <jj>', 'typed <Up>', 'typed <Ctrl-c>'],
    ]);
    expect(await terminal.leftBehind()).toEqual([]);
  });

  const rounds = (round: string): number => ['first', 'second', 'third'].indexOf(round) + 1;
});
