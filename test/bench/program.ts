import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTerminal, type Terminal, type TerminalOptions } from '../support/terminal/terminal.js';

/** The built program. */
export const built = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));

/** Opens the built program, full screen, as a user would. */
export function openProgram(args: readonly string[], options: TerminalOptions = {}): Promise<Terminal> {
  return openTerminal({ columns: 200, rows: 50, ...options, args: [built, ...args] });
}

/** Milliseconds from before the program was started until its first frame stands on the screen. */
export async function firstFrame(terminal: Terminal): Promise<number> {
  await terminal.waitFor(() => terminal.isAlternate() && terminal.text().trim() !== '');
  return performance.now() - terminal.startedAt;
}

/** Milliseconds from before the program was started until it has ended, in a terminal of its own. */
export async function runToEnd(args: readonly string[], options: TerminalOptions = {}): Promise<number> {
  await using terminal = await openProgram(args, options);
  await terminal.waitForExit();
  return performance.now() - terminal.startedAt;
}

/** The same of a Node that does nothing: what every start is compared to. */
export async function launchNode(home: string): Promise<number> {
  await using terminal = await openTerminal({ args: ['-e', '0'], columns: 200, rows: 50, home });
  await terminal.waitForExit();
  return performance.now() - terminal.startedAt;
}

/** Runs something with a folder of its own, which is gone afterwards. */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'atscope-bench-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
