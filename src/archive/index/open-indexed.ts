import { closeSync } from 'node:fs';
import { ArchiveError } from '../archive-error.js';
import { isSameState, stateOf } from '../file-state.js';
import { type OpenOptions, type ReadArchive, readArchive } from '../open-archive.js';
import { openToRead } from '../open-to-read.js';
import { archiveOf, type OpenArchive } from '../opened-archive.js';
import { heldColumns } from '../rows.js';
import { hasWorker, readInWorker } from '../worker/read-in-worker.js';
import { readIndex } from './read-index.js';
import { writeIndex } from './write-index.js';

/** Smaller files are opened as fast as an index is read. */
export const INDEX_MIN_BYTES = 2 ** 20;

/** Of smaller files, starting a thread takes longer than reading them in slices does. */
const APART_MIN_BYTES = 32 * 2 ** 20;

export interface IndexedOptions extends Pick<OpenOptions, 'signal' | 'onProgress'> {
  /** Where the index of the file is, or is to be; undefined: nowhere. */
  readonly index: string | undefined;
  /** Whether a large file is read on another thread, so that this one is free. It takes some more time and memory. */
  readonly isApart?: boolean;
  /** Is called when the index was written, or could not be. */
  onIndexed?(): void;
}

/**
 * Opens a CAR as `openArchive` does, by the index that was written when it was opened before, where that fits the file as it is now. Else
 * an index is written, and nobody waits for it or hears of it where that fails. Bodies are held against their CIDs when they are read.
 *
 * @throws as `openArchive`
 */
export async function openIndexed(file: string, options: IndexedOptions): Promise<OpenArchive> {
  const { index, onIndexed, signal } = options;
  const fd = openToRead(file);
  try {
    const found = index === undefined ? undefined : await readIndex(index, fd, signal);
    if (found !== undefined) return archiveOf(file, fd, found.facts, found.columns, found.close);
    const read = await readSomewhere(file, fd, options);
    if (index !== undefined && isToBeKept(read)) keepIndex(index, file, read, onIndexed);
    return archiveOf(file, fd, read.facts, heldColumns(read.rows));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

async function readSomewhere(
  file: string,
  fd: number,
  { isApart = false, ...options }: IndexedOptions,
): Promise<ReadArchive> {
  const state = stateOf(fd);
  if (!isApart || Number(state.size) < APART_MIN_BYTES || !hasWorker()) return await readArchive(fd, options);
  const read = await readInWorker(file, options);
  // It opened the file by its path.
  if (isSameState(read.facts.state, state)) return read;
  throw new ArchiveError({ kind: 'car-shape', message: 'The file was changed while it was read.' });
}

/** A commit whose rev is in the future holds on another day. */
const isToBeKept = ({ facts: { bytes, commit, rev } }: ReadArchive): boolean =>
  bytes >= INDEX_MIN_BYTES && (commit !== undefined || rev === '');

/** With a descriptor of its own: the archive may be closed before it is written. */
function keepIndex(index: string, file: string, read: ReadArchive, onIndexed?: () => void): void {
  let fd: number;
  try {
    fd = openToRead(file);
  } catch {
    return;
  }
  void writeIndex(index, fd, read)
    .catch(() => {})
    .finally(() => {
      closeSync(fd);
      onIndexed?.();
    });
}
