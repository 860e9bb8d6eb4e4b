import { isNsid } from '@atcute/lexicons/syntax';
import { isObject } from '../text/json-fields.js';
import { type Reader, Unusable } from './calls/reader.js';

export interface RepoDescription {
  /** Each once, in the order in which the service names them. Some may have no records. */
  readonly collections: readonly string[];
  /** What is odd in what the service named, as whole sentences. */
  readonly note?: string;
}

/**
 * The collections of a repository as `describeRepo` names them: what is a name of a collection is kept, and the note says what is not.
 * Bridges have named collections twice and wrong ones (snarfed/arroba#87); Go and others write a list of none as null.
 */
export const repoDescription: Reader<RepoDescription> = (value) => {
  if (!isObject(value)) return new Unusable('is not an object');
  const { collections: named } = value;
  if (!Array.isArray(named)) {
    return { collections: [], note: `The service ${insteadOfList(named)}, so this is taken for none.` };
  }
  const usable = named.filter((name): name is string => typeof name === 'string' && isNsid(name));
  const collections = [...new Set(usable)];
  const notes = [
    leftOut(
      named.length - usable.length,
      'that is not the name of a collection',
      'that are not names of collections',
    ),
    leftOut(usable.length - collections.length, 'that it had named before', 'that it had named before'),
  ].filter((note) => note !== '');
  return { collections, ...(notes.length > 0 && { note: notes.join(' ') }) };
};

function insteadOfList(value: unknown): string {
  if (value === undefined) return 'sent no list of collections';
  return value === null
    ? 'sent null in place of a list of collections'
    : 'sent something else in place of a list of collections';
}

const leftOut = (count: number, one: string, more: string): string =>
  count === 0
    ? ''
    : `Left out: ${count === 1 ? `one entry of the service’s list ${one}` : `${count} entries of the service’s list ${more}`}.`;
