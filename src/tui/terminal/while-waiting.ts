import type { InputStage } from './input/stage.js';
import { windowSize } from './window-size.js';

/** What takes longer than this is told of. */
const TOLD_AFTER_MS = 400;
const ERASE_LINE = '\r\x1b[2K';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The waiting was ended from outside; Ctrl-c counts as SIGINT, which it is where the terminal is not raw. */
export class Interruption {
  constructor(readonly signal: NodeJS.Signals) {}
}

/**
 * Waits for what has to be there before anything can be drawn. Where that takes a while, a line says what for, until it is there.
 * Ctrl-c and signals end the waiting. Rejects with what `step` rejects with.
 */
export async function whileWaiting<T>(
  step: Promise<T>,
  line: string,
  { stage, stdout }: { stage: Pick<InputStage, 'interrupted'>; stdout: NodeJS.WriteStream },
): Promise<T | Interruption> {
  let isTold = false;
  const timer = setTimeout(() => {
    isTold = true;
    // A line that wraps could not be erased.
    stdout.write(line.slice(0, windowSize(stdout).columns - 1));
  }, TOLD_AFTER_MS);
  const listening = new AbortController();
  const signalled = new Promise<Interruption>((resolve) => {
    for (const signal of SIGNALS) {
      const hear = (): void => resolve(new Interruption(signal));
      process.once(signal, hear);
      listening.signal.addEventListener('abort', () => process.off(signal, hear));
    }
  });
  try {
    return await Promise.race([step, signalled, stage.interrupted.then(() => new Interruption('SIGINT'))]);
  } finally {
    listening.abort();
    clearTimeout(timer);
    if (isTold) stdout.write(ERASE_LINE);
  }
}
