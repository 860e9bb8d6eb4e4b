import type { TerminalHold } from './terminal-hold.js';

/** So long after a child has given back the terminal a Ctrl-c that was typed in it may still arrive here. */
const LATE_MAX_MS = 1000;

/**
 * Tells whose a Ctrl-c is that comes as SIGINT: true where it was typed in a child that has the terminal. It goes to the whole group,
 * and the end of the child may be heard of before it: the system gives each signal to whichever thread is free. Of ours Ctrl-c is a
 * key, since the terminal is raw. `now` is in milliseconds, of a clock that nobody sets.
 */
export function interruptsOfChild(
  hold: Pick<TerminalHold, 'holder' | 'onChange'>,
  now: () => number = () => performance.now(),
): () => boolean {
  let before = hold.holder;
  let backAt = Number.NEGATIVE_INFINITY;
  hold.onChange((holder) => {
    if (holder === 'us' && before === 'child') backAt = now();
    before = holder;
  });
  return () => hold.holder === 'child' || now() - backAt < LATE_MAX_MS;
}
