import type { Archive, ArchiveCollection } from '../archive/archive.js';
import type { Config } from '../keep/config.js';
import { parseAddress } from '../places/address.js';
import { isCarFile } from '../places/address-argument.js';
import {
  type AnyArchiveAddress,
  ARCHIVE_SCHEMES,
  type ArchiveName,
  readArchive,
} from '../places/archives/archive-address.js';
import { type ArchiveServices, findArchive } from '../places/archives/find-archive.js';
import { whyUnopened } from '../places/archives/unopened.js';
import { countText } from '../text/count-text.js';
import { sanitise } from '../text/sanitise.js';
import { type PullServices, pullForNow } from './live-archive.js';
import { openFile } from './open-file.js';
import { complain } from './without-screen.js';

/** A CAR file, or a copy that `pull` keeps, and what of it was named. */
export type CarAddress = CarPart & ArchiveName;

/** The same, or the repository of an account as it is today. */
export type NamedArchive = CarAddress | (CarPart & LiveRepo);

export interface CarPart {
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}

interface LiveRepo {
  /** A handle or a DID. */
  readonly live: string;
}

/** What finds the file of a copy that is kept. */
export interface NamedServices {
  readonly client: ArchiveServices['client'];
  readonly config: Pick<Config, 'archives'>;
}

const SCHEME = /^([a-z]+):(.*)$/s;

/**
 * Reads `car:PATH`, `car:PATH#collection/rkey`, `archive:alice.test`, `archive:alice.test~1/collection/rkey`, and a path that ends in
 * `.car` and is a file; undefined for anything else.
 */
export function carAddress(text: string): CarAddress | undefined {
  const [, scheme = '', rest = ''] = SCHEME.exec(text) ?? [];
  if (ARCHIVE_SCHEMES.includes(scheme)) {
    const reading = readArchive(rest.split('/'), scheme);
    return reading?.ok ? named(reading.address) : undefined;
  }
  return isCarFile(text) ? { file: text, collection: undefined, rkey: undefined } : undefined;
}

const named = (address: AnyArchiveAddress): CarAddress => ({
  ...address.of,
  collection: address.kind === 'archive' ? undefined : address.collection,
  rkey: address.kind === 'archiveRecord' ? address.rkey : undefined,
});

/** The same, and `alice.test`, a collection or a record of it. */
export function namedArchive(text: string): NamedArchive | undefined {
  const car = carAddress(text);
  // With the sign of a handle it is one, whatever its end.
  if (car !== undefined || (text.endsWith('.car') && !text.startsWith('@'))) return car;
  const parsed = parseAddress(text);
  if (!parsed.ok) return undefined;
  const { address } = parsed;
  switch (address.kind) {
    case 'repo':
      return { live: address.repo, collection: undefined, rkey: undefined };
    case 'collection':
      return { live: address.repo, collection: address.collection, rkey: undefined };
    case 'record':
      return { live: address.repo, collection: address.collection, rkey: address.rkey };
    default:
      return undefined;
  }
}

/** What is said of an argument that is none. */
export function notAnArchive(text: string): string {
  const shown = JSON.stringify(sanitise(text));
  return text.endsWith('.car')
    ? `There is no file ${shown}.`
    : `${shown} is no archive: give a file that ends in .car, car: and its path, archive: and an account, or an account.`;
}

/** Path of the file. Throws a SentenceError where no such copy is kept; what asks for the account may throw as well. */
export async function fileOf(
  address: CarAddress,
  { client, config }: NamedServices,
  signal: AbortSignal,
): Promise<string> {
  return (await findArchive(address, { client, archives: config.archives }, signal)).file;
}

/**
 * Opens it, with its progress on a terminal's standard error, and says there how much is wrong with it. Of an account its repository is
 * pulled first.
 */
export async function openNamed(
  address: NamedArchive,
  services: PullServices,
  { signal, isPiped }: { readonly signal: AbortSignal; readonly isPiped: boolean },
): Promise<Archive> {
  const isLive = 'live' in address;
  const file = isLive
    ? await pullForNow(address.live, services, signal)
    : await fileOf(address, services, signal);
  // What was pulled for this alone is opened once.
  const index = isLive ? undefined : services.config.archives.indexOf(file);
  const archive = await openFile(file, { signal, isPiped, index }).catch((error: unknown) => {
    throw whyUnopened(file, error);
  });
  const { length } = archive.problems;
  if (length > 0) {
    const problems = length === 1 ? '1 problem' : `${countText(length)} problems`;
    complain(
      `${sanitise(isLive ? address.live : file)} has ${problems}: not all of its records may be there.`,
    );
  }
  return archive;
}

/** Its collections, or the one that was named; empty where it has none of that name. */
export const namedCollections = (
  { collections }: Archive,
  { collection }: CarPart,
): readonly ArchiveCollection[] =>
  collection === undefined ? collections : collections.filter(({ name }) => name === collection);

/** The rows that were named, in the order of their keys. */
export function* namedRows(archive: Archive, address: CarPart): Generator<number> {
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
