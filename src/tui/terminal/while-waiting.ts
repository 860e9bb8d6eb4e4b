import type { InputStage } from './input/stage.js';

/** What takes longer than this is told of. */
const TOLD_AFTER_MS = 400;
const ERASE_LINE = '\r\x1b[2K';

export const INTERRUPTED = Symbol('interrupted');

/**
 * Waits for what has to be there before anything can be drawn. Where that takes a while, a line says what for, until it is there.
 * Ctrl-c ends the waiting. Rejects with what `step` rejects with.
 */
export async function whileWaiting<T>(
  step: Promise<T>,
  line: string,
  { stage, write }: { stage: Pick<InputStage, 'interrupted'>; write(text: string): void },
): Promise<T | typeof INTERRUPTED> {
  let isTold = false;
  const timer = setTimeout(() => {
    isTold = true;
    write(line);
  }, TOLD_AFTER_MS);
  try {
    return await Promise.race([step, stage.interrupted.then((): typeof INTERRUPTED => INTERRUPTED)]);
  } finally {
    clearTimeout(timer);
    if (isTold) write(ERASE_LINE);
  }
}
