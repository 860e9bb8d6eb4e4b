import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { ArchiveError } from './archive-error.js';

/** A pipe without a writer is opened without waiting for one. Windows has no such thing. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file to be read.
 *
 * @throws ArchiveError where it is a folder, a pipe or a device; an error of the file system
 */
export function openToRead(file: string): number {
  const fd = openSync(file, FLAGS);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new ArchiveError({ kind: 'car-shape', message: 'It is a folder, a pipe or a device, and no file.' });
}
