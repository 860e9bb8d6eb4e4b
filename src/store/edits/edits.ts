import { atUriParts } from '../../atproto/at-uri.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import type { FilePlan } from '../../jobs/changes/blob-files.js';
import type { Draft } from '../../keep/drafts.js';
import { errorSentence } from '../../text/error-sentence.js';
import { type Sentence, say } from '../../text/sentence.js';
import { ask } from '../changes/ask.js';
import type { Changes } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { fileNameOf } from '../hand-over/text-of-shown.js';
import { ready } from '../loadable.js';
import { notify, notifyFailure } from '../notice/notify.js';
import type { EditedRecord } from './edited-record.js';

export interface EditActions {
  /** Has a record of one's own edited, and writes it once its difference was looked at. `uri` is its at-URI. */
  editRecord(uri: string, stored: StoredRecord): void;
  /** Writes what is shown as a difference. */
  writeProposed(): void;
  /** Opens what is shown in the editor again. */
  editProposed(): void;
  /** Of three versions, goes on with the one that was typed, to be written over what is there now. */
  resolveConflict(): void;
}

/** Editing records of one's own. */
export interface Edits extends EditActions {
  /** Opens a record in the editor: one that is there, or a new one. */
  edit(record: EditedRecord): void;
  /** Opens a draft again. */
  resume(draft: Draft): void;
}

const EDIT_TASK = 'edit';

/**
 * What was typed goes on the disk as a draft as soon as the editor ends, before anything else is done with it, and goes once it is written.
 * Whoever closes what is shown on the way has it there.
 */
