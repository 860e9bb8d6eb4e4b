import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import { openShell, pidOf, stateOf, waitForProcess } from '../support/terminal/shell.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

/** The screen is whole and hears keys, and nothing of it is left behind when it ends. */
async function expectWholeScreen(): Promise<void> {
  await terminal.waitFor('@alice.test ✓');
  expect(terminal.isAlternate()).toBe(true);
  terminal.press('?');
  await terminal.waitFor('the keys that work here');
  terminal.press('Esc');
  await terminal.waitForGone('the keys that work here');
  await terminal.waitFor((screen) => /^╭.*╮$/.test(screen.screen()[0] ?? ''));
}

describe('below a shell with job control', () => {
  async function open() {
    const shell = await openShell(network);
    terminal = shell.terminal;
    return shell;
  }
  async function start() {
    const shell = await open();
    terminal.write(`${shell.line}\r`);
    await terminal.waitFor('@alice.test ✓');
    return shell;
  }
  /** The shell has the terminal, as it was before. */
  async function expectShell(): Promise<void> {
    await terminal.waitFor((screen) => !screen.isAlternate() && screen.text().includes('Stopped'));
    // Bash itself has bracketed pastes on while it edits a line.
    expect((await terminal.leftBehind()).filter((mode) => !mode.includes('paste'))).toEqual([]);
    terminal.write('echo still $((20 + 22)); stty -a | tr ";" "\\n" | grep -c -- " icanon"\r');
    await terminal.waitFor(/still 42\s+1/);
  }
  async function foreground(): Promise<void> {
    terminal.write('fg\r');
    await terminal.waitFor((screen) => screen.isAlternate());
  }
  async function quit(): Promise<void> {
    terminal.press('q');
    await terminal.waitFor((screen) => !screen.isAlternate());
    terminal.write('echo it ended $?\r');
    await terminal.waitFor('it ended 0');
    expect((await terminal.leftBehind()).filter((mode) => !mode.includes('paste'))).toEqual([]);
  }

  test.each([
    ['Ctrl-z', () => terminal.press('Ctrl-z')],
    ['SIGTSTP from outside', async () => process.kill(await pidOf(terminal), 'SIGTSTP')],
    [
      'SIGTTOU from outside (anthropics/claude-code#88249)',
      async () => process.kill(await pidOf(terminal), 'SIGTTOU'),
    ],
    ['SIGTTIN from outside', async () => process.kill(await pidOf(terminal), 'SIGTTIN')],
  ])('%s gives the terminal back, and fg takes it, twice', async (_, stop) => {
    await start();
    for (const _round of [1, 2]) {
      await stop();
      await expectShell();
      terminal.write('clear\r');
      await foreground();
      await expectWholeScreen();
    }
    await quit();
  });

  test('the size is read anew after fg, of which a stopped program is not told', async () => {
    await start();
    terminal.press('Ctrl-z');
    await expectShell();
    terminal.resize(70, 20);
    await foreground();
    await terminal.waitFor((screen) => /^╭.*╮$/.test(screen.screen()[0] ?? ''));
    await terminal.waitFor((screen) => /q quit ?$/.test(screen.screen()[19] ?? ''));
    terminal.press('?');
    await terminal.waitFor('the keys that work here');
    terminal.press('Esc');
    await terminal.waitForGone('the keys that work here');
    await quit();
  });

  test('SIGCONT from outside takes nothing of the shell that has the terminal', async () => {
    const { pid } = await start();
    const atscope = await pid();
    terminal.press('Ctrl-z');
    await expectShell();
    process.kill(atscope, 'SIGCONT');
    await waitForProcess('it to be stopped again by the terminal', () => stateOf(atscope).startsWith('T'));
    expect(terminal.isAlternate()).toBe(false);
    terminal.write('clear; echo mine $((2 + 3))\r');
    await terminal.waitFor('mine 5');
    await foreground();
    await expectWholeScreen();
    await quit();
  });

  test('bg leaves it stopped, and fg brings it back', async () => {
    await start();
    terminal.press('Ctrl-z');
    await expectShell();
    const atscope = await pidOf(terminal);
    terminal.write('bg\r');
    await terminal.waitFor('&');
    await waitForProcess('it to be stopped again by the terminal', () => stateOf(atscope).startsWith('T'));
    await foreground();
    await expectWholeScreen();
    await quit();
  });

  test('after a SIGSTOP, which nobody hears, all is set and drawn anew', async () => {
    const { kill } = await start();
    await kill('SIGSTOP');
    await terminal.waitFor('Stopped');
    terminal.write('\rclear; echo mine $((2 + 3))\r');
    await terminal.waitFor('mine 5');
    terminal.write('fg\r');
    await terminal.waitForGone('mine 5');
    await expectWholeScreen();
    await quit();
  });

  test('SIGCONT without a stop draws all anew', async () => {
    const { kill } = await start();
    await kill('SIGCONT');
    // What it still loads is drawn meanwhile, too.
    await terminal.waitFor((screen) => screen.raw.split('\u001b[?1049h').length === 3);
    await expectWholeScreen();
    await quit();
  });

  test('started in the background it waits for fg', async () => {
    const { line } = await open();
    terminal.write(`${line} &\r`);
    const atscope = await pidOf(terminal);
    await waitForProcess('it to be stopped by the terminal', () => stateOf(atscope).startsWith('T'));
    terminal.write('\recho mine $((2 + 3))\r');
    await terminal.waitFor('mine 5');
    await foreground();
    await expectWholeScreen();
    await quit();
  });

  test.each(['kill %1', 'kill -HUP %1'])('%s ends it while it is stopped', async (command) => {
    await start();
    terminal.press('Ctrl-z');
    await expectShell();
    const atscope = await pidOf(terminal);
    terminal.write(`${command}\r`);
    await waitForProcess('it to end', () => stateOf(atscope) === '');
    expect(terminal.isAlternate()).toBe(false);
    terminal.write('clear; echo mine $((2 + 3))\r');
    await terminal.waitFor('mine 5');
  });
});

