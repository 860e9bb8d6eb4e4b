import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import { below, openShell, pidOf, stateOf, waitForProcess } from '../support/terminal/shell.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;
let folder: string;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

/** Opens the profile record of Alice, with programs of the user. */
async function open(env: Record<string, string>, { shell = true } = {}): Promise<void> {
  folder = await mkdtemp(join(await temporaryFolder(), 'a folder '));
  terminal = await openAtscope(network, ['alice.test/app.bsky.actor.profile/self'], {
    ...{ columns: 100, rows: 30, shell },
    env: { TMPDIR: folder, LESS: '', ...env },
  });
  await terminal.waitFor('"$type"');
}

/** A program of the user, as a script. */
async function program(name: string, script: string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

async function expectWholeScreen(): Promise<void> {
  await terminal.waitFor((screen) => screen.isAlternate() && screen.text().includes('1 Profile'));
  await terminal.waitFor((screen) => /^╭.*╮$/.test(screen.screen()[0] ?? ''));
  terminal.press('?');
  await terminal.waitFor('the keys that work here');
  terminal.press('Esc');
  await terminal.waitForGone('the keys that work here');
}

async function quit(): Promise<void> {
  await expectWholeScreen();
  expect(await readdir(folder)).toEqual([]);
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
  expect(await terminal.leftBehind()).toEqual([]);
}

describe('the editor', () => {
  test('gets the record under its name, read-only and ours alone, and each argument', async () => {
    const seen = join(await temporaryFolder(), 'seen');
    const editor = await program('editor', `{ echo "$@"; ls -l "$2"; cat "$2"; } > ${seen}`);
    await open({ VISUAL: `${editor} '-a b'` });
    terminal.press('e');
    await waitForProcess('the editor to end', () => existsSync(seen));
    await quit();
    const text = await readFile(seen, 'utf8');
    expect(text).toMatch(/^-a b .*\/self\.json\n-r-------- /);
    expect(JSON.parse(text.slice(text.indexOf('\n{')))).toMatchObject({ $type: 'app.bsky.actor.profile' });
  });

  test('vim gets every key, however early it is typed, and Ctrl-c is its own', async () => {
    await open({ EDITOR: 'vim -u NONE -N' }, { shell: false });
    terminal.write('e');
    await terminal.waitFor('self.json');
    terminal.write(':let g:typed = "abcdefghij"\r');
    terminal.write(':echo "<" . g:typed . ">"\r');
    await terminal.waitFor('<abcdefghij>');
    terminal.press('Ctrl-c');
    await terminal.waitFor(':qa');
    terminal.resize(90, 24);
    await terminal.waitFor((screen) => screen.text().includes('"$type"'));
    terminal.write(':q\r');
    await quit();
  });

  test('loses no key that is typed right behind the one that opens it', async () => {
    const seen = join(await temporaryFolder(), 'seen');
    const editor = await program('reader', `stty -echo; read -r line; echo "<$line>" > ${seen}; stty echo`);
    await open({ EDITOR: editor });
    terminal.write('e');
    await waitForProcess('the editor to run', () =>
      below(terminal.pid).some(({ command }) => command.includes('reader')),
    );
    for (const character of 'the quick brown fox\r') terminal.write(character);
    await waitForProcess(
      'the editor to end',
      () => !below(terminal.pid).some(({ command }) => command.includes('reader')),
    );
    await quit();
    expect(await readFile(seen, 'utf8')).toBe('<the quick brown fox>\n');
  });

  test('what is saved all the same is kept, and its place is told', async () => {
    const editor = await program('writer', 'chmod u+w "$1"; echo changed > "$1"');
    await open({ EDITOR: editor });
    terminal.press('e');
    await terminal.waitFor('It was opened to be read: nothing was written.');
    const [kept] = await readdir(folder);
    expect(await readFile(join(folder, kept ?? '', 'self.json'), 'utf8')).toBe('changed\n');
  });

  test.each([
    ['is not there', 'no-such-editor --wait', 'There is no program “no-such-editor”'],
    ['ends with 1', 'false', '“false” ended with code 1.'],
    [
      'is killed',
      'sh -c \'stty raw -echo; printf "\\033[?1049h\\033[?25l\\033[?1000h"; kill -9 $$\'',
      'was ended by SIGKILL',
    ],
  ])('that %s is told', async (_, EDITOR, said) => {
    await open({ EDITOR });
    terminal.press('e');
    await terminal.waitFor(said);
    await quit();
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s to us ends it, and leaves nothing', async (signal) => {
    await open({ EDITOR: 'vim -u NONE -N -n' });
    terminal.press('e');
    await terminal.waitFor('self.json');
    const pids = below(await pidOf(terminal)).map(({ pid }) => pid);
    expect(pids.length).toBeGreaterThan(1);
    await terminal.kill(signal);
    await terminal.waitForExit();
    await waitForProcess('all to end', () => pids.every((pid) => stateOf(pid) === ''));
    expect(await readdir(folder)).toEqual([]);
    expect(await terminal.leftBehind()).toEqual([]);
  });

  /** Has vim open below a shell with job control. */
  async function openVim() {
    folder = await temporaryFolder();
    const shell = await openShell(network, { env: { EDITOR: 'vim -u NONE -N', TMPDIR: folder } });
    terminal = shell.terminal;
    terminal.write(`${shell.line.replace('alice.test', 'alice.test/app.bsky.actor.profile/self')}\r`);
    await terminal.waitFor('"$type"');
    terminal.press('e');
    await terminal.waitFor('self.json');
    return shell;
  }

  test('Ctrl-z in it stops both, and fg brings it back, twice', async () => {
    await openVim();
    for (const _round of [1, 2]) {
      terminal.press('Ctrl-z');
      await terminal.waitFor('Stopped');
      terminal.write('clear; echo mine $((2 + 3))\r');
      await terminal.waitFor('mine 5');
      terminal.write('fg\r');
      await terminal.waitFor((screen) => screen.isAlternate() && !screen.text().includes('mine 5'));
      terminal.write(':echo "it is " . "vim"\r');
      await terminal.waitFor('it is vim');
    }
    terminal.write(':q\r');
    await expectWholeScreen();
  });

  test.each([
    'SIGTSTP',
    'SIGSTOP',
  ] as const)('%s to us alone gives the shell its terminal, and fg brings both back', async (signal) => {
    const { kill, pid } = await openVim();
    const atscope = await pid();
    for (const round of [1, 2]) {
      await kill(signal);
      await waitForProcess('us to be stopped', () => stateOf(atscope).startsWith('T'));
      await terminal.waitFor('Stopped');
      // What the terminal answers to vim by then is typed into the shell.
      terminal.write(`\r\recho mine $((${round} + 40))\r`);
      await terminal.waitFor(`mine ${40 + round}`);
      terminal.write('fg\r');
      // Nobody told vim that its screen was somebody else's.
      terminal.write(`\x0c:echo "it is " . "vim ${round}"\r`);
      await terminal.waitFor(`it is vim ${round}`);
      expect(terminal.text()).not.toContain('mine');
    }
    terminal.write(':q\r');
    await expectWholeScreen();
  });
});

describe('the pipe', () => {
  async function pipe(command: string): Promise<void> {
    terminal.press('|');
    await terminal.waitFor('record |');
    terminal.write(`${command}\r`);
  }

  test('an empty command is the pager, which has every key and Ctrl-c', async () => {
    await open({ PAGER: 'less -R' }, { shell: false });
    await pipe('');
    await terminal.waitFor('(END)');
    terminal.press('Ctrl-c');
    terminal.write('/type\r');
    await terminal.waitFor((screen) => screen.text().includes('"$type"'));
    terminal.write('q');
    await quit();
  });

  test.each([
    ['head -1', /\{\s+\[ended with code 0\]/],
    ['cat', /"\$type": "app.bsky.actor.profile"[\s\S]*\[ended with code 0\]/],
    ['grep -c type', /\d\s+\[ended with code 0\]/],
    ['grep nothing-of-it', /\[ended with code 1\]/],
    ['no-such-command', /not found\s+\[ended with code 127\]/],
  ])('%s is run by the shell, and read before a key is pressed', async (command, shown) => {
    await open({});
    await pipe(command);
    await terminal.waitFor(shown);
    expect(terminal.isAlternate()).toBe(false);
    terminal.press('Up');
    await quit();
  });

  test('Ctrl-c ends a command and not us', async () => {
    await open({}, { shell: false });
    // A shell that is about to fork keeps a Ctrl-c until what it forks has ended: here it forks nothing behind the words.
    await pipe('cat > /dev/null; echo it waits; exec sleep 1000');
    await terminal.waitFor('it waits');
    terminal.press('Ctrl-c');
    await terminal.waitFor('Press a key');
    terminal.write(' ');
    await quit();
  });

  test('a list is a row a line, and help is text', async () => {
    await open({});
    terminal.write(':alice.test/app.bsky.feed.post\r');
    await terminal.waitFor('100 loaded');
    terminal.write(':pipe sort | head -2 | cut -c1-5\r');
    await terminal.waitFor(/\{"\S+\s+\{"\S+\s+\[ended with code 0\]/);
    terminal.write(' ');
    await terminal.waitFor((screen) => screen.isAlternate());
    terminal.press('?');
    await terminal.waitFor('the keys that work here');
    terminal.press('|');
    await terminal.waitFor('help |');
    terminal.write('grep -c Ctrl\r');
    await terminal.waitFor(/\d+\s+\[ended with code 0\]/);
    terminal.write(' ');
    await terminal.waitFor('the keys that work here');
  });
});
