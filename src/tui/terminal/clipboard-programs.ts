import { join } from 'node:path';

/** A program that puts what it reads from its standard input on a clipboard. */
export interface ClipboardProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** What its environment has other than ours; undefined: taken away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How it reads a text; UTF-8 unless said. */
  readonly encoding?: 'base64';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * In tmux 3.2 and later: keeps the text in a buffer of tmux, and hands it on to the terminal outside whatever `set-clipboard` and
 * `allow-passthrough` say, which drop OSC 52 by their defaults. An older tmux refuses the option `-w`.
 */
const TMUX: ClipboardProgram = { command: 'tmux', args: ['load-buffer', '-w', '-'] };

/** It goes by the locale, which a login over a launcher does not set. LC_ALL would win over LC_CTYPE. */
const PBCOPY: ClipboardProgram = {
  command: 'pbcopy',
  args: [],
  env: { LC_CTYPE: 'UTF-8', LC_ALL: undefined },
};

/** With the type said: else it guesses one from the text, and JSON can then be pasted into nothing. */
const WL_COPY: ClipboardProgram = { command: 'wl-copy', args: ['--type', 'text/plain'] };
const XCLIP: ClipboardProgram = { command: 'xclip', args: ['-selection', 'clipboard', '-in'] };
const XSEL: ClipboardProgram = { command: 'xsel', args: ['--clipboard', '--input'] };
const TERMUX: ClipboardProgram = { command: 'termux-clipboard-set', args: [] };

/**
 * clip.exe guesses the encoding of what it reads, and keeps a byte order mark as text (microsoft/WSL#3716,
 * xavi-/node-copy-paste#45). Base64 reads the same in every code page.
 */
const SET_CLIPBOARD =
  'Set-Clipboard -Value ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd())))';

const powershell = (command: string): ClipboardProgram => ({
  command,
  args: ['-NoProfile', '-NonInteractive', '-Command', SET_CLIPBOARD],
  encoding: 'base64',
});

/** Whether somebody works on this machine from another one, whose clipboard is the one that is meant. */
export const isRemote = (env: Environment): boolean =>
  Boolean(env.SSH_TTY || env.SSH_CONNECTION || env.SSH_CLIENT);

/** The program of the multiplexer that we run in; undefined where it has none. */
export const multiplexerProgram = (env: Environment): ClipboardProgram | undefined =>
  env.TMUX ? TMUX : undefined;

/** The programs that reach the clipboard of the desktop here, the best one first; none where that desktop is elsewhere. */
export function desktopPrograms(env: Environment, platform: NodeJS.Platform): readonly ClipboardProgram[] {
  if (isRemote(env)) return [];
  if (platform === 'darwin') return [PBCOPY];
  if (platform === 'win32') {
    // By its path: Windows looks for a bare name in the current folder first.
    const system = join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'WindowsPowerShell', 'v1.0');
    return [powershell(join(system, 'powershell.exe'))];
  }
  const programs: ClipboardProgram[] = [];
  if (env.TERMUX_VERSION) programs.push(TERMUX);
  if (env.WSL_DISTRO_NAME || env.WSL_INTEROP) programs.push(powershell('powershell.exe'));
  if (env.WAYLAND_DISPLAY) programs.push(WL_COPY);
  if (env.DISPLAY) programs.push(XCLIP, XSEL);
  return programs;
}
