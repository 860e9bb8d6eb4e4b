import { isDid } from '@atcute/lexicons/syntax';
import type { Archive, ArchiveCollection } from '../archive/archive.js';
import { readActor } from '../atproto/actor-syntax.js';
import type { AtClient } from '../atproto/client.js';
import type { Config } from '../keep/config.js';
import { isCarFile } from '../places/address-argument.js';
import { type AnyCarAddress, readCar } from '../places/car-address.js';
import { readWords } from '../places/words.js';
import { countText } from '../text/count-text.js';
import { sanitise } from '../text/sanitise.js';
import { SentenceError } from '../text/sentence.js';
import { openFile } from './open-file.js';
import { complain } from './without-screen.js';

/** A CAR file, or a copy that `pull` keeps, and what of it was named. */
export type CarAddress = CarPart & (CarFile | KeptCopy);

export interface CarPart {
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}

interface CarFile {
  readonly file: string;
}

interface KeptCopy {
  /** A handle or a DID. */
  readonly repo: string;
  /** 0: the newest, 1: the one before it. */
  readonly copy: number;
}

/** What finds the file of a copy that is kept. */
export interface ArchiveServices {
  readonly client: Pick<AtClient, 'resolve'>;
  readonly config: Pick<Config, 'archives'>;
}

const CAR = /^car:(.*)$/s;
const KEPT = /^archive:([^/~]+)(?:~(\d{1,3}))?(?:\/([^/]+)(?:\/(.+))?)?$/;

/**
 * Reads `car:PATH`, `car:PATH#collection/rkey`, `archive:alice.test`, `archive:alice.test~1/collection/rkey`, and a path that ends in
 * `.car` and is a file; undefined for anything else.
 */
export function carAddress(text: string): CarAddress | undefined {
  const [, rest] = CAR.exec(text) ?? [];
  if (rest !== undefined) return partOfCar(readCar([rest]));
  const [, repo, copy = '0', keptCollection, keptRkey] = KEPT.exec(text) ?? [];
  const actor = repo === undefined ? undefined : readActor(repo);
  if (actor?.ok) {
    return {
      repo: actor.repo,
      copy: Number(copy),
      collection: decoded(keptCollection),
      rkey: decoded(keptRkey),
    };
  }
  return isCarFile(text) ? { file: text, collection: undefined, rkey: undefined } : undefined;
}

function partOfCar(address: AnyCarAddress | undefined): CarAddress | undefined {
  if (address === undefined) return undefined;
  const collection = address.kind === 'car' ? undefined : address.collection;
  return { file: address.file, collection, rkey: address.kind === 'carRecord' ? address.rkey : undefined };
}

/** What is said of an argument that is none. */
export function notAnArchive(text: string): string {
  const shown = JSON.stringify(sanitise(text));
  return text.endsWith('.car')
    ? `There is no file ${shown}.`
    : `${shown} is no archive: give a file that ends in .car, car: and its path, or archive: and an account.`;
}

/** Path of the file. Throws a SentenceError where no such copy is kept; what asks for the account may throw as well. */
export async function fileOf(
  address: CarAddress,
  services: ArchiveServices,
  signal: AbortSignal,
): Promise<string> {
  if ('file' in address) return address.file;
  const { repo, copy } = address;
  const copies = await services.config.archives.of(await didOf(repo, services, signal));
  const kept = copies[copy];
  if (kept !== undefined) return kept.file;
  throw new SentenceError(
    copies.length === 0
      ? `Nothing of ${repo} is kept here: atscope pull ${repo} takes it home.`
      : `There is no copy ${copy} before the newest of ${repo}: ${countText(copies.length)} kept in all.`,
  );
}

/** Who a handle is; where nobody can be asked, who it was when a copy was taken home. */
async function didOf(
  repo: string,
  { client, config }: ArchiveServices,
  signal: AbortSignal,
): Promise<string> {
  if (isDid(repo)) return repo;
  try {
    return (await client.resolve(repo, { signal })).did;
  } catch (error) {
    const kept = (await config.archives.list()).find(({ note }) => note?.handle === repo);
    if (kept === undefined) throw error;
    return kept.did;
  }
}

/** Opens it, with its progress on a terminal's standard error, and says there how much is wrong with it. */
export async function openNamed(
  address: CarAddress,
  services: ArchiveServices,
  { signal, isPiped }: { readonly signal: AbortSignal; readonly isPiped: boolean },
): Promise<Archive> {
  const file = await fileOf(address, services, signal);
  const archive = await openFile(file, { signal, isPiped });
  const { length } = archive.problems;
  if (length > 0) {
    const problems = length === 1 ? '1 problem' : `${countText(length)} problems`;
    complain(`${sanitise(file)} has ${problems}: not all of its records may be there.`);
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

const decoded = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : readWords([text]);