export function createEdits(context: StoreContext, changes: Changes): Edits {
  const { client, drafts, effects, get, set, tasks } = context;
  /** What is shown as a difference, or as three versions. */
  let proposed:
    | { readonly record: EditedRecord; readonly plan: FilePlan; readonly validate: boolean | undefined }
    | undefined;

  function run(work: (signal: AbortSignal) => Promise<void>, failed: string): void {
    void tasks.start(EDIT_TASK, async (signal) => {
      try {
        await work(signal);
      } catch (error) {
        if (!isAbortError(error)) notifyFailure(context, failed, error);
      }
    });
  }

  async function keep(record: EditedRecord, problem?: string): Promise<void> {
    const { draft, collection, rkey, did, base, text } = record;
    if (drafts === undefined || text === undefined) return;
    await drafts.save({
      id: draft,
      did,
      time: Date.now(),
      collection,
      rkey,
      base: base?.cid,
      baseJson: base?.json ?? record.skeleton,
      text,
      problem,
    });
  }

  function edit(record: EditedRecord): void {
    run(async (signal) => {
      const { openedText, readEdited } = await import('./edited-record.js');
      const opened = record.text ?? (await openedText(client, record));
      let saved: string | undefined;
      const name = fileNameOf(record.rkey ?? record.collection, 'json');
      const said = await effects.editText(name, opened, async (text) => {
        if (text === opened) return;
        saved = text;
        await keep({ ...record, text });
      });
      // An editor that failed says nothing of what is to become of the text.
      if (said) {
        notify(context, saved === undefined ? said.text : say`${said.text} ${KEPT}`, 'error');
        return;
      }
      if (saved === undefined) return notify(context, UNCHANGED);
      await look({ ...record, text: saved }, await readEdited({ ...record, text: saved }), signal);
    }, 'The record could not be edited.');
  }

  /** Opens it once more, with what was wrong above it. */
  async function again(record: EditedRecord, problems: readonly string[]): Promise<void> {
    const { withProblems } = await import('./edited-record.js');
    edit(await withProblems(client, record, problems));
  }

  /** Says what is wrong, and leaves it to who typed what is done about it. */
  function refuse(
    record: EditedRecord,
    problems: readonly string[],
    anyway?: { readonly title: string; run(): void },
  ): void {
    void keep(record, problems.join(' ')).catch(() => {});
    ask(context, {
      title: 'It is not written',
      about: [...problems, KEPT],
      choices: [
        { key: 'again', title: 'edit it again' },
        { key: 'keep', title: 'keep it as a draft' },
        ...(anyway ? [{ key: 'anyway', title: anyway.title }] : []),
      ],
      answer(key) {
        if (key === 'again') void again(record, problems);
        else if (key === 'anyway') anyway?.run();
        else notify(context, KEPT);
      },
    });
  }

  /** Holds what was typed against the rules, and shows its difference. */
  async function look(
    record: EditedRecord,
    reading: Awaited<ReturnType<typeof import('./edited-record.js').readEdited>>,
    signal: AbortSignal,
    validate?: boolean,
  ): Promise<void> {
    if ('problem' in reading) return refuse(record, [reading.problem]);
    const { json, rkey } = reading;
    const named = { ...record, rkey };
    const { isUnchanged, planTyped } = await import('./edited-record.js');
    if (await isUnchanged(record, json)) {
      await drafts?.remove(record.draft);
      return notify(context, UNCHANGED);
    }
    let plan: FilePlan;
    try {
      plan = await planTyped(client, named, json, signal);
    } catch (error) {
      if (isAbortError(error)) throw error;
      return refuse(record, [errorSentence(error)]);
    }
    const notes: Sentence[] = [];
    if (validate !== false) {
      const validity = await client.validate(
        { collection: record.collection, rkey, json: plan.json },
        { resolve: true, signal },
      );
      if (validity.status === 'invalid') {
        const issues = validity.issues.map(
          ({ path, message }) => `${path === '' ? '' : `${path}: `}${message}`,
        );
        return refuse(named, issues, {
          title: 'look at it all the same, and have it written without a check',
          run: () => run((own) => look(record, reading, own, false), 'It could not be looked at.'),
        });
      }
      if (validity.status === 'unknown') {
        notes.push(`Unchecked: there is no lexicon of ${validity.missing.join(', ')}.`);
      }
    } else notes.push('It is not as its lexicon says, and is written without a check.');
    await propose(named, plan, validate, notes);
  }

  async function propose(
    record: EditedRecord,
    plan: FilePlan,
    validate: boolean | undefined,
    notes: readonly Sentence[],
  ): Promise<void> {
    const { fileNotes } = await import('./edited-record.js');
    const { did, collection, rkey = '', base } = record;
    const uri = `at://${did}/${collection}/${rkey}`;
    proposed = { record, plan, validate };
    set({
      overlay: {
        kind: 'diff',
        name: `${collection}/${rkey}`,
        old: {
          name: base ? 'as it is' : 'nothing is there',
          record: ready({ uri, cid: base?.cid, json: base?.json ?? '{}' }),
        },
        new: { name: 'as it is written', record: ready({ uri, cid: undefined, json: plan.json }) },
        opens: undefined,
        proposes: [...notes, ...(await fileNotes(plan))],
        cursor: atFirst,
      },
    });
  }

  async function write(signal: AbortSignal): Promise<void> {
    if (proposed === undefined) return;
    const { record, plan, validate } = proposed;
    const { collection, rkey = '', base } = record;
    set({ overlay: undefined });
    notify(context, `Writing ${collection}/${rkey} …`);
    try {
      const { sendTyped } = await import('./edited-record.js');
      const json = await sendTyped(client, plan, signal);
      const title = base ? `edited ${collection}/${rkey}` : `created ${collection}/${rkey}`;
      const change = base
        ? ({ kind: 'update', collection, rkey, json, swap: base.cid } as const)
        : ({ kind: 'create', collection, rkey, json } as const);
      await changes.change(change, {
        title,
        validate,
        said: say`Written: ${collection}/${rkey}. {key:change.undo} undoes it.`,
      });
      proposed = undefined;
      await drafts?.remove(record.draft);
    } catch (error) {
      if (isAbortError(error)) throw error;
      const { conflictOf } = await import('./edited-record.js');
      const now = conflictOf(error);
      if (now) return showConflict(record, plan, now);
      await keep(record, errorSentence(error)).catch(() => {});
      ask(context, {
        title: 'It was not written',
        about: [errorSentence(error, get().words), KEPT],
        choices: [
          { key: 'again', title: 'edit it again' },
          { key: 'keep', title: 'keep it as a draft' },
          { key: 'retry', title: 'try to write it once more' },
        ],
        answer(key) {
          if (key === 'again') void again(record, [errorSentence(error)]);
          else if (key === 'retry') run(write, 'It was not written.');
          else notify(context, KEPT);
        },
      });
    }
  }

  function showConflict(record: EditedRecord, plan: FilePlan, now: StoredRecord): void {
    void keep(record, 'It was changed meanwhile.').catch(() => {});
    proposed = { record: { ...record, base: now }, plan, validate: proposed?.validate };
    const { collection, rkey = '', base } = record;
    set({
      overlay: {
        kind: 'conflict',
        name: `${collection}/${rkey}`,
        base: base?.json ?? '{}',
        now: now.json,
        typed: plan.source,
        cursor: atFirst,
      },
    });
  }

  return {
    edit,

    resume(draft) {
      const { id, did, collection, rkey, base, baseJson, text } = draft;
      const stored = base !== undefined && baseJson !== undefined ? { cid: base, json: baseJson } : undefined;
      const skeleton = stored ? undefined : baseJson;
      edit({ draft: id, did, collection, rkey, base: stored, text, skeleton, keyRule: undefined });
    },

    editRecord(uri, stored) {
      const did = get().session?.did;
      const { collection, rkey } = atUriParts(uri) ?? {};
      if (did === undefined || collection === undefined || rkey === undefined) return;
      edit({
        draft: crypto.randomUUID(),
        did,
        collection,
        rkey,
        base: stored,
        text: undefined,
        keyRule: undefined,
      });
    },

    writeProposed: () => run(write, 'It was not written.'),

    editProposed() {
      if (proposed === undefined) return;
      set({ overlay: undefined });
      edit(proposed.record);
    },

    resolveConflict() {
      if (proposed === undefined) return;
      const { record, plan, validate } = proposed;
      run(
        () => propose(record, plan, validate, ['It takes the place of what was written meanwhile.']),
        'It could not be shown.',
      );
    },
  };
}

const UNCHANGED = 'Nothing was changed, and nothing is written.';
const KEPT = say`What was typed is kept: {key:draft.list} lists it.`;
