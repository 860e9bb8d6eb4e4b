import type { AtClient } from '../../atproto/client.js';
import { recordCid } from '../../atproto/writes/record-cid.js';
import { unsendable } from '../../atproto/writes/unsendable.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import { WriteError, type WriteProblem } from '../../atproto/writes/write-error.js';
import { typedFiles } from '../../jobs/changes/allowed-files.js';
import { type FilePlan, fileText, planFiles, sendFiles } from '../../jobs/changes/blob-files.js';
import { editText, readEdit } from '../../jobs/edits/edit-text.js';
import { fieldLines } from '../../jobs/edits/field-lines.js';
import type { Sentence } from '../../text/sentence.js';

/** A record that is edited: one that is there, or a new one. */
export interface EditedRecord {
  /** Id of its draft. */
  readonly draft: string;
  readonly did: string;
  readonly collection: string;
  /** Undefined: a new one whose key is not chosen yet. */
  readonly rkey: string | undefined;
  /** What is there, as it was when the edit began; undefined: nothing. */
  readonly base: StoredRecord | undefined;
  /** What was typed so far, comments and all; undefined: nothing yet. */
  readonly text: string | undefined;
  /** What a new one begins with. */
  readonly skeleton?: string | undefined;
  /** The JSON of what it began with before, where it goes on over another record by now: none of it was typed. */
  readonly untyped?: readonly string[] | undefined;
  /** The key that is offered where who writes may choose it. */
  readonly keyRule: string | undefined;
}

/** The text that its editor opens. */
export async function openedText(client: Pick<AtClient, 'lexicons'>, record: EditedRecord): Promise<string> {
  return await textWith(client, record, record.base?.json ?? record.skeleton ?? '{}', []);
}

/** The same record, what was typed with what is wrong of it above. */
export async function withProblems(
  client: Pick<AtClient, 'lexicons'>,
  record: EditedRecord,
  problems: readonly string[],
): Promise<EditedRecord> {
  const reading = readEdit(record.text ?? '');
  if (reading.ok) {
    const named = { ...record, keyRule: reading.key ?? record.keyRule };
    return { ...record, text: await textWith(client, named, reading.json, problems) };
  }
  // What is no JSON stays as it was typed.
  const told = problems.map((problem) => `// ${problem}`);
  const rest = (record.text ?? '').split('\n').filter((line) => !told.includes(line));
  return { ...record, text: [...told, ...rest].join('\n') };
}

async function textWith(
  { lexicons }: Pick<AtClient, 'lexicons'>,
  { did, collection, rkey, base, keyRule }: EditedRecord,
  json: string,
  problems: readonly string[],
): Promise<string> {
  const lexicon = await lexicons.known(collection).catch(() => undefined);
  const uri = `at://${did}/${collection}/${rkey ?? ''}`;
  const what = base ? uri : rkey === undefined ? `A new record of ${collection}` : `A new record: ${uri}`;
  return editText({
    json,
    problems,
    about: [
      what,
      'Save it and leave: what changes is shown before it is written. Unchanged, nothing is written.',
      'A file becomes a blob where {"$file": "path"} stands. These lines are left out.',
    ],
    fields: lexicon ? fieldLines(lexicon.doc) : [`No lexicon of ${collection} is known here.`],
    key: base ? undefined : keyRule,
  });
}

/** What was typed as a record under its key, or why it is none. */
export async function readEdited({
  text = '',
  collection,
  rkey,
  base,
}: EditedRecord): Promise<{ readonly json: string; readonly rkey: string } | { readonly problem: string }> {
  const reading = readEdit(text);
  if (!reading.ok) return { problem: reading.problem };
  const fault = unsendable(reading.json, collection);
  if (fault) return { problem: `${fault.path === '' ? '' : `${fault.path}: `}${fault.why}.` };
  const key = reading.key ?? rkey;
  if (base && key !== rkey) {
    return { problem: `It is written over ${collection}/${rkey}, whose key stays as it is.` };
  }
  if (key === undefined) return { problem: 'It has no record key: a line “// key: …” names it.' };
  return isRecordKey(key)
    ? { json: reading.json, rkey: key }
    : { problem: `“${key}” is no record key: letters, digits and . - _ : ~ are, at most 512.` };
}

/** atproto.com/specs/record-key */
const isRecordKey = (key: string): boolean =>
  /^[A-Za-z0-9._:~-]{1,512}$/.test(key) && key !== '.' && key !== '..';

/** Whether what was typed is what is there already. */
export async function isUnchanged({ base }: EditedRecord, json: string): Promise<boolean> {
  if (base === undefined) return false;
  try {
    return (await recordCid(json)) === base.cid;
  } catch {
    return false;
  }
}

/** Looks at the files that were typed in this edit; nothing is sent. Throws a SentenceError where one cannot be. */
export async function planTyped(
  client: AtClient,
  { collection, rkey = '', base, skeleton, untyped = [] }: EditedRecord,
  json: string,
  signal: AbortSignal,
): Promise<FilePlan> {
  const deps = await depsOf(client, signal);
  const before = [base?.json, skeleton, ...untyped].filter((one) => one !== undefined);
  return await planFiles({ collection, rkey, json }, { ...deps, allow: typedFiles(before) });
}

/** Sends the files of a plan: the record with its blobs. */
export async function sendTyped(client: AtClient, plan: FilePlan, signal: AbortSignal): Promise<string> {
  return plan.files.length === 0 ? plan.json : await sendFiles(plan, await depsOf(client, signal));
}

async function depsOf(client: AtClient, signal: AbortSignal) {
  const { pds = '' } = client.sessions.current ?? {};
  return {
    writer: await client.writer(),
    validate: client.validate,
    host: URL.parse(pds)?.host ?? pds,
    signal,
  };
}

/** What is sent beside the record, a line each. */
export const fileNotes = async (plan: FilePlan): Promise<readonly Sentence[]> =>
  plan.files.map((file) => `Sent first: ${fileText(file)}`);

/** What is there now, where that is why nothing was written. */
export const conflictOf = (error: unknown): StoredRecord | undefined =>
  error instanceof WriteError && (error.kind === 'changed' || error.kind === 'exists')
    ? error.now
    : undefined;

export const isProblem = (error: unknown, kind: WriteProblem): boolean =>
  error instanceof WriteError && error.kind === kind;
