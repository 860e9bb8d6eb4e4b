import { atUriParts } from '../../atproto/at-uri.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { ValidityIssue } from '../../atproto/lexicons/validity.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import type { FilePlan } from '../../jobs/changes/blob-files.js';
import type { Draft } from '../../keep/drafts.js';
import { errorSentence } from '../../text/error-sentence.js';
import { type Sentence, say } from '../../text/sentence.js';
import { ask } from '../changes/ask.js';
import { EDIT_TASK } from '../changes/change-tasks.js';
import type { Changes } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { fileNameOf } from '../hand-over/text-of-shown.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { EditedRecord } from './edited-record.js';
import { createDraftKeeper, KEPT } from './keep-draft.js';
import { createProposals, type ProposalActions } from './proposals.js';

export interface EditActions extends ProposalActions {
  /** Has a record of one's own edited, and writes it once its difference was looked at. `uri` is its at-URI. */
  editRecord(uri: string, stored: StoredRecord): void;
}

/** Editing records of one's own. */
export interface Edits extends EditActions {
  /** Opens a record in the editor: one that is there, or a new one. */
  edit(record: EditedRecord): void;
  /** Opens a draft again. */
  resume(draft: Draft): void;
}

/**
 * What was typed goes on the disk as a draft as soon as the editor ends, before anything else is done with it, and goes once it is written.
 * Whoever closes what is shown on the way has it there.
 */
export function createEdits(context: StoreContext, changes: Changes): Edits {
  const { client, drafts, effects, get, set, tasks } = context;
  const keep = createDraftKeeper(context);
  const { propose, ...proposals } = createProposals(context, changes, { run, keep, edit, again });

  function run(work: (signal: AbortSignal) => Promise<void>, failed: string): void {
    void tasks.start(EDIT_TASK, async (signal) => {
      try {
        await work(signal);
      } catch (error) {
        if (!isAbortError(error)) notifyFailure(context, failed, error);
      }
    });
  }

  function edit(record: EditedRecord): void {
    run(async (signal) => {
      const { openedText, readEdited } = await import('./edited-record.js');
      const opened = record.text ?? (await openedText(client, record));
      let saved: string | undefined;
      const name = fileNameOf(record.rkey ?? record.collection, 'json');
      const said = await effects.editText(name, opened, async (text) => {
        // A draft is opened to be written: it goes on as it is, too.
        if (text === opened && record.text === undefined) return;
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
    set({ notice: undefined });
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

  /** Holds what was typed against the rules, and shows its difference where one still waits for it. */
  async function look(
    record: EditedRecord,
    reading: Awaited<ReturnType<typeof import('./edited-record.js').readEdited>>,
    signal: AbortSignal,
    validate?: boolean,
  ): Promise<void> {
    if ('problem' in reading) return refuse(record, [reading.problem]);
    const { id: place } = currentVisit(get());
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
      notify(context, 'Holding it against its lexicon …');
      const validity = await client.validate(
        { collection: record.collection, rkey, json: plan.json },
        { resolve: true, signal },
      );
      const issues = validity.status === 'invalid' ? validity.issues.map(issueText) : [];
      const { overlay, visit } = get();
      // Lexicons are asked for over the network: nothing opens over what somebody does by then.
      if (overlay !== undefined || visit.id !== place) {
        if (issues.length > 0) await keep(named, issues.join(' '));
        return notify(context, say`It was checked while you did something else. ${KEPT}`);
      }
      if (validity.status === 'invalid') {
        return refuse(named, issues, {
          title: 'look at it all the same, and have it written without a check',
          run: () => run((own) => look(record, reading, own, false), 'It could not be looked at.'),
        });
      }
      if (validity.status === 'unknown') {
        const missing = validity.missing.join(', ');
        notes.push(
          missing === ''
            ? 'Unchecked: it is nested too deeply to be held against its lexicon.'
            : `Unchecked: there is no lexicon of ${missing}.`,
        );
      }
    } else notes.push('It is not as its lexicon says, and is written without a check.');
    await propose(named, plan, validate, notes);
  }

  return {
    ...proposals,
    edit,

    resume(draft) {
      const { id, did, collection, rkey, base, baseJson, untyped, text, problem } = draft;
      const stored = base !== undefined && baseJson !== undefined ? { cid: base, json: baseJson } : undefined;
      const skeleton = stored ? undefined : baseJson;
      const edited = { draft: id, did, collection, rkey, base: stored, text, skeleton, untyped };
      const record = { ...edited, keyRule: undefined };
      if (problem === undefined) edit(record);
      else void again(record, [problem]);
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
  };
}

const issueText = ({ path, message }: ValidityIssue): string =>
  path === '' ? message : `${path}: ${message}`;

const UNCHANGED = 'Nothing was changed, and nothing is written.';
