import { abortError } from './abort-error.js';

/**
 * Waits for a promise, `milliseconds` at most: undefined when they pass. Rejects when the signal aborts.
 * A promise that is not waited for any longer may reject as it likes.
 */
export function within<T>(
  promise: Promise<T>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => end(() => reject(abortError(signal?.reason)));
    const timer = setTimeout(() => end(() => resolve(undefined)), milliseconds);
    function end(settle: () => void): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      settle();
    }
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}
