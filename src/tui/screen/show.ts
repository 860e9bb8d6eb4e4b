import { render } from 'ink';
import type { InputStage } from '../terminal/input/stage.js';
import { interruptsOfChild } from '../terminal/interrupts.js';
import { repaintOnResize } from '../terminal/repaint.js';
import type { TerminalHold } from '../terminal/terminal-hold.js';

/** Why the screen was left where it was not the user who quit: a signal, or what is missing now, as a sentence. */
export type Ended = { readonly signal: NodeJS.Signals } | { readonly reason: string };

/** Generous: the machine may be busy with ending a child. */
const SENT_AGAIN_WITHIN_MS = 1000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Draws on the terminal of this process until the user quits, or it has to end. The terminal has been given back by then, and
 * there is time to keep what is to be kept; a second signal waits for nothing. Rejects with what broke, here or in a callback
 * that nobody waits for.
 */
export async function show(
  screen: React.ReactElement,
  { stage, hold }: { stage: InputStage; hold: TerminalHold },
): Promise<Ended | undefined> {
  const { stdout } = hold;
  let ended: Ended | undefined;
  const ink = render(screen, {
    stdin: stage.forInk,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    // So many that no key press waits for the time of the frame before it. What comes by itself is gathered in the store.
    maxFps: 500,
    exitOnCtrlC: false,
    // A pseudo-terminal in continuous integration is one all the same.
    interactive: true,
  });
  function end(why: Ended): void {
    ended ??= why;
    hold.leave();
    ink.unmount();
  }
  let endedAt: number | undefined;
  const isOfChild = interruptsOfChild(hold);
  function onSignal(signal: NodeJS.Signals): void {
    if (signal === 'SIGINT' && isOfChild()) return;
    if (endedAt === undefined) {
      endedAt = performance.now();
      end({ signal });
      return;
    }
    // A second one waits for nothing. But packages that have something to do at the end send the first again, at once.
    if (performance.now() - endedAt < SENT_AGAIN_WITHIN_MS) return;
    for (const other of SIGNALS) process.off(other, onSignal);
    process.kill(process.pid, signal);
  }
  let broken: { readonly error: unknown } | undefined;
  function onBroken(error: unknown): void {
    broken ??= { error };
    ink.unmount();
  }
  const onEnd = (): void => end({ reason: 'standard input was closed.' });
  const onGone = (): void => end({ reason: 'standard output was closed.' });
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtException', onBroken);
  // A terminal that is gone is told as an end by some systems, and as an error by others.
  stage.onEnd(onEnd);
  // Stays to the end of the process: giving back a terminal that is gone fails, and must not keep files from being written.
  stdout.on('error', onGone);
  const stopRepainting = repaintOnResize(hold, ink);
  try {
    await ink.waitUntilExit();
    // A child that has the terminal goes with us, and leaves nothing behind.
    await hold.recall(ended && 'signal' in ended ? ended.signal : 'SIGHUP');
    if (broken) throw broken.error;
    return ended;
  } finally {
    stopRepainting();
    process.off('uncaughtException', onBroken);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
