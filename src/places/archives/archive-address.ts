import { type Reading, readActor } from '../../atproto/actor-syntax.js';
import { encodedWords, readWords } from '../words.js';

/** Which archive: a CAR file by its path as it was written, or a copy that is kept of an account. */
export type ArchiveName =
  | { readonly file: string }
  | {
      /** A handle or a DID. */
      readonly repo: string;
      /** 0: the newest, 1: the one before it. */
      readonly copy: number;
    };

/** An archive: what it holds. */
export interface ArchiveAddress {
  readonly kind: 'archive';
  readonly of: ArchiveName;
}

/** The records of one collection of an archive. */
export interface ArchiveCollectionAddress {
  readonly kind: 'archiveCollection';
  readonly of: ArchiveName;
  readonly collection: string;
}

/** One record of an archive. */
export interface ArchiveRecordAddress {
  readonly kind: 'archiveRecord';
  readonly of: ArchiveName;
  readonly collection: string;
  readonly rkey: string;
}

/** The records of an archive that hold words. */
export interface ArchiveSearchAddress {
  readonly kind: 'archiveSearch';
  readonly of: ArchiveName;
  /** As typed: words, and what else a search reads. */
  readonly query: string;
}

/** What changed from one archive to another. */
export interface ArchiveChangesAddress {
  readonly kind: 'archiveChanges';
  readonly of: ArchiveName;
  /** The archive before; undefined: the copy before. */
  readonly from: ArchiveName | undefined;
}

export type AnyArchiveAddress = ArchiveAddress | ArchiveCollectionAddress | ArchiveRecordAddress;

/** The words before the colon of such addresses. */
export const ARCHIVE_SCHEMES: readonly string[] = ['archive', 'car'];

/** An archive, and what stands behind it, still encoded. */
export interface ArchivePath {
  readonly of: ArchiveName;
  readonly path: readonly string[];
}

/** A collection, which has a dot or something encoded; behind a `?` stands what is asked of another kind of place. */
const NAME = /^[^?]*[.%][^?]*$/s;
const COPY = /^(.*?)(?:~(\d{1,3}))?$/s;
const CAR_EXPECTED = 'Behind car: stands the path of a file: car:alice.car, car:alice.car#app.bsky.feed.post';
const KEPT_EXPECTED =
  'Behind archive: stands an account: archive:alice.test, archive:alice.test~1 for the copy before';

/**
 * Reads what follows `car:`, a path and behind a `#` what of the archive is meant, or `archive:`, an account and behind a slash the same.
 *
 * @param scheme the word before the colon
 */
export function readArchivePath(segments: readonly string[], scheme: string): Reading<ArchivePath> {
  return scheme === 'car' ? readCar(segments) : readKept(segments);
}

function readCar(segments: readonly string[]): Reading<ArchivePath> {
  const [path = '', fragment, ...more] = segments.join('/').split('#');
  const file = readWords([path]);
  if (file === undefined || fragment === '' || more.length > 0) return { ok: false, reason: CAR_EXPECTED };
  return { ok: true, of: { file }, path: fragment === undefined ? [] : fragment.split('/') };
}

function readKept([first = '', ...path]: readonly string[]): Reading<ArchivePath> {
  const [, account = '', copy = '0'] = COPY.exec(first) ?? [];
  if (account === '') return { ok: false, reason: KEPT_EXPECTED };
  const actor = readActor(account);
  return actor.ok ? { ok: true, of: { repo: actor.repo, copy: Number(copy) }, path } : actor;
}

/**
 * Reads such an address as far as it names an archive, a collection or a record of it. The names are not held against their syntax: an
 * archive that is not sound may have others. Undefined where the word behind the archive is one of another kind of place, which has
 * neither a dot nor anything encoded.
 */
export function readArchive(
  segments: readonly string[],
  scheme: string,
): Reading<{ address: AnyArchiveAddress }> | undefined {
  const reading = readArchivePath(segments, scheme);
  if (!reading.ok) return reading;
  const { of, path } = reading;
  const [first, second, ...more] = path;
  if (first === undefined) return { ok: true, address: { kind: 'archive', of } };
  const collection = NAME.test(first) ? readWords([first]) : undefined;
  if (collection === undefined) return undefined;
  if (second === undefined) return { ok: true, address: { kind: 'archiveCollection', of, collection } };
  const rkey = more.length === 0 ? readWords([second]) : undefined;
  return rkey === undefined
    ? undefined
    : { ok: true, address: { kind: 'archiveRecord', of, collection, rkey } };
}

/** The text of an archive's address. */
export function archiveNameText(of: ArchiveName): string {
  if ('file' in of) return `car:${encodedWords(of.file)}`;
  return `archive:${of.repo}${of.copy === 0 ? '' : `~${of.copy}`}`;
}

/** Reads the address of an archive as a whole; undefined for anything else. */
export function readArchiveName(text: string): ArchiveName | undefined {
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (!ARCHIVE_SCHEMES.includes(scheme)) return undefined;
  const reading = readArchivePath(rest.split('/'), scheme);
  return reading.ok && reading.path.length === 0 ? reading.of : undefined;
}

/** The text of what stands in an archive. `path` is encoded. */
export function archivePathText({ of, path }: ArchivePath): string {
  const name = archiveNameText(of);
  return path.length === 0 ? name : `${name}${'file' in of ? '#' : '/'}${path.join('/')}`;
}

/** The text of such an address, which `readArchive` reads back as the same. */
export function archiveText(address: AnyArchiveAddress): string {
  const { of } = address;
  if (address.kind === 'archive') return archiveNameText(of);
  const path = [collectionText(address.collection)];
  if (address.kind === 'archiveRecord') path.push(segment(address.rkey));
  return archivePathText({ of, path });
}

/** A part of a path has no slash of its own. */
const segment = (name: string): string => encodedWords(name).replaceAll('/', '%2F');

/** What has no dot could be the word of another kind of place. */
function collectionText(name: string): string {
  const text = segment(name);
  if (/[.%]/.test(text)) return text;
  return `%${text.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}${text.slice(1)}`;
}
