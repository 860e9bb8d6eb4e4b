import { accountChanges, type PlcChange } from '../../atproto/plc/account-changes.js';
import type { CheckedLog, PlcEntry } from '../../atproto/plc/checked-log.js';
import { dateTime, isoTime, localMinute } from '../../text/date-time.js';
import { field, isObject, textField } from '../../text/json-fields.js';
import { changesText } from './change-words.js';
import { shortKey } from './key-text.js';

/** One operation of a log, or what is wrong with all of it. */
export interface LogRow {
  /** ✓ holds and counts, ~ was undone, ✗ does not hold, ? was not checked. */
  readonly mark: '✓' | '~' | '✗' | '?';
  /** Milliseconds since 1970; undefined where none is told. */
  readonly createdAt: number | undefined;
  readonly what: string;
  /** Which key signed it: its rank of how many, and its end. */
  readonly signer: string;
  readonly cid: string | undefined;
  /** What does not hold, as a sentence. */
  readonly wrong: string | undefined;
  readonly json: string;
}

/** The operations of a log, newest first; what stands behind one that does not hold was not checked. */
export function logRows({ did, entries, lines, problem, problemAt }: CheckedLog): readonly LogRow[] {
  if (problem !== undefined && problemAt === undefined) return [faultOf(did, problem)];
  const known = indexed(entries);
  return lines
    .map((line, index): LogRow => {
      const entry = entries[index];
      if (index === problemAt && problem !== undefined) {
        return { ...entryOrLine(line, entry), mark: '✗', ...wrongRow(line, problem) };
      }
      if (entry === undefined) return entryOrLine(line, undefined);
      return entryRow(line, entry, known);
    })
    .toReversed();
}

const faultOf = (did: string, problem: string): LogRow => ({
  mark: '✗',
  createdAt: undefined,
  what: problem,
  signer: '',
  cid: undefined,
  wrong: problem,
  json: JSON.stringify({ did, holds: false, problem }),
});

const wrongRow = (line: unknown, problem: string): Pick<LogRow, 'what' | 'wrong' | 'json'> => ({
  what: problem,
  wrong: problem,
  json: JSON.stringify({ ...served(line), holds: false, problem }),
});

/** A line that was not checked: it says what it is, and nothing is made of that. */
const entryOrLine = (line: unknown, entry: PlcEntry | undefined): LogRow => ({
  mark: '?',
  createdAt: entry?.createdAt ?? dateTime(field(line, 'createdAt')),
  what: 'not checked: one before it does not hold',
  signer: '',
  cid: entry?.cid ?? textField(line, 'cid'),
  wrong: undefined,
  json: JSON.stringify({ ...served(line), holds: null }),
});

/** The entries as they refer to each other. */
interface Indexed {
  readonly byCid: ReadonlyMap<string, PlcEntry>;
  /** Times rise from one to the next: what was undone at a time was undone by the entry of that time. */
  readonly byTime: ReadonlyMap<number, PlcEntry>;
  readonly undoneAt: ReadonlyMap<number, readonly PlcEntry[]>;
}

function indexed(entries: readonly PlcEntry[]): Indexed {
  const undoneAt = new Map<number, PlcEntry[]>();
  for (const entry of entries) {
    const { nullifiedAt } = entry;
    if (nullifiedAt === undefined) continue;
    undoneAt.set(nullifiedAt, [...(undoneAt.get(nullifiedAt) ?? []), entry]);
  }
  return {
    byCid: new Map(entries.map((entry) => [entry.cid, entry])),
    byTime: new Map(entries.map((entry) => [entry.createdAt, entry])),
    undoneAt,
  };
}

function entryRow(line: unknown, entry: PlcEntry, { byCid, byTime, undoneAt }: Indexed): LogRow {
  const { cid, operation, createdAt, signer, nullifiedAt } = entry;
  const before = operation.prev === null ? undefined : byCid.get(operation.prev)?.operation.account;
  const changes = accountChanges(before, operation.account);
  const keys = (before ?? operation.account)?.rotationKeys ?? [];
  const key = keys[signer];
  const undone = undoneAt.get(createdAt) ?? [];
  const undoneBy = nullifiedAt === undefined ? undefined : byTime.get(nullifiedAt);
  const what = [nullifiedText(undoneBy), recoveryText(undone.length), changesText(changes)]
    .filter((words) => words !== '')
    .join(' · ');
  return {
    mark: nullifiedAt === undefined ? '✓' : '~',
    createdAt,
    what,
    signer: key === undefined ? '' : `${signer + 1}/${keys.length} ${shortKey(key)}`,
    cid,
    wrong: undefined,
    json: JSON.stringify({
      ...served(line),
      holds: true,
      said: changesText(changes),
      changes: changes.map(writtenChange),
      signedBy: { rank: signer + 1, of: keys.length, key },
      nullifies: undone.length === 0 ? undefined : undone.map((other) => other.cid),
      nullifiedBy: undoneBy?.cid,
      nullifiedAt: nullifiedAt === undefined ? undefined : isoTime(nullifiedAt),
    }),
  };
}

const nullifiedText = (by: PlcEntry | undefined): string =>
  by === undefined ? '' : `undone by the recovery of ${localMinute(by.createdAt)}`;

const recoveryText = (undone: number): string =>
  undone === 0
    ? ''
    : `recovery: undoes ${undone === 1 ? 'the operation' : `the ${undone} operations`} before it`;

/** What was not there, or is no more, is null: a program need not ask whether the member is there. */
function writtenChange(change: PlcChange): object {
  return 'from' in change ? { ...change, from: change.from ?? null, to: change.to ?? null } : change;
}

/** The line as it was served; what is no object stands in a member of its own. */
const served = (line: unknown): object => (isObject(line) ? line : { line });
