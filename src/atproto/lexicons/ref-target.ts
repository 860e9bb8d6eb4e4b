import type { LexiconDoc } from './lexicon-doc.js';

/** Where a ref of a lexicon leads. */
export interface RefTarget {
  /** As it is written: its authority may not be in lower case, and it may be no NSID at all. */
  readonly nsid: string;
  /** The name of the definition; `main` where the ref names none. */
  readonly name: string;
}

/** Where a ref leads, from the document that it stands in: `#name`, an NSID, or an NSID and `#name` (atproto.com/specs/lexicon, `ref`). */
export function refTarget({ id }: Pick<LexiconDoc, 'id'>, ref: string): RefTarget {
  const hash = ref.indexOf('#');
  if (hash === -1) return { nsid: ref, name: 'main' };
  return { nsid: hash === 0 ? id : ref.slice(0, hash), name: ref.slice(hash + 1) };
}
