import { encodedWords, readWords } from './words.js';

/** A CAR file: what it holds. */
export interface CarAddress {
  readonly kind: 'car';
  /** Its path, as it was written. */
  readonly file: string;
}

/** The records of one collection of a CAR file. */
export interface CarCollectionAddress {
  readonly kind: 'carCollection';
  readonly file: string;
  readonly collection: string;
}

/** One record of a CAR file. */
export interface CarRecordAddress {
  readonly kind: 'carRecord';
  readonly file: string;
  readonly collection: string;
  readonly rkey: string;
}

export type AnyCarAddress = CarAddress | CarCollectionAddress | CarRecordAddress;

/**
 * Reads what follows `car:`, a path and behind a `#` what of the file is meant, each percent-encoded where it has to be. The names are
 * not held against their syntax: an archive that is not sound may have others. Undefined where a part is empty.
 */
export function readCar(segments: readonly string[]): AnyCarAddress | undefined {
  const [path = '', fragment, ...more] = segments.join('/').split('#');
  const file = readWords([path]);
  if (file === undefined || more.length > 0) return undefined;
  if (fragment === undefined) return { kind: 'car', file };
  const [name = '', ...key] = fragment.split('/');
  const collection = readWords([name]);
  if (collection === undefined) return undefined;
  if (key.length === 0) return { kind: 'carCollection', file, collection };
  const rkey = readWords(key);
  return rkey === undefined ? undefined : { kind: 'carRecord', file, collection, rkey };
}

/** The text of such an address, which `readCar` reads back as the same. */
export function carText(address: AnyCarAddress): string {
  const file = `car:${encodedWords(address.file)}`;
  if (address.kind === 'car') return file;
  const collection = `${file}#${encodedWords(address.collection)}`;
  return address.kind === 'carCollection' ? collection : `${collection}/${encodedWords(address.rkey)}`;
}
