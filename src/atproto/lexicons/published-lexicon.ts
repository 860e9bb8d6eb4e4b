import type { KeptLexicon } from '../../keep/lexicon-cache.js';
import type { Lexicon } from './lexicon.js';
import { readLexiconDoc } from './read-lexicon-doc.js';

/** The collection that lexicons are published in; the key of each is its NSID. */
export const LEXICON_COLLECTION = 'com.atproto.lexicon.schema';

/** A lexicon that was resolved, read. Throws a LexiconError `malformed`. */
export function publishedLexicon({ nsid, did, cid, fetchedAt, json }: KeptLexicon): Lexicon {
  const uri = `at://${did}/${LEXICON_COLLECTION}/${nsid}`;
  return { nsid, doc: readLexiconDoc(json), json, origin: { kind: 'published', did, uri, cid, fetchedAt } };
}
