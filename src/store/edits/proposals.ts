import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import type { FilePlan } from '../../jobs/changes/blob-files.js';
import { errorSentence } from '../../text/error-sentence.js';
import { type Sentence, say } from '../../text/sentence.js';
import { ask } from '../changes/ask.js';
import type { Changes } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { ready } from '../loadable.js';
import { notify } from '../notice/notify.js';
import { offerWriteLevel } from '../session/write-level.js';
import type { EditedRecord } from './edited-record.js';
import { KEPT, type KeepDraft } from './keep-draft.js';

export interface ProposalActions {
  /** Writes what is shown as a difference. */
  writeProposed(): void;
  /** Opens what is shown in the editor again. */
  editProposed(): void;
  /** Of three versions, goes on with the one that was typed, to be written over what is there now. */
  resolveConflict(): void;
}

/** What is going to be written. */
interface Proposal {
  readonly record: EditedRecord;
  readonly plan: FilePlan;
  readonly validate: boolean | undefined;
}

export interface Proposals extends ProposalActions {
  /** Shows what would be written as a difference; `notes` stand above. */
  propose(
    record: EditedRecord,
    plan: FilePlan,
    validate: boolean | undefined,
    notes: readonly Sentence[],
  ): Promise<void>;
}

interface Editing {
  run(work: (signal: AbortSignal) => Promise<void>, failed: string): void;
  readonly keep: KeepDraft;
  edit(record: EditedRecord): void;
  /** Opens it once more, with what was wrong above it. */
  again(record: EditedRecord, problems: readonly string[]): Promise<void>;
}

/** Shows what was typed before it is written, writes it, and says what came of that. */
export function createProposals(
  context: StoreContext,
  changes: Changes,
  { run, keep, edit, again }: Editing,
): Proposals {
  const { client, drafts, get, set } = context;
  /** What is shown as a difference, or as three versions. */
  let proposed: Proposal | undefined;

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
      notice: undefined,
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
    const sent = proposed;
    if (sent === undefined) return;
    const { record, plan, validate } = sent;
    const { collection, rkey = '', base } = record;
    set({ overlay: undefined });
    if (get().session?.did !== record.did) {
      return notify(context, say`Another account is used now: nothing was written. ${KEPT}`, 'error');
    }
    notify(context, `Writing ${collection}/${rkey} …`);
    try {
      const { sendTyped } = await import('./edited-record.js');
      const json = await sendTyped(client, plan, signal);
      const title = base ? `edited ${collection}/${rkey}` : `created ${collection}/${rkey}`;
      const change = base
        ? ({ kind: 'update', collection, rkey, json, swap: base.cid } as const)
        : ({ kind: 'create', collection, rkey, json } as const);
      await changes.change(change, {
        did: record.did,
        title,
        validate,
        said: say`Written: ${collection}/${rkey}. {key:change.undo} undoes it.`,
      });
      proposed = undefined;
      await drafts?.remove(record.draft);
    } catch (error) {
      if (isAbortError(error)) return notify(context, say`It was not written. ${KEPT}`);
      await unwritten(sent, error);
    }
  }

  /** Says why it was not written, and leaves it to who typed it what is done about it. */
  async function unwritten(refused: Proposal, error: unknown): Promise<void> {
    const { record, plan, validate } = refused;
    const { conflictOf, isProblem } = await import('./edited-record.js');
    const now = conflictOf(error);
    if (now && record.base) return showConflict(refused, now);
    const sentence = errorSentence(error, get().words);
    await keep(record, sentence).catch(() => {});
    if (isProblem(error, 'scope')) {
      await propose(record, plan, validate, []);
      return offerWriteLevel(context, sentence);
    }
    const isInvalid = isProblem(error, 'invalid');
    set({ notice: undefined });
    ask(context, {
      title: 'It was not written',
      about: [sentence, KEPT],
      choices: [
        { key: 'again', title: now ? 'edit it again, with another key' : 'edit it again' },
        { key: 'keep', title: 'keep it as a draft' },
        ...(isInvalid ? [{ key: 'anyway', title: 'have it written without a check' }] : []),
        now
          ? { key: 'over', title: 'hold it beside what is there' }
          : { key: 'retry', title: 'try to write it once more' },
      ],
      answer(key) {
        if (key === 'again') void again(record, [sentence]);
        else if (key === 'over' && now) showConflict(refused, now);
        else if (key === 'retry' || key === 'anyway') {
          proposed = { ...refused, validate: key === 'anyway' ? false : validate };
          run(write, 'It was not written.');
        } else notify(context, KEPT);
      },
    });
  }

  function showConflict({ record, plan, validate }: Proposal, now: StoredRecord): void {
    void keep(record, 'Another record is there now.').catch(() => {});
    proposed = { record: over(record, now), plan, validate };
    const { collection, rkey = '', base } = record;
    set({
      notice: undefined,
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
    propose,

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

/** The same edit, over what is there by now. What it began with stays as little typed as it was. */
function over(record: EditedRecord, now: StoredRecord): EditedRecord {
  const { base, skeleton, untyped = [] } = record;
  const before = base?.json ?? skeleton;
  return {
    ...record,
    base: now,
    skeleton: undefined,
    untyped: before === undefined ? untyped : [...untyped, before],
  };
}
