import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClipboard } from '../../../src/tui/terminal/copy-text.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { clipboardWrites } from '../../support/terminal/control-sequences.js';

/** What programs do, as shell: `took` is the file that what they read is kept in. */
const TAKES = 'cat > "$0.took"';
const FAILS = 'cat > /dev/null; exit 1';
const HANGS = 'exec sleep 1000';
const HANGS_ON = 'trap "" TERM HUP; while :; do sleep 1000; done';
const READS_NOTHING = 'exec <&-; exit 0';

const text = 'at://did:plc:abc/app.bsky.feed.post/3k · 日本語 👩‍👩‍👧 \r\nend';
const long = `日本${'x'.repeat(200_000)}`;

/** A machine on which these programs are, and nothing else is. */
async function machine(
  programs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  { platform = 'linux', timeoutMs = 20_000 }: { platform?: NodeJS.Platform; timeoutMs?: number } = {},
) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'bin'));
  for (const [name, script] of Object.entries(programs)) {
    const path = join(folder, 'bin', name);
    await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
    await chmod(path, 0o755);
  }
  let sent = '';
  const copy = createClipboard({
    env: { ...env, PATH: join(folder, 'bin') },
    platform,
    timeoutMs,
    write: (sequence) => {
      sent += sequence;
    },
  });
  return {
    copy,
    sent: () => clipboardWrites(sent),
    taken: (name: string) => readFile(join(folder, 'bin', `${name}.took`), 'utf8').catch(() => undefined),
  };
}

const X = { DISPLAY: ':0' };
const WAYLAND = { WAYLAND_DISPLAY: 'w-0', DISPLAY: ':0' };
const IN_TMUX = { TMUX: '/tmp/tmux-0/default,1,0' };
const REMOTE = { SSH_TTY: '/dev/pts/0' };

describe('a program that takes it has copied it', () => {
  test.each([
    ['xclip', X],
    ['xsel', X],
    ['wl-copy', WAYLAND],
    ['termux-clipboard-set', { TERMUX_VERSION: '1' }],
  ])('%s', async (name, env) => {
    const { copy, sent, taken } = await machine({ [name]: TAKES }, env);
    expect(await copy(text)).toEqual({ kind: 'copied' });
    expect(await taken(name)).toBe(text);
    expect(sent()).toEqual([]);
  });

  test('pbcopy, in UTF-8 where the locale is C', async () => {
    const script = `${TAKES}; [ "$LC_CTYPE" = UTF-8 ] && [ -z "$LC_ALL" ]`;
    const { copy, taken } = await machine({ pbcopy: script }, { LC_ALL: 'C' }, { platform: 'darwin' });
    expect(await copy(text)).toEqual({ kind: 'copied' });
    expect(await taken('pbcopy')).toBe(text);
  });

  test('PowerShell of WSL, in base64', async () => {
    const { copy, taken } = await machine({ 'powershell.exe': TAKES }, { WSL_DISTRO_NAME: 'Debian' });
    expect(await copy(text)).toEqual({ kind: 'copied' });
    expect(Buffer.from((await taken('powershell.exe'))!, 'base64').toString()).toBe(text);
  });

  test('more than a terminal takes', async () => {
    const { copy, taken } = await machine({ xclip: TAKES }, X);
    expect(await copy(long)).toEqual({ kind: 'copied' });
    expect(await taken('xclip')).toBe(long);
  });
});

test('nothing of it is in the arguments of a program', async () => {
  const { copy, taken } = await machine({ xclip: 'cat > /dev/null; echo "$@" > "$0.took"' }, X);
  await copy('a password');
  expect(await taken('xclip')).toBe('-selection clipboard -in\n');
});

