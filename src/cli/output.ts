import { once } from 'node:events';

/** Standard output, for what comes line by line. */
export interface Output {
  /** Aborts once nobody reads any more, as after `head` has what it wanted. */
  readonly signal: AbortSignal;
  /** Waits until the reader has taken it. */
  write(text: string | Uint8Array): Promise<void>;
}

/** Takes over the errors of a stream: a reader that is gone ends it quietly, what else fails is thrown by `write`. */
export function openOutput(stream: NodeJS.WritableStream): Output {
  const gone = new AbortController();
  let failure: Error | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure = error;
    gone.abort();
  });
  const closed = once(gone.signal, 'abort');
  return {
    signal: gone.signal,
    async write(text) {
      if (!gone.signal.aborted) {
        await Promise.race([closed, new Promise<void>((resolve) => stream.write(text, () => resolve()))]);
      }
      if (failure) throw failure;
    },
  };
}
