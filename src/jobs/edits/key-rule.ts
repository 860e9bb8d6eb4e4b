import { defOf } from '../../atproto/lexicons/def-of.js';
import type { LexiconDoc } from '../../atproto/lexicons/lexicon-doc.js';

/**
 * Who chooses the key of a new record (atproto.com/specs/lexicon, `record`): `time`: it is a TID, which is made; `literal`: there is one
 * record, under that key; `own`: whoever writes it; where it `isAny` a TID is as good as another. Without a lexicon it may be any, and most are TIDs.
 */
export type KeyRule =
  | { readonly kind: 'time' }
  | { readonly kind: 'literal'; readonly key: string }
  | { readonly kind: 'own'; readonly isAny: boolean };

const LITERAL = 'literal:';

/** Undefined where the lexicon is not one of records. */
export function keyRuleOf(doc: LexiconDoc | undefined): KeyRule | undefined {
  const main = doc && defOf(doc);
  if (main?.type !== 'record') return undefined;
  const { key } = main;
  if (key.startsWith(LITERAL)) return { kind: 'literal', key: key.slice(LITERAL.length) };
  return key === 'tid' ? { kind: 'time' } : { kind: 'own', isAny: key === 'any' };
}