describe('where nobody stops it, the screen comes back at once (earendil-works/pi#7437)', () => {
  const ways: Record<string, () => Promise<Terminal>> = {
    'as a session leader: tmux, ssh -t, docker -it': () =>
      openAtscope(network, ['alice.test'], { columns: 100, rows: 30 }),
    'below a shell of its own': () =>
      openAtscope(network, ['alice.test'], { columns: 100, rows: 30, shell: true }),
    'in script': async () => {
      const { line, ...shell } = await openShell(network);
      terminal = shell.terminal;
      terminal.write(`script -qec "${line}" /dev/null\r`);
      return terminal;
    },
    'in a shell without job control': async () => {
      const { line, ...shell } = await openShell(network);
      terminal = shell.terminal;
      terminal.write(`set +m; ${line}\r`);
      return terminal;
    },
  };

  test.each(Object.entries(ways))('%s', async (_, open) => {
    terminal = await open();
    await terminal.waitFor('@alice.test ✓');
    terminal.press('Ctrl-z');
    await terminal.waitFor('Nobody here could let a stopped program go on');
    await expectWholeScreen();
    terminal.mark();
    process.kill(await pidOf(terminal), 'SIGTSTP');
    await terminal.waitFor((screen) => screen.output().bytes > 2000);
    await expectWholeScreen();
    // `script` has a session of its own, and would outlive the terminal with what runs in it.
    terminal.press('q');
    await terminal.waitFor((screen) => !screen.isAlternate());
  });
});

test('below a shell script, which is stopped with it', async () => {
  const { line, ...shell } = await openShell(network);
  terminal = shell.terminal;
  terminal.write(`sh -c '${line}; echo after it'\r`);
  await terminal.waitFor('@alice.test ✓');
  terminal.press('Ctrl-z');
  await terminal.waitFor('Stopped');
  terminal.write('fg\r');
  await terminal.waitFor((screen) => screen.isAlternate());
  await expectWholeScreen();
  terminal.press('q');
  await terminal.waitFor('after it');
});

test('a terminal that is gone while it is stopped ends it', async () => {
  const { line, ...shell } = await openShell(network);
  terminal = shell.terminal;
  terminal.write(`${line}\r`);
  await terminal.waitFor('@alice.test ✓');
  const atscope = await pidOf(terminal);
  terminal.press('Ctrl-z');
  await terminal.waitFor('Stopped');
  await terminal.close();
  await waitForProcess('it to end', () => stateOf(atscope) === '');
});
