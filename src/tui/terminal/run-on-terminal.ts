import { spawn, spawnSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { endProcessTree } from './end-process-tree.js';
import type { TerminalHold } from './terminal-hold.js';

export interface TerminalProgram {
  /** A command line for the shell. `"$1"` and so on (on Windows what is put behind it) are `args`. */
  readonly command: string;
  readonly args?: readonly string[];
  /** What it reads in place of the terminal. */
  readonly input?: Iterable<string>;
  /** Whether a key is waited for when it has ended, so that what it printed can be read. */
  readonly waitsForKey?: boolean;
  /** What is to be done when it has ended, before the terminal is ours again, or we end. */
  readonly whenEnded?: () => Promise<void>;
}

/** How it ended: by a code, or by a signal. 127 is a program that is not there. */
export type TerminalExit = { readonly code: number } | { readonly signal: NodeJS.Signals };

/** What is left on by a program that was killed: mouse, focus and paste reports, cursor keys, keypad, kitty keys, colours, no cursor. */
const LEFTOVERS_OFF =
  '\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?1l\x1b>\x1b[=0u\x1b[0m\x1b[?25h';
const ALTERNATE_OFF = '\x1b[?1047l';
const BY_SIGNAL = 128;

/**
 * Runs a program that has the terminal until it ends. Every key is its own from its first on; Ctrl-c and Ctrl-\ are for it and not for
 * us; Ctrl-z stops us with it. Rejects where no shell can be started, or the terminal is somebody else's.
 */
export function runOnTerminal(
  hold: TerminalHold,
  program: TerminalProgram,
  { stdin, stdout, platform }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'platform'> = process,
): Promise<TerminalExit> {
  const isWindows = platform === 'win32';
  function passOver(): void {}

  async function run(end: AbortSignal): Promise<TerminalExit> {
    const lineDiscipline = isWindows ? '' : stty(['-g']);
    if (!isWindows) process.on('SIGQUIT', passOver);
    try {
      const exit = await runChild(program, end, isWindows);
      const isKilled = 'signal' in exit || exit.code > BY_SIGNAL;
      if (isKilled && lineDiscipline !== '') stty([lineDiscipline]);
      stdout.write((isKilled ? ALTERNATE_OFF : '') + LEFTOVERS_OFF);
      if (program.waitsForKey && !end.aborted && !isWindows) {
        stdout.write(`\r\n[${exitWords(exit)}] Press a key to go back to atscope. `);
        stdin.setRawMode(true);
        await Promise.race([aKey(), aborted(end)]);
        stdin.setRawMode(false);
        // What comes next on this screen stands below.
        stdout.write('\r\n');
      }
      return exit;
    } finally {
      process.off('SIGQUIT', passOver);
      await program.whenEnded?.();
    }
  }

  return hold.lend('child', run);
}

/** `ended with code 1`, `was ended by SIGKILL`. */
export function exitWords(exit: TerminalExit): string {
  if ('code' in exit) return `ended with code ${exit.code}`;
  return exit.signal === 'SIGINT' ? 'was ended by Ctrl-c' : `was ended by ${exit.signal}`;
}

async function runChild(
  { command, args = [], input }: TerminalProgram,
  end: AbortSignal,
  isWindows: boolean,
): Promise<TerminalExit> {
  const stdio = [input ? 'pipe' : 'inherit', 'inherit', 'inherit'] as const;
  const child = isWindows
    ? spawn([command, ...args.map((arg) => `"${arg}"`)].join(' '), { stdio: [...stdio], shell: true })
    : // Not $SHELL: some have no "$1".
      spawn('sh', ['-c', command, 'sh', ...args], { stdio: [...stdio] });
  const exited = new Promise<TerminalExit>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? { signal } : { code: code ?? 0 }));
  });
  function endChild(): void {
    if (child.pid !== undefined) endProcessTree(child.pid, end.reason as NodeJS.Signals);
  }
  end.addEventListener('abort', endChild, { once: true });
  if (end.aborted) endChild();
  // A command that reads no more of it (`head`) has all that it wants.
  if (input && child.stdin) await pipeline(Readable.from(input), child.stdin).catch(() => undefined);
  try {
    return await exited;
  } finally {
    end.removeEventListener('abort', endChild);
  }
}

/** A key, whatever bytes it sends: the terminal is raw, and is read from anew, so that the stage need not be there. */
async function aKey(): Promise<void> {
  const terminal = await open('/dev/tty', 'r').catch(() => undefined);
  if (!terminal) return;
  try {
    await terminal.read(Buffer.alloc(64), 0, 64, null).catch(() => undefined);
  } finally {
    await terminal.close();
  }
}

const aborted = (end: AbortSignal): Promise<void> =>
  new Promise((resolve) => end.addEventListener('abort', () => resolve(), { once: true }));

/** Reads or sets the line discipline of the terminal; gives what it printed. Where there is no `stty` there is nothing to put right. */
function stty(args: readonly string[]): string {
  const { stdout } = spawnSync('stty', args, { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' });
  return (stdout ?? '').trim();
}
