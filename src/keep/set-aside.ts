import { lstatSync, renameSync } from 'node:fs';

/** Where files that could not be read are kept: `<path>.bad`, then `<path>.bad-2` and so on. */
const asidePath = (path: string, number: number): string => `${path}.bad${number === 1 ? '' : `-${number}`}`;

/** Whether anything of that name is there, a broken link too. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Moves a file (or what stands in its place) that cannot be read out of the way of what comes to be written. It never takes the
 * place of one that was moved before. Gives the path it has now.
 * @throws the error of the file system; the file is where it was then
 */
export function setAside(path: string): string {
  let number = 1;
  while (isThere(asidePath(path, number))) number++;
  renameSync(path, asidePath(path, number));
  return asidePath(path, number);
}

/** The path of the file that was moved aside last; undefined where none was. */
export function lastSetAside(path: string): string | undefined {
  let last: string | undefined;
  for (let number = 1; isThere(asidePath(path, number)); number++) last = asidePath(path, number);
  return last;
}