describe('where a program does not take it, the next one is asked, and the terminal in the end', () => {
  test.each<[string, Record<string, string>, number?]>([
    ['fails', { xclip: FAILS }],
    ['is killed', { xclip: 'kill -9 $$' }],
    ['hangs', { xclip: HANGS }, 100],
    ['hangs and cannot be asked to end', { xclip: HANGS_ON }, 100],
    ['fails, and another that hangs', { xclip: FAILS, xsel: HANGS }, 100],
    ['is missing', {}],
  ])('one that %s', async (_, programs, timeoutMs) => {
    const { copy, sent } = await machine(programs, X, { ...(timeoutMs && { timeoutMs }) });
    expect(await copy(text)).toEqual({ kind: 'sent' });
    expect(sent()).toEqual([text]);
  });

  test('one that ends well and has not read it', async () => {
    const { copy } = await machine({ xclip: READS_NOTHING, xsel: TAKES }, X);
    expect(await copy('x'.repeat(4_000_000))).toEqual({ kind: 'copied' });
  });

  test('the next one', async () => {
    const { copy, sent, taken } = await machine({ 'wl-copy': FAILS, xsel: TAKES }, WAYLAND);
    expect(await copy(text)).toEqual({ kind: 'copied' });
    expect(await taken('xsel')).toBe(text);
    expect(sent()).toEqual([]);
  });

  test('and what is too long for the terminal is refused with a sentence', async () => {
    const { copy, sent } = await machine({ xclip: FAILS }, X);
    expect(await copy(long)).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/too much to copy.*201 KB/),
    });
    expect(sent()).toEqual([]);
  });
});

describe('from another machine', () => {
  test('its terminal is asked, and no program of this desktop', async () => {
    const { copy, sent, taken } = await machine(
      { xclip: TAKES, 'wl-copy': TAKES },
      { ...WAYLAND, ...REMOTE },
    );
    expect(await copy(text)).toEqual({ kind: 'sent' });
    expect(sent()).toEqual([text]);
    expect(await taken('wl-copy')).toBeUndefined();
  });
});

describe('in tmux', () => {
  test('it is kept there, and sent on as before', async () => {
    const { copy, sent, taken } = await machine({ tmux: TAKES }, { ...IN_TMUX, ...REMOTE });
    expect(await copy(text)).toEqual({ kind: 'copied' });
    expect(await taken('tmux')).toBe(text);
    expect(new Set(sent())).toEqual(new Set([text]));
  });

  test('the desktop has it, too: the terminal outside may not take it from tmux', async () => {
    const { copy, taken } = await machine({ tmux: TAKES, xclip: TAKES }, { ...IN_TMUX, ...X });
    expect(await copy(text)).toEqual({ kind: 'copied' });
    expect([await taken('tmux'), await taken('xclip')]).toEqual([text, text]);
  });

  test('an older one that knows no -w leaves it to the terminal', async () => {
    const { copy, sent } = await machine({ tmux: FAILS }, IN_TMUX);
    expect(await copy(text)).toEqual({ kind: 'sent' });
    expect(new Set(sent())).toEqual(new Set([text]));
  });

  test('what is too long for the terminal is in its buffer', async () => {
    const { copy, sent, taken } = await machine({ tmux: TAKES }, IN_TMUX);
    expect(await copy(long)).toEqual({ kind: 'copied' });
    expect(await taken('tmux')).toBe(long);
    expect(sent()).toEqual([]);
  });
});

test('of texts that are copied one after another the last one stays, whatever the first one waits for', async () => {
  const script = 'read -r first; case "$first" in slow*) exec sleep 1000;; esac; echo "$first" > "$0.took"';
  const { copy, sent, taken } = await machine({ xclip: script }, X);
  const outcomes = [copy('slow 1\n'), copy('slow 2\n'), copy('third\n')];
  expect(await Promise.all(outcomes)).toEqual([
    { kind: 'superseded' },
    { kind: 'superseded' },
    { kind: 'copied' },
  ]);
  expect(await taken('xclip')).toBe('third\n');
  expect(sent()).toEqual([]);
});

test('what suspends atscope does not suspend the owner of the clipboard: it is in a group of its own', async () => {
  const script = 'cat > /dev/null; ps -o pgid= -p $$ > "$0.took"; echo $$ >> "$0.took"';
  const { copy, taken } = await machine({ xclip: script }, X);
  expect(await copy(text)).toEqual({ kind: 'copied' });
  const [group, own] = ((await taken('xclip')) ?? '').trim().split(/\s+/);
  expect(group).toBe(own);
});
