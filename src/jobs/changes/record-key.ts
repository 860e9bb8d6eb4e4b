import { defOf } from '../../atproto/lexicons/def-of.js';
import type { Lexicon } from '../../atproto/lexicons/lexicon.js';
import { nameOf } from '../../atproto/writes/sendable-record.js';
import { WriteError } from '../../atproto/writes/write-error.js';

/** The key of a new record, and whether no record can have it yet. */
export interface NewKey {
  readonly rkey: string;
  readonly isFresh: boolean;
}

const LITERAL = 'literal:';

/**
 * The key of a new record by the rule of its lexicon (atproto.com/specs/record-key): a TID of now, or the one word that it takes. Of an unknown
 * lexicon, and where any key is good, a TID. Throws a WriteError where a key has to be chosen.
 */
export async function newKey(collection: string, lexicon: Lexicon | undefined): Promise<NewKey> {
  const def = lexicon && defOf(lexicon.doc);
  const rule = def?.type === 'record' ? def.key : 'any';
  if (rule.startsWith(LITERAL)) return { rkey: rule.slice(LITERAL.length), isFresh: false };
  if (rule !== 'tid' && rule !== 'any') {
    const what = nameOf({ collection, rkey: '…' });
    throw new WriteError(
      'invalid',
      `A record of ${collection} has a key that says what it is (${rule}): name it, as in ${what}. Nothing was written.`,
    );
  }
  const { now } = await import('@atcute/tid');
  return { rkey: now(), isFresh: true };
}
