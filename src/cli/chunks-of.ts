import { createReadStream } from 'node:fs';
import { fileProblem } from '../keep/file-problem.js';
import { sanitise } from '../text/sanitise.js';
import { SentenceError } from '../text/sentence.js';

/** What is in a file, or in standard input (`-`, or none), as it comes. Throws a SentenceError where it cannot be read. */
export async function* chunksOf(file: string | undefined, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stream = file === undefined || file === '-' ? process.stdin : createReadStream(file);
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop);
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    signal.throwIfAborted();
    throw new SentenceError(`${sanitise(file ?? 'Standard input')} cannot be read: ${fileProblem(error)}.`);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
