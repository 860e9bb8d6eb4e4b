import { closeSync, openSync } from 'node:fs';
import { type OpenOptions, type ReadArchive, readArchive } from '../open-archive.js';
import { archiveOf, type OpenArchive } from '../opened-archive.js';
import { heldColumns } from '../rows.js';
import { readIndex } from './read-index.js';
import { writeIndex } from './write-index.js';

/** Smaller files are opened as fast as an index is read. */
export const INDEX_MIN_BYTES = 2 ** 20;

export interface IndexedOptions extends Pick<OpenOptions, 'signal' | 'onProgress'> {
  /** Where the index of the file is, or is to be; undefined: nowhere. */
  readonly index: string | undefined;
  /** Is called when the index was written, or could not be. */
  onIndexed?(): void;
}

/**
 * Opens a CAR as `openArchive` does, by the index that was written when it was opened before, where that fits the file as it is now. Else
 * an index is written, and nobody waits for it or hears of it where that fails. Bodies are held against their CIDs when they are read.
 *
 * @throws as `openArchive`
 */
export async function openIndexed(
  file: string,
  { index, onIndexed, ...options }: IndexedOptions,
): Promise<OpenArchive> {
  const fd = openSync(file, 'r');
  try {
    const found = index === undefined ? undefined : await readIndex(index, fd, options.signal);
    if (found !== undefined) return archiveOf(file, fd, found.facts, found.columns, found.close);
    const read = await readArchive(fd, options);
    if (index !== undefined && isToBeKept(read)) keepIndex(index, file, read, onIndexed);
    return archiveOf(file, fd, read.facts, heldColumns(read.rows));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** A commit whose rev is in the future holds on another day. */
const isToBeKept = ({ facts: { bytes, commit, rev } }: ReadArchive): boolean =>
  bytes >= INDEX_MIN_BYTES && (commit !== undefined || rev === '');

/** With a descriptor of its own: the archive may be closed before it is written. */
function keepIndex(index: string, file: string, read: ReadArchive, onIndexed?: () => void): void {
  let fd: number;
  try {
    fd = openSync(file, 'r');
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
