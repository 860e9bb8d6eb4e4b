import { closeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { ArchiveError } from '../archive-error.js';
import { readArchive } from '../open-archive.js';
import { openToRead } from '../open-to-read.js';
import type { WorkerMessage, WorkerTask } from './worker-messages.js';

/** The worker: reads one CAR, gives away the memory that the rows are in, and ends. A file of its own in dist/ (build.mjs). */
const { file } = workerData as WorkerTask;
let fd: number | undefined;
try {
  fd = openToRead(file);
  const read = await readArchive(fd, {
    onProgress: (bytes, total) => say({ kind: 'progress', bytes, total }),
  });
  const { offsets, sizes, keyEnds, keys } = read.rows;
  say(
    { kind: 'read', read },
    [offsets, sizes, keyEnds, keys].map(({ buffer }) => buffer),
  );
} catch (error) {
  say(messageOf(error));
} finally {
  if (fd !== undefined) closeSync(fd);
}

function say(message: WorkerMessage, transferred: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}

function messageOf(error: unknown): WorkerMessage {
  if (error instanceof ArchiveError) {
    const { kind, message, path, cid } = error;
    const where = { ...(path !== undefined && { path }), ...(cid !== undefined && { cid }) };
    return { kind: 'problem', problem: { kind, message, ...where } };
  }
  const { message, code } = error as NodeJS.ErrnoException;
  return { kind: 'error', message, code };
}
