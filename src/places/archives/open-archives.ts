import { type BigIntStats, statSync } from 'node:fs';
import type { IndexedOptions } from '../../archive/index/open-indexed.js';
import type { OpenArchive } from '../../archive/open-archive.js';
import { SentenceError } from '../../text/sentence.js';
import { SharedWork } from '../shared-work.js';
import type { ArchiveName } from './archive-address.js';
import { type ArchiveServices, type FoundArchive, findArchive } from './find-archive.js';
import { whyUnopened } from './unopened.js';

/** A CAR file that is open, and which state of the file that is. */
export interface OpenCar {
  readonly archive: OpenArchive;
  /** Another one once the file was changed. */
  readonly state: string;
}

/** Is told how many bytes of a file were read, and how many there are. */
export type OnRead = (bytes: number, total: number) => void;

/** An archive that is open, and which file it is. */
export interface OpenNamed extends OpenCar, FoundArchive {}

/** Finds an archive and opens it, as `findArchive` and `openCar` do. */
export async function openNamed(
  name: ArchiveName,
  services: ArchiveServices,
  signal: AbortSignal,
  onRead?: OnRead,
): Promise<OpenNamed> {
  const found = await findArchive(name, services, signal);
  return { ...(await openCar(found.file, services, signal, onRead)), ...found };
}

/** Files that stay open: who goes from one to the other waits for neither. */
const OPEN_MAX = 2;

/** By path, the one that was asked for last at the end. */
const open = new Map<string, OpenCar>();

/**
 * A CAR file, opened once for as long as it stays as it is and few others are asked for. What is got is to be read before anything else
 * is awaited, or within `whileRead`: it may be closed in favour of another. Rejects with a SentenceError where there is no such file, no
 * commit in it, or it cannot be read; with the reason of the signal.
 */
export async function openCar(
  file: string,
  { archives }: Pick<ArchiveServices, 'archives'>,
  signal: AbortSignal,
  onRead: OnRead = () => {},
): Promise<OpenCar> {
  signal.throwIfAborted();
  const known = current(file);
  if (known) return known;
  const state = stateOf(file);
  const key = `${state} ${file}`;
  const told = listeners.get(key) ?? new Set();
  listeners.set(key, told.add(onRead));
  try {
    return await opening.of(key, signal, async (all) => {
      const onProgress: OnRead = (bytes, total) => {
        for (const listener of told) listener(bytes, total);
      };
      const archive = await opened(file, { index: archives?.indexOf(file), signal: all, onProgress });
      const car = { archive, state };
      keep(file, car);
      return car;
    });
  } finally {
    told.delete(onRead);
    if (told.size === 0) listeners.delete(key);
  }
}

/** Archives that are read over many turns, and by how many. */
const readers = new Map<OpenArchive, number>();

/** Keeps archives open while work reads them over more than one turn, whatever else is asked for meanwhile. */
export async function whileRead<T>(archives: readonly OpenArchive[], work: () => Promise<T>): Promise<T> {
  for (const archive of archives) readers.set(archive, (readers.get(archive) ?? 0) + 1);
  try {
    return await work();
  } finally {
    for (const archive of archives) {
      const left = (readers.get(archive) ?? 1) - 1;
      if (left > 0) readers.set(archive, left);
      else readers.delete(archive);
      if (![...open.values()].some((car) => car.archive === archive)) leave(archive);
    }
  }
}

function leave(archive: OpenArchive): void {
  if (!readers.has(archive)) archive.close();
}

/** By file and state, who is told how far its opening is. */
const listeners = new Map<string, Set<OnRead>>();

/** The panes of a place ask for the same file at once. */
const opening = new SharedWork<OpenCar>();

async function opened(file: string, options: IndexedOptions): Promise<OpenArchive> {
  // Most starts open none.
  const { openIndexed } = await import('../../archive/index/open-indexed.js');
  try {
    return await openIndexed(file, { ...options, isApart: true });
  } catch (error) {
    throw whyUnopened(file, error);
  }
}

function current(file: string): OpenCar | undefined {
  const known = open.get(file);
  if (known?.state !== stateOf(file)) return undefined;
  keep(file, known);
  return known;
}

function keep(file: string, car: OpenCar): void {
  const before = open.get(file);
  if (before !== undefined && before !== car) leave(before.archive);
  open.delete(file);
  open.set(file, car);
  for (const [oldest, { archive }] of open) {
    if (open.size <= OPEN_MAX) return;
    open.delete(oldest);
    leave(archive);
  }
}

/** Throws a SentenceError where there is no such file. */
function stateOf(file: string): string {
  const found = statOf(file);
  if (found?.isFile()) return `${found.ino} ${found.size} ${found.mtimeNs}`;
  throw new SentenceError(`There is no file ${file}.`);
}

function statOf(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw whyUnopened(file, error);
  }
}
