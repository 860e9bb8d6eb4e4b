import { fstatSync } from 'node:fs';

/** Which state of a file it is: another one once it was changed. */
export interface FileState {
  readonly size: string;
  /** Nanoseconds since 1970, which are more than a number holds. */
  readonly modified: string;
}

/** The state of a file that is open. Throws the error of the file system. */
export function stateOf(fd: number): FileState {
  const { size, mtimeNs } = fstatSync(fd, { bigint: true });
  return { size: String(size), modified: String(mtimeNs) };
}

export const isSameState = (one: FileState, other: FileState): boolean =>
  one.size === other.size && one.modified === other.modified;
