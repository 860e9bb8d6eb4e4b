import { basename } from 'node:path';
import { isDid } from '@atcute/lexicons/syntax';
import { isObject } from '../text/json-fields.js';

/** What was found as a repository was taken home. It is a note of this user's own: whoever wants to be sure checks again. */
export interface ArchiveNote {
  /** Undefined where the account had none that is right. */
  readonly handle: string | undefined;
  readonly records: number;
  readonly collections: number;
  /** Whether blocks, tree and commit hold and the signature is good under a key of the account; `unchecked`: the key could not be asked for. */
  readonly verdict: 'signed' | 'unchecked' | 'unsound';
  /** How many things are wrong. */
  readonly problems: number;
  /** Host that it came from. */
  readonly from: string;
}

const VERDICTS: readonly unknown[] = ['signed', 'unchecked', 'unsound'] satisfies ArchiveNote['verdict'][];

/** The name of a copy's CAR: by name, copies are in the order in which they were taken home. */
export const archiveFile = (time: number, rev: string): string =>
  `${String(time).padStart(14, '0')}-${rev.replace(/[^a-z0-9]/g, '_')}.car`;

const NAME = /^(\d{14})-([a-z0-9_]+)\.car$/;

/** Whether a file is a copy, by its name. */
export const isArchiveFile = (name: string): boolean => NAME.test(name);

/** What the name of a CAR and the text beside it say, which may be anything; undefined where it is no copy. */
export function readArchiveFile(
  name: string,
  text: string,
  folder: string,
):
  | {
      readonly did: string;
      readonly rev: string;
      readonly time: number;
      readonly note: ArchiveNote | undefined;
    }
  | undefined {
  const [, time, rev] = NAME.exec(name) ?? [];
  if (time === undefined || rev === undefined) return undefined;
  const written = readNote(text);
  const did = didOf(written) ?? didOfFolder(basename(folder));
  return did === undefined ? undefined : { did, rev, time: Number(time), note: noteOf(written) };
}

function readNote(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function didOf(written: unknown): string | undefined {
  return isObject(written) && isDid(written.did) ? written.did : undefined;
}

/** As `fileName` wrote it. */
function didOfFolder(name: string): string | undefined {
  const did = name.replace(/_([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return isDid(did) ? did : undefined;
}

function noteOf(written: unknown): ArchiveNote | undefined {
  if (!isObject(written)) return undefined;
  const { handle, records, collections, verdict, problems, from } = written;
  const isNote =
    isCount(records) &&
    isCount(collections) &&
    isCount(problems) &&
    VERDICTS.includes(verdict) &&
    typeof from === 'string';
  if (!isNote) return undefined;
  return {
    handle: typeof handle === 'string' ? handle : undefined,
    records,
    collections,
    verdict: verdict as ArchiveNote['verdict'],
    problems,
    from,
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
