import { setImmediate } from 'node:timers/promises';
import type { Archive } from '../archive/archive.js';
import { recordJson } from '../archive/record-json.js';
import type { RecordToValidate, Validity, ValidityIssue } from '../atproto/lexicons/validity.js';
import { isRecord } from '../places/records.js';

/** How many records are valid, are not, or are of a lexicon that nobody here knows. */
export interface LexiconCounts {
  valid: number;
  invalid: number;
  unknown: number;
}

/** A record that its lexicon does not allow. */
export interface LexiconProblem {
  readonly path: string;
  readonly cid: string | undefined;
  /** Those that come first, where there are many. */
  readonly issues: readonly ValidityIssue[];
}

/** What came of holding the records of a repository against their lexicons. */
export interface LexiconCheck extends Readonly<LexiconCounts> {
  readonly collections: ReadonlyMap<string, Readonly<LexiconCounts>>;
  /** How many records want each lexicon that nobody here knows. */
  readonly missing: ReadonlyMap<string, number>;
  readonly problems: readonly LexiconProblem[];
  /** Problems that were found beside them. */
  readonly more: number;
}

/** More are counted and not kept: a repository of a stranger may have a million. */
const PROBLEMS_MAX = 1000;
const ISSUES_MAX = 20;
const MISSING_MAX = 1000;
/** Milliseconds of work at a time: Ctrl-c is heard between. */
const SLICE_MS = 20;

/** Counts records as they are held against their lexicons. */
export class LexiconTally implements LexiconCheck {
  valid = 0;
  invalid = 0;
  unknown = 0;
  readonly collections = new Map<string, LexiconCounts>();
  readonly missing = new Map<string, number>();
  readonly problems: LexiconProblem[] = [];
  more = 0;

  add({ collection, rkey }: RecordToValidate, cid: () => string | undefined, validity: Validity): void {
    const { status } = validity;
    const counts = this.collections.get(collection) ?? { valid: 0, invalid: 0, unknown: 0 };
    this.collections.set(collection, counts);
    counts[status]++;
    this[status]++;
    if (status === 'invalid') this.#fail(`${collection}/${rkey}`, cid, validity.issues);
    else if (status === 'unknown') for (const nsid of validity.missing) this.#lack(nsid);
  }

  #fail(path: string, cid: () => string | undefined, issues: readonly ValidityIssue[]): void {
    if (this.problems.length < PROBLEMS_MAX) {
      this.problems.push({ path, cid: cid(), issues: issues.slice(0, ISSUES_MAX) });
    } else this.more++;
  }

  #lack(nsid: string): void {
    const count = this.missing.get(nsid) ?? 0;
    if (count > 0 || this.missing.size < MISSING_MAX) this.missing.set(nsid, count + 1);
  }
}

export interface LexiconCheckOptions {
  readonly signal: AbortSignal;
  validate(record: RecordToValidate, options: { readonly signal: AbortSignal }): Promise<Validity>;
  /** Is told how many records were looked at. */
  onProgress?(done: number): void;
}

/**
 * Holds all records of an archive against their lexicons, one after another. One that cannot be read is passed over: what checks the
 * archive tells of it. Rejects with the reason of the signal.
 */
export async function checkLexicons(
  archive: Archive,
  { signal, validate, onProgress }: LexiconCheckOptions,
): Promise<LexiconCheck> {
  const tally = new LexiconTally();
  let until = performance.now() + SLICE_MS;
  for (let row = 0; row < archive.records; row++) {
    const record = readAt(archive, row);
    if (record !== undefined) tally.add(record, () => archive.cid(row), await validate(record, { signal }));
    if (performance.now() < until) continue;
    onProgress?.(row + 1);
    await setImmediate();
    signal.throwIfAborted();
    until = performance.now() + SLICE_MS;
  }
  return tally;
}

function readAt(archive: Archive, row: number): RecordToValidate | undefined {
  try {
    const json = recordJson(archive.read(row));
    if (!isRecord(json)) return undefined;
    return { collection: archive.collectionOf(row).name, rkey: archive.rkey(row), json };
  } catch {
    return undefined;
  }
}
