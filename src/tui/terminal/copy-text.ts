import type { CopyOutcome } from '../../store/context.js';
import { osc52 } from './clipboard.js';
import { desktopPrograms, multiplexerProgram } from './clipboard-programs.js';
import { CLIPBOARD_PROGRAM_MAX_MS, runClipboardProgram } from './run-clipboard-program.js';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Sends a control sequence to the terminal. */
  readonly write: (sequence: string) => void;
  /** Milliseconds that a program may take. */
  readonly timeoutMs?: number;
}

/**
 * Makes what copies texts: to tmux where we run in it, to the desktop's own clipboard where somebody sits before it, and to the
 * terminal (OSC 52) where that is the only way or another one did not work. Of texts that are copied one after another the last
 * one stays, however long a program takes. Does not reject.
 */
export function createClipboard(surroundings: Surroundings): (text: string) => Promise<CopyOutcome> {
  let current = new AbortController();
  let before: Promise<unknown> = Promise.resolve();
  return (text) => {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    const outcome = before.then(() => copyText(text, signal, surroundings));
    before = outcome;
    return outcome;
  };
}

async function copyText(
  text: string,
  signal: AbortSignal,
  { env, platform, write, timeoutMs = CLIPBOARD_PROGRAM_MAX_MS }: Surroundings,
): Promise<CopyOutcome> {
  const multiplexer = multiplexerProgram(env);
  const run = { env, timeoutMs, signal };
  const isInMultiplexer = multiplexer !== undefined && (await runClipboardProgram(multiplexer, text, run));
  let isOnDesktop = false;
  for (const program of desktopPrograms(env, platform)) {
    if (isOnDesktop || signal.aborted) break;
    isOnDesktop = await runClipboardProgram(program, text, run);
  }
  if (signal.aborted) return { kind: 'superseded' };
  const isCopied = isInMultiplexer || isOnDesktop;
  // Before a terminal elsewhere, and in tmux for a terminal that takes its own clipboard from us only.
  if (isOnDesktop && multiplexer === undefined) return { kind: 'copied' };
  const sent = osc52(text, env);
  if (sent.ok) write(sent.sequence);
  if (isCopied) return { kind: 'copied' };
  return sent.ok ? { kind: 'sent' } : { kind: 'refused', reason: sent.reason };
}
