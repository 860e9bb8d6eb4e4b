import { statSync } from 'node:fs';
import type { Archive, ArchiveCollection } from '../archive/archive.js';
import { openArchive } from '../archive/open-archive.js';
import { byteSize } from '../text/byte-size.js';
import { countText } from '../text/count-text.js';
import { sanitise } from '../text/sanitise.js';
import { openProgress } from './progress.js';
import { complain } from './without-screen.js';

/** A CAR file, and what of it was named. */
export interface CarAddress {
  readonly file: string;
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}

const CAR = /^car:([^#]*)(?:#([^/]+)(?:\/(.+))?)?$/;

/** Reads `car:PATH`, `car:PATH#collection/rkey`, and a path that ends in `.car` and is a file; undefined for anything else. */
export function carAddress(text: string): CarAddress | undefined {
  const [, path, collection, rkey] = CAR.exec(text) ?? [];
  if (path) return { file: unescaped(path), collection: decoded(collection), rkey: decoded(rkey) };
  const isFile = text.endsWith('.car') && (statSync(text, { throwIfNoEntry: false })?.isFile() ?? false);
  return isFile ? { file: text, collection: undefined, rkey: undefined } : undefined;
}

/** What is said of an argument that is none. */
export function notAnArchive(text: string): string {
  const shown = JSON.stringify(sanitise(text));
  return text.endsWith('.car')
    ? `There is no file ${shown}.`
    : `${shown} is no archive: give a file that ends in .car, or car: and its path.`;
}

/** Opens it, with its progress on a terminal's standard error, and says there how much is wrong with it. */
export async function openNamed(
  { file }: CarAddress,
  { signal, isPiped }: { readonly signal: AbortSignal; readonly isPiped: boolean },
): Promise<Archive> {
  const progress = openProgress(process.stderr, isPiped);
  try {
    const archive = await openArchive(file, {
      signal,
      onProgress: (bytes, total) =>
        progress.show(`${sanitise(file)}: ${byteSize(bytes)} of ${byteSize(total)}`),
    });
    const { length } = archive.problems;
    progress.end();
    if (length > 0) {
      const problems = length === 1 ? '1 problem' : `${countText(length)} problems`;
      complain(`${sanitise(file)} has ${problems}: not all of its records may be there.`);
    }
    return archive;
  } finally {
    progress.end();
  }
}

/** Its collections, or the one that was named; empty where it has none of that name. */
export const namedCollections = (
  { collections }: Archive,
  { collection }: CarAddress,
): readonly ArchiveCollection[] =>
  collection === undefined ? collections : collections.filter(({ name }) => name === collection);

/** The rows that were named, in the order of their keys. */
export function* namedRows(archive: Archive, address: CarAddress): Generator<number> {
  const { collection, rkey } = address;
  if (collection !== undefined && rkey !== undefined) {
    const row = archive.find(collection, rkey);
    if (row !== -1) yield row;
    return;
  }
  for (const { first, count } of namedCollections(archive, address)) {
    for (let row = first; row < first + count; row++) yield row;
  }
}

const decoded = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : unescaped(text);

/** A percent sign that escapes nothing stands for itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
