import { type ChildProcess, spawn } from 'node:child_process';
import type { ClipboardProgram } from './clipboard-programs.js';

/** A program that takes longer has no desktop that answers it. */
export const CLIPBOARD_PROGRAM_MAX_MS = 1000;

export interface ClipboardRun {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/**
 * Gives a text to a program on its standard input; never as an argument, which everybody on the machine may read. Resolves to
 * whether it took all of it and ended well. What does not end in time is killed. Does not reject.
 */
export function runClipboardProgram(
  program: ClipboardProgram,
  text: string,
  { env, timeoutMs, signal }: ClipboardRun,
): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const child = spawn(program.command, program.args, {
        env: { ...env, ...program.env },
        // Nothing to hold open: xclip, xsel and wl-copy stay behind, for as long as the text is theirs.
        stdio: ['pipe', 'ignore', 'ignore'],
        // Not in our group, so that what suspends atscope does not suspend the owner of the clipboard.
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
      function end(isCopied: boolean): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        resolve(isCopied);
      }
      function giveUp(): void {
        kill(child);
        end(false);
      }
      const timer = setTimeout(giveUp, timeoutMs);
      signal.addEventListener('abort', giveUp);
      let isTaken = true;
      child.once('error', () => end(false));
      child.once('exit', (code) => end(code === 0 && isTaken));
      // It has closed its end before it had all.
      child.stdin.once('error', () => {
        isTaken = false;
      });
      child.stdin.end(Buffer.from(text, 'utf8').toString(program.encoding ?? 'utf8'));
    } catch {
      resolve(false);
    }
  });
}

/** Also what it has started: a shell script may wait for another program. */
function kill(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
  else {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by now.
    }
  }
}
