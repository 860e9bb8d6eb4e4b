import { Interrupted } from './questions.js';

const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs work that has something to put in order before the process ends: a signal of the system aborts it, and takes its effect once
 * the work has ended. Ctrl-c is thrown as `Interrupted`. `others`: what else ends it.
 */
export async function stoppable<Result>(
  others: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  let received: NodeJS.Signals | undefined;
  function onSignal(signal: NodeJS.Signals): void {
    received = signal;
    stop.abort(new Interrupted());
  }
  for (const name of ENDS) process.once(name, onSignal);
  try {
    return await work(AbortSignal.any([stop.signal, ...others]));
  } catch (error) {
    // A call that was aborted has an error of its own.
    throw received === 'SIGINT' ? new Interrupted() : error;
  } finally {
    for (const name of ENDS) process.off(name, onSignal);
    if (received !== undefined && received !== 'SIGINT') process.kill(process.pid, received);
  }
}
