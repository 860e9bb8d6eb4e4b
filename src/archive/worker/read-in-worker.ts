import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ArchiveError } from '../archive-error.js';
import type { OpenOptions, ReadArchive } from '../open-archive.js';
import type { WorkerMessage, WorkerTask } from './worker-messages.js';

/** Beside the file of the program that this is in. Where the program is not built, there is none. */
const BUILT = new URL('./archive-worker.js', import.meta.url);

/** Whether there is a worker to be started. */
export const hasWorker = (script = BUILT): boolean => existsSync(script);

/**
 * Does what `readArchive` does on another thread, so that this one has next to nothing to do. The rows come without being copied.
 * Once the signal aborts, the thread is ended wherever it is.
 *
 * @throws as `readArchive`; an error where no thread can be started
 */
export function readInWorker(
  file: string,
  { signal, onProgress }: Pick<OpenOptions, 'signal' | 'onProgress'>,
  script = BUILT,
): Promise<ReadArchive> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const task: WorkerTask = { file };
    // What Node was started with is not for it: it has all that it needs in its file.
    const worker = new Worker(script, { workerData: task, execArgv: [] });
    function end(): void {
      signal?.removeEventListener('abort', abort);
      void worker.terminate();
    }
    function fail(error: unknown): void {
      end();
      reject(error);
    }
    const abort = (): void => fail(signal?.reason);
    signal?.addEventListener('abort', abort);
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error(`The thread that read ${file} ended before it was done.`)));
    worker.on('message', (message: WorkerMessage) => {
      switch (message.kind) {
        case 'progress':
          onProgress?.(message.bytes, message.total);
          break;
        case 'read':
          resolve(message.read);
          end();
          break;
        case 'problem':
          fail(new ArchiveError(message.problem));
          break;
        case 'error':
          fail(Object.assign(new Error(message.message), { code: message.code }));
      }
    });
  });
}
