import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Shell } from '../../src/cli/completions.js';
import { VERBS } from '../../src/cli/verbs.js';
import { runProgram } from '../support/package/run-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const isInstalled = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));

const DID = 'did:plc:gyitqerkfrxo6gc4luvdlwc2';

/** A folder with the script of a shell, and with places visited last, in the form that atscope writes them. */
async function prepared(shell: Shell) {
  const folder = await temporaryFolder();
  const script = join(folder, `completions.${shell}`);
  const printed = await runProgram(process.execPath, [program, 'completions', shell]);
  expect(printed).toMatchObject({ stderr: '', exitCode: 0 });
  await writeFile(script, printed.stdout);
  const places = [
    { address: 'at://alice.test/app.bsky.feed.post', title: 'Alice', at: 3 },
    { address: `at://${DID}`, at: 2 },
    { address: 'at://bob.test', title: '"address": "at://forged.test"', at: 1 },
    { address: 'at://$(touch pwned).test', at: 0 },
  ];
  await writeFile(join(folder, 'recents.json'), JSON.stringify({ places }, null, '\t'));
  await mkdir(join(folder, 'a folder'));
  return { folder, script, env: { ATSCOPE_CONFIG_DIR: folder, HOME: folder, ZDOTDIR: folder } };
}

/** What bash itself puts in COMPREPLY, for words as bash splits them. */
async function bash(...words: string[]): Promise<readonly string[]> {
  const { folder, script, env } = await prepared('bash');
  const line = `source "$1"; shift; COMP_WORDS=(atscope "$@"); COMP_CWORD=$#; _atscope; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const outcome = await runProgram('bash', ['--norc', '-c', line, 'bash', script, ...words], {
    cwd: folder,
    env,
  });
  expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
  expect(existsSync(join(folder, 'pwned'))).toBe(false);
  return outcome.stdout.split('\n').filter((line) => line !== '');
}

async function fish(line: string): Promise<readonly string[]> {
  const { folder, script, env } = await prepared('fish');
  const asked = 'source $argv[1]; complete -C $argv[2]';
  const outcome = await runProgram('fish', ['--no-config', '-c', asked, script, line], {
    cwd: folder,
    env,
  });
  expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
  return outcome.stdout.split('\n').flatMap((offer) => offer.split('\t')[0] || []);
}

/** What zsh offers: its completion runs in a terminal of its own, and `compadd` tells what it was given. */
async function zsh(line: string): Promise<readonly string[]> {
  const { folder, script, env } = await prepared('zsh');
  const inner = `autoload -Uz compinit; compinit -u -D; source ${JSON.stringify(script)}
compadd() { local -a all; builtin compadd -O all "$@"; print -rl -- "\${all[@]}" >> told; builtin compadd "$@"; }
bindkey '^I' complete-word; finish() { print END; exit }; zle -N finish; bindkey '^X' finish; PS1=READY; unsetopt beep`;
  await writeFile(join(folder, '.zshrc'), inner);
  await writeFile(
    join(folder, 'drive.zsh'),
    `zmodload zsh/zpty; zpty z zsh -i; zpty -r -m z ignored '*READY*'; zpty -w -n z "$1"$'\\t\\C-x'; zpty -r -m z ignored '*END*'`,
  );
  const outcome = await runProgram('zsh', ['-f', join(folder, 'drive.zsh'), line], {
    cwd: folder,
    env: { ...env, TERM: 'xterm' },
  });
  expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
  const told = await runProgram('cat', ['told'], { cwd: folder });
  return told.stdout.split('\n').filter((offer) => offer !== '');
}

describe.skipIf(!isInstalled('bash'))('bash completes', () => {
  test.each<[string[], string[]]>([
    [['comp'], ['completions']],
    [['log'], ['login', 'logout']],
    [[''], [...VERBS, 'alice.test/app.bsky.feed.post', DID, 'bob.test']],
    [['--wa'], ['--watch']],
    [['login', '--ser'], ['--service']],
    [['logout', '--ser'], []],
    [
      ['completions', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['completions', 'bash', ''], []],
    [['history', 'ali'], ['alice.test/app.bsky.feed.post']],
    [['logout', 'ali'], ['alice.test']],
    [
      ['--plc', 'http://localhost:1', 'log'],
      ['login', 'logout'],
    ],
    [
      ['--plc', 'http', ':', '//localhost', ':', '1', 'log'],
      ['login', 'logout'],
    ],
    [['--as', 'bo'], ['bob.test']],
    [['--as', '=', 'bo'], ['bob.test']],
    [['--config-dir', 'a'], ['a folder']],
    [['--plc', ''], []],
    [['alice.test', '--al'], ['--allow-private-hosts']],
    [['alice.test', 'log'], []],
    // Bash has the word up to its last colon already.
    [['did', ':', 'plc', ':', 'gy'], [DID.replace('did:plc:', '')]],
    [['did', ':'], [DID.replace('did:', '')]],
  ])('%j', async (words, offers) => {
    expect((await bash(...words)).toSorted()).toEqual(offers.toSorted());
  });
});

describe.skipIf(!isInstalled('fish'))('fish completes', () => {
  test.each<[string, string[]]>([
    ['atscope comp', ['completions']],
    ['atscope --wa', ['--watch']],
    ['atscope login --ser', ['--service']],
    ['atscope logout --ser', []],
    ['atscope completions ', ['bash', 'fish', 'zsh']],
    ['atscope history did:', [DID]],
    ['atscope --as bo', ['bob.test']],
    ['atscope logout ali', ['alice.test']],
  ])('%s', async (line, offers) => {
    expect((await fish(line)).toSorted()).toEqual(offers.toSorted());
  });
});

describe.skipIf(!isInstalled('zsh'))('zsh completes', () => {
  test.each<[string, string[]]>([
    ['atscope comp', ['completions']],
    ['atscope --wa', ['--watch']],
    ['atscope login --ser', ['--service']],
    ['atscope completions ', ['bash', 'fish', 'zsh']],
    ['atscope history did:', [DID]],
    ['atscope logout ali', ['alice.test']],
  ])('%s', async (line, offers) => {
    expect(await zsh(line)).toEqual(expect.arrayContaining(offers));
  });
});
