import type { PlcAccount, PlcOperation } from './operation.js';

/** One line of the log that has been checked, or that stands behind one that did not hold. */
export interface PlcEntry {
  readonly cid: string;
  readonly operation: PlcOperation;
  /** Milliseconds since 1970, as the directory says: nothing but its word stands for it. */
  readonly createdAt: number;
  /** Which of the rotation keys before it signed it, from 0, the strongest. Of the first operation: of its own. */
  readonly signer: number;
  /** When a recovery took its place: `createdAt` of the recovery; undefined where it counts. */
  readonly nullifiedAt: number | undefined;
}

/** An account as of a time. Both are undefined before the first operation. */
export interface PlcMoment {
  /** What counts for that time today. */
  readonly canonical: PlcEntry | undefined;
  /** What the directory said at that time. Another one only where a recovery undid it later. */
  readonly served: PlcEntry | undefined;
}

/** The log of an account, after it was checked. */
export interface CheckedLog {
  readonly did: string;
  /** The entries that hold, oldest first, the nullified ones too: all of them, or those before the first that does not hold. */
  readonly entries: readonly PlcEntry[];
  /** The lines of the log as the directory sent them: `entries` are the first ones of them. */
  readonly lines: readonly unknown[];
  /** How many the directory sent. */
  readonly sent: number;
  /** What does not hold first, a sentence; undefined where all of it holds. */
  readonly problem: string | undefined;
  /** Which of the lines does not hold, from 0; undefined where none or all of them do. */
  readonly problemAt: number | undefined;
  /** The account as of a time in milliseconds since 1970. Of a log with a problem it says no more than the entries that hold. */
  asOf(time: number): PlcMoment;
}

/** A checked log of its entries. */
export function checkedLog({
  did,
  entries,
  lines,
  problem,
  problemAt,
}: Pick<CheckedLog, 'did' | 'entries' | 'lines'> &
  Partial<Pick<CheckedLog, 'problem' | 'problemAt'>>): CheckedLog {
  return {
    did,
    entries,
    lines,
    sent: lines.length,
    problem,
    problemAt,
    asOf(time) {
      const known = entries.filter(({ createdAt }) => createdAt <= time);
      return {
        canonical: known.findLast(({ nullifiedAt }) => nullifiedAt === undefined),
        served: known.findLast(({ nullifiedAt }) => nullifiedAt === undefined || nullifiedAt > time),
      };
    },
  };
}

/** A stretch of time in which an account was what one entry says. */
export interface PlcTerm {
  readonly account: PlcAccount;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Undefined: until now. */
  readonly to: number | undefined;
}

/**
 * The stretch around a time in which a log that holds named a key for the repository: by what counts for that time today, or else by
 * what the directory said then, before a recovery undid it. Undefined where it named another key, and for a log with a problem.
 */
export function termOfKey(
  { entries, problem, asOf }: CheckedLog,
  key: string,
  at: number,
): PlcTerm | undefined {
  if (problem !== undefined) return undefined;
  const { canonical, served } = asOf(at);
  for (const entry of [canonical, served]) {
    const account = entry?.operation.account;
    if (entry === undefined || account === undefined || account.signingKey !== key) continue;
    return { account, from: entry.createdAt, to: endOf(entry, entries, key) };
  }
  return undefined;
}

/** When an entry's key ended: with the first entry behind it on its line that names another one, or when it was nullified. */
function endOf(entry: PlcEntry, entries: readonly PlcEntry[], key: string): number | undefined {
  if (entry.nullifiedAt !== undefined) return entry.nullifiedAt;
  const later = entries.slice(entries.indexOf(entry) + 1);
  return later.find(
    ({ nullifiedAt, operation }) => nullifiedAt === undefined && operation.account?.signingKey !== key,
  )?.createdAt;
}
