import type { Lexicon } from '../../atproto/lexicons/lexicon.js';
import { nameOf } from '../../atproto/writes/sendable-record.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import { keyRuleOf } from '../edits/key-rule.js';

/** The key of a new record, and whether no record can have it yet. */
export interface NewKey {
  readonly rkey: string;
  readonly isFresh: boolean;
}

/**
 * The key of a new record by the rule of its lexicon (atproto.com/specs/record-key): a TID of now, or the one word that it takes. Of an unknown
 * lexicon, and where any key is good, a TID. Throws a WriteError where a key has to be chosen.
 */
export async function newKey(collection: string, lexicon: Lexicon | undefined): Promise<NewKey> {
  const rule = keyRuleOf(lexicon?.doc);
  if (rule?.kind === 'literal') return { rkey: rule.key, isFresh: false };
  if (rule?.kind === 'own' && !rule.isAny) {
    const what = nameOf({ collection, rkey: '…' });
    throw new WriteError(
      'invalid',
      `The key of such a record says what it is: name it, as in ${what}. Nothing was written.`,
    );
  }
  const { now } = await import('@atcute/tid');
  return { rkey: now(), isFresh: true };
}
