import { expect, test } from 'vitest';
import { desktopPrograms, multiplexerProgram } from '../../../src/tui/terminal/clipboard-programs.js';

const names = (env: Record<string, string>, platform: NodeJS.Platform) =>
  desktopPrograms(env, platform).map(({ command }) => command.split(/[\\/]/).at(-1));

test.each<[string, NodeJS.Platform, Record<string, string>, readonly string[]]>([
  ['macOS', 'darwin', {}, ['pbcopy']],
  ['macOS with an X server of its own', 'darwin', { DISPLAY: '/private/tmp/x:0' }, ['pbcopy']],
  ['macOS over ssh', 'darwin', { SSH_TTY: '/dev/ttys001' }, []],
  ['Windows', 'win32', {}, ['powershell.exe']],
  ['Windows over ssh', 'win32', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, []],
  ['X11', 'linux', { DISPLAY: ':0' }, ['xclip', 'xsel']],
  [
    'Wayland with X beside it',
    'linux',
    { WAYLAND_DISPLAY: 'w-0', DISPLAY: ':0' },
    ['wl-copy', 'xclip', 'xsel'],
  ],
  ['Wayland alone', 'linux', { WAYLAND_DISPLAY: 'wayland-1' }, ['wl-copy']],
  ['FreeBSD with X', 'freebsd', { DISPLAY: ':0' }, ['xclip', 'xsel']],
  ['WSL', 'linux', { WSL_DISTRO_NAME: 'Debian' }, ['powershell.exe']],
  [
    'WSL with its own desktop',
    'linux',
    { WSL_INTEROP: '/run/1', WAYLAND_DISPLAY: 'w-0', DISPLAY: ':0' },
    ['powershell.exe', 'wl-copy', 'xclip', 'xsel'],
  ],
  ['Termux', 'android', { TERMUX_VERSION: '0.118' }, ['termux-clipboard-set']],
  ['a console without a desktop', 'linux', {}, []],
  ['variables that are empty', 'linux', { DISPLAY: '', WAYLAND_DISPLAY: '', TERMUX_VERSION: '' }, []],
  ['ssh with X forwarded', 'linux', { SSH_CONNECTION: 'a 1 b 22', DISPLAY: 'localhost:10.0' }, []],
  ['ssh without a terminal of its own', 'linux', { SSH_CLIENT: 'a 1 22', WAYLAND_DISPLAY: 'w-0' }, []],
  ['ssh from Termux', 'linux', { SSH_TTY: '/dev/pts/1', TERMUX_VERSION: '0.118' }, []],
])('the programs of %s', (_, platform, env, programs) => {
  expect(names(env, platform)).toEqual(programs);
});

test.each([
  ['tmux', { TMUX: '/tmp/tmux-0/default,1,0' }, 'tmux load-buffer -w -'],
  ['tmux over ssh', { TMUX: '/tmp/tmux-0/default,1,0', SSH_TTY: '/dev/pts/0' }, 'tmux load-buffer -w -'],
  ['GNU screen, which has none', { STY: '1.pts' }, undefined],
  ['a tmux that was left', { TMUX: '' }, undefined],
])('the program of %s', (_, env, line) => {
  const program = multiplexerProgram(env);
  expect(program && [program.command, ...program.args].join(' ')).toBe(line);
});

test('pbcopy reads UTF-8 whatever the locale is', () => {
  expect(desktopPrograms({ LC_ALL: 'C' }, 'darwin')[0]?.env).toEqual({
    LC_CTYPE: 'UTF-8',
    LC_ALL: undefined,
  });
});

test('Windows gets its text in letters that no code page changes, from a program at a known place', () => {
  const [program] = desktopPrograms({ SystemRoot: 'C:\\WINDOWS' }, 'win32');
  expect(program?.encoding).toBe('base64');
  expect(program?.command).toMatch(/^C:\\WINDOWS.System32.WindowsPowerShell.v1\.0.powershell\.exe$/);
});
