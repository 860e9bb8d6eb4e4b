import { abortError } from './abort-error.js';

interface Running<T> {
  readonly controller: AbortController;
  readonly answer: Promise<T>;
  waiting: number;
}

/**
 * Calls that share one answer: while one of a key is under way, the next of that key waits for the same. A caller
 * who aborts stops waiting and takes nothing from the others; the call itself is aborted when nobody waits any more.
 */
export function sharedCalls<T>(): (
  key: string,
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promise<T>,
) => Promise<T> {
  const running = new Map<string, Running<T>>();

  function begin(key: string, start: (signal: AbortSignal) => Promise<T>): Running<T> {
    const controller = new AbortController();
    const call: Running<T> = {
      controller,
      waiting: 0,
      answer: start(controller.signal).finally(() => {
        if (running.get(key) === call) running.delete(key);
      }),
    };
    running.set(key, call);
    return call;
  }

  return (key, signal, start) => {
    if (signal?.aborted) return Promise.reject(abortError(signal.reason));
    const call = running.get(key) ?? begin(key, start);
    call.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      function onAbort(): void {
        call.waiting -= 1;
        if (call.waiting === 0) {
          if (running.get(key) === call) running.delete(key);
          call.controller.abort(abortError(signal?.reason));
        }
        reject(abortError(signal?.reason));
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      call.answer.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
    });
  };
}
