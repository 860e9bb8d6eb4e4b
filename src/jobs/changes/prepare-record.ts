import { LexiconError, type Lexicons } from '../../atproto/lexicons/lexicon.js';
import type { Validity, ValidityIssue } from '../../atproto/lexicons/validity.js';
import { checkSendable, nameOf, typedJson } from '../../atproto/writes/sendable-record.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import { sanitise } from '../../text/sanitise.js';
import type { SentenceError } from '../../text/sentence.js';
import type { FileAllowance } from './allowed-files.js';
import { type FileDeps, type FilePlan, planFiles } from './blob-files.js';
import { newKey } from './record-key.js';

export interface RecordToPrepare {
  readonly collection: string;
  /** Undefined: a new one by the rule of the lexicon. */
  readonly rkey: string | undefined;
  readonly json: string;
}

export interface PrepareDeps extends FileDeps {
  readonly lexicons: Pick<Lexicons, 'known' | 'resolve'>;
  /** Which files may be sent. */
  readonly allow: FileAllowance;
  /** Ask for lexicons that are not known, and refuse what none can be had of. */
  readonly isStrict: boolean;
}

/** A record as it is going to be sent. */
export interface PreparedRecord {
  readonly plan: FilePlan;
  /** Nothing can be under its key yet. */
  readonly isFresh: boolean;
}

/**
 * Makes a record ready: with its `$type` and key, the files that it names looked at, all of it held against what can be sent. Nothing is sent.
 * Throws a SentenceError for what cannot be written.
 */
export async function prepareRecord(record: RecordToPrepare, deps: PrepareDeps): Promise<PreparedRecord> {
  const { collection } = record;
  const { rkey, isFresh } =
    record.rkey === undefined
      ? await newKey(collection, await lexiconOf(collection, deps))
      : { rkey: record.rkey, isFresh: false };
  const named = { collection, rkey, json: typedJson(record.json, collection) };
  checkSendable(named);
  return { plan: await planFiles(named, deps), isFresh };
}

/**
 * Holds a record that was made ready against its lexicon. Gives the NSIDs that are not known, so that not all of it was checked; none where
 * all was, or was not to be. Throws a WriteError where it is not as its lexicon says, or cannot be checked and has to be.
 */
export async function checkRecord(
  { collection, rkey, json }: Omit<RecordToPrepare, 'rkey'> & { readonly rkey: string },
  { validate, isStrict, signal }: Pick<PrepareDeps, 'validate' | 'isStrict' | 'signal'>,
): Promise<readonly string[]> {
  const record = { collection, rkey, json };
  const validity = await validate?.(record, { signal });
  if (validity?.status === 'invalid') throw invalid(record, validity.issues);
  const unchecked = uncheckedOf(collection, validity);
  const [missing] = unchecked;
  if (isStrict && missing !== undefined) {
    const what = `${nameOf(record)} cannot be checked, as the lexicon ${sanitise(missing)} cannot be had`;
    throw new WriteError('unknown-lexicon', `${what}: nothing was written.`);
  }
  return unchecked;
}

async function lexiconOf(nsid: string, { lexicons, isStrict, signal }: PrepareDeps) {
  try {
    return (await lexicons.known(nsid)) ?? (isStrict ? await lexicons.resolve(nsid, { signal }) : undefined);
  } catch (error) {
    if (error instanceof LexiconError) return undefined;
    throw error;
  }
}

/** What is nested too deeply to be checked names none that is missing. */
function uncheckedOf(collection: string, validity: Validity | undefined): readonly string[] {
  if (validity?.status !== 'unknown') return [];
  return validity.missing.length === 0 ? [collection] : validity.missing;
}

const ISSUES_MAX = 5;

function invalid(
  record: { readonly collection: string; readonly rkey: string },
  issues: readonly ValidityIssue[],
): SentenceError {
  const told = issues
    .slice(0, ISSUES_MAX)
    .map(({ path, message }) => sanitise(path === '' ? message : `${path}: ${message}`));
  const more = issues.length > ISSUES_MAX ? [`${issues.length - ISSUES_MAX} more`] : [];
  return new WriteError(
    'invalid',
    `${nameOf(record)} is not as its lexicon says (${[...told, ...more].join('; ')}): nothing was written.`,
  );
}
