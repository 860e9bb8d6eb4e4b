import { now as tidNow } from '@atcute/tid';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import type { LexiconDoc } from '../../atproto/lexicons/lexicon-doc.js';
import { SentenceError } from '../../text/sentence.js';
import { type KeyRule, keyRuleOf } from './key-rule.js';
import { copyOf, skeletonOf } from './skeleton.js';

/** What the editor of a new record begins with. */
export interface NewRecord {
  readonly json: string;
  /** Undefined: whoever writes it chooses. */
  readonly rkey: string | undefined;
  /** The key that is offered to who chooses. */
  readonly offered: string | undefined;
}

/** Milliseconds that one waits for a lexicon that nobody has asked for before. */
const RESOLVE_MAX_MS = 8_000;

/**
 * A new record of a collection: a copy, or what its lexicon demands; and its key, as far as that is not for who writes to choose. A lexicon
 * that is not known is asked for, as it was the user who named the collection; without one it is the type alone. Throws a SentenceError
 * where the lexicon is not one of records, and an AbortError.
 */
export async function newRecord(
  { lexicons }: Pick<AtClient, 'lexicons'>,
  collection: string,
  { copied, signal, now = Date.now() }: { copied?: string | undefined; signal: AbortSignal; now?: number },
): Promise<NewRecord> {
  const doc = await lexiconFor(lexicons, collection, signal);
  const rule = keyRuleOf(doc);
  if (doc !== undefined && rule === undefined) {
    throw new SentenceError(`${collection} is no collection: its lexicon is not one of records.`);
  }
  const json =
    copied === undefined
      ? await skeletonOf(collection, doc, { known: (nsid) => lexicons.known(nsid), now })
      : copyOf(copied, now);
  return { json, ...keyOf(rule) };
}

function keyOf(rule: KeyRule | undefined): Pick<NewRecord, 'rkey' | 'offered'> {
  // Most keys are TIDs, where nobody says so.
  if (rule === undefined) return { rkey: undefined, offered: tidNow() };
  if (rule.kind === 'literal') return { rkey: rule.key, offered: undefined };
  return rule.kind === 'time' ? { rkey: tidNow(), offered: undefined } : { rkey: undefined, offered: '' };
}

async function lexiconFor(
  lexicons: AtClient['lexicons'],
  collection: string,
  signal: AbortSignal,
): Promise<LexiconDoc | undefined> {
  const known = await lexicons.known(collection);
  if (known !== undefined) return known.doc;
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(RESOLVE_MAX_MS)]);
    return (await lexicons.resolve(collection, { signal: inTime })).doc;
  } catch (error) {
    if (signal.aborted && isAbortError(error)) throw error;
    return undefined;
  }
}
