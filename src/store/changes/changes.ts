import type { CommitEvent } from '../../atproto/streams/repo-event.js';
import type { Write, Written } from '../../atproto/writes/write.js';
import type { UndoOutcome } from '../../jobs/changes/undo.js';
import {
  type MadeChange,
  type PreferenceChange,
  type ProcedureChange,
  turnedBack,
  type UndoEntry,
} from '../../keep/made-change.js';
import { countText } from '../../text/count-text.js';
import { type Sentence, SentenceError, say } from '../../text/sentence.js';
import { parseWritten } from '../../text/written-json.js';
import type { Accounts } from '../accounts/accounts.js';
import { currentAccount, currentRepo } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { runJob } from '../jobs/jobs.js';
import type { Lists } from '../lists/lists.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { offerForScope } from '../session/write-level.js';
import { ownChanges, recordsGone, withOwn } from '../social/own-update.js';
import { recordsTold } from '../tail/records-told.js';
import { ask } from './ask.js';

export interface ChangesActions {
  /** Undoes what was done last; asks first where that is many things. */
  undoLast(): void;
  /** Does again what was undone last. */
  redoLast(): void;
}

export interface ChangeRequest {
  /** Whose repository it is for: where another account is used by then, nothing is written. */
  readonly did: string;
  /** What is done, for the undo journal and for who undoes it: `deleted a post`. */
  readonly title: string;
  /** What is said once it is done; undefined: nothing. */
  readonly said?: Sentence | undefined;
  /** As `WriteOptions`. */
  readonly validate?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Changes of one's own repository, from the screen. */
export interface Changes extends ChangesActions {
  /** Makes a change of one record, and shows it at once where it is in sight. Throws as `makeChange`, and tells nobody of it. */
  change(write: Write, request: ChangeRequest): Promise<Written>;
  /** Calls a procedure that has an opposite, so that it can be undone. Throws as the call does, and tells nobody of it. */
  call(change: ProcedureChange, request: Pick<ChangeRequest, 'did' | 'title' | 'signal'>): Promise<void>;
  /** Shows what was changed, wherever it is in sight. */
  show(did: string, changes: readonly MadeChange[]): void;
  /** Asks anew for the preferences, where they are in sight. */
  showPreferences(): void;
}

const UNDO_TASK = 'undo';
/** How the ids of jobs of many changes begin. */
export const MANY_TASK = 'many changes';

export function createChanges(
  context: StoreContext,
  lists: Lists,
  accounts: Pick<Accounts, 'reloadDescription'>,
): Changes {
  const { client, undo, get, set, tasks } = context;
  function showPreferences(): void {
    for (const { key, address } of get().lists.values()) {
      if (address.kind === 'preferences') lists.reload(key);
    }
  }

  function show(did: string, changes: readonly MadeChange[]): void {
    if (changes.some(({ kind }) => kind === 'preference')) showPreferences();
    const isOfUse = did === get().session?.did;
    const own = isOfUse ? [...recordsGone(get().own, did, changes), ...ownChanges(did, changes)] : [];
    if (own.length > 0) set((state) => withOwn(state, own));
    const commits = changes.flatMap((change) => commitOf(did, change));
    if (commits.length === 0) return;
    set({ lists: lists.told(commits), records: recordsTold(get().records, commits) });
    for (const { key, news } of get().lists.values()) if (news) lists.showNew(key);
    showCollections(did, commits);
  }

  /** The contents of an account name the collections that it has, of which one may be new. */
  function showCollections(did: string, commits: readonly CommitEvent[]): void {
    const account = currentAccount(get());
    const repo = currentRepo(get());
    const known = account?.description.value?.collections;
    if (repo === undefined || known === undefined || account?.identity.value?.did !== did) return;
    const isNew = commits.some(
      ({ operation, collection }) => operation === 'create' && !known.includes(collection),
    );
    if (isNew) accounts.reloadDescription(repo);
  }

  async function undone(
    entry: UndoEntry,
    signal: AbortSignal,
    onNote: (note: Sentence) => void,
  ): Promise<UndoOutcome> {
    if (undo === undefined) throw new SentenceError(NOTHING_KEPT);
    const [{ undoEntry }, { otherAccount }, { undoPreference }] = await Promise.all([
      import('../../jobs/changes/undo.js'),
      import('../../jobs/changes/make-change.js'),
      import('../../jobs/preferences/change-preference.js'),
    ]);
    function checkAccount(): void {
      if (client.sessions.current?.did !== entry.did) throw otherAccount();
    }
    checkAccount();
    const deps = {
      client,
      writer: await client.writer(),
      undo,
      async call(nsid: string, input: object) {
        checkAccount();
        return await client.call(nsid, input);
      },
      async putBack(change: PreferenceChange, by?: AbortSignal) {
        checkAccount();
        await undoPreference(client, change, { signal: by });
      },
    };
    const id = UNDO_TASK;
    let outcome: UndoOutcome = { undone: [], left: [] };
    const job = {
      id,
      title: `${entry.isUndo ? 'doing again' : 'undoing'}: ${entry.title}`,
      unit: 'changes',
      stop: () => tasks.stop(id),
    } as const;
    await runJob(context, job, async (tell) => {
      try {
        outcome = await undoEntry(deps, entry, {
          signal,
          onNote,
          onProgress: (done, total) => tell({ done, total }),
        });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return undefined;
    });
    return outcome;
  }

  function run(entry: UndoEntry): void {
    void tasks.start(UNDO_TASK, async (signal) => {
      const notes: Sentence[] = [];
      try {
        const outcome = await undone(entry, signal, (note) => notes.push(note));
        show(entry.did, outcome.undone.map(turnedBack));
        const text = notes.reduce((told, note) => say`${told} ${note}`, undoneText(entry, outcome));
        notify(context, text, outcome.left.length === 0 ? 'info' : 'error');
        offerForScope(context, outcome.left.at(-1)?.error);
      } catch (error) {
        notifyFailure(context, `Not ${entry.isUndo ? 'done again' : 'undone'}: ${entry.title}.`, error);
        offerForScope(context, error);
      }
    });
  }

  /** What was done last, or undone; asks first where that is many things. */
  function takeBack({ isUndo }: { readonly isUndo: boolean }): void {
    const busy = get().jobs.some(({ id }) => id === UNDO_TASK || id.startsWith(MANY_TASK));
    if (busy) {
      notify(context, say`Changes are being made: wait, or {key:job.stop} stops them first.`, 'error');
      return;
    }
    const did = get().session?.did;
    if (did === undefined || undo === undefined) return;
    const word = isUndo ? 'do again' : 'undo';
    void undo.last(did, { isUndo }).then(
      (entry) => {
        if (!entry) return notify(context, `There is nothing to ${word}.`);
        if (entry.changes.length === 1) return run(entry);
        const count = countText(entry.changes.length);
        ask(context, {
          title: isUndo ? 'Do again?' : 'Undo?',
          about: [
            isUndo
              ? `${entry.title}: ${count} changes are made again, where nobody has changed them since.`
              : `${entry.title}: ${count} changes are turned back, where nobody has changed them since.`,
          ],
          choices: [
            { key: 'keep', title: 'leave it as it is' },
            { key: 'go', title: `${word} ${count} changes` },
          ],
          answer: (key) => key === 'go' && run(entry),
        });
      },
      (error: unknown) => notifyFailure(context, 'The undo journal cannot be read.', error),
    );
  }

  return {
    show,
    showPreferences,

    async change(write, { did, title, said, validate, signal }) {
      if (undo === undefined) throw new SentenceError(NOTHING_KEPT);
      const { makeChange } = await import('../../jobs/changes/make-change.js');
      const notes: Sentence[] = [];
      const written = await makeChange({ client, undo }, write, {
        did,
        title,
        validate,
        signal,
        onNote: (note) => notes.push(note),
      });
      const { collection, rkey, cid } = written;
      const json = write.kind === 'delete' ? undefined : write.json;
      const after = cid === undefined || json === undefined ? undefined : { cid, json };
      const was = write.kind === 'create' ? undefined : { cid: '', json: '{}' };
      // What was to be deleted is gone, whoever deleted it.
      if (written.isChange || write.kind === 'delete') {
        show(did, [{ kind: 'record', collection, rkey, before: was, after, blobs: [] }]);
      }
      if (said !== undefined) {
        notify(
          context,
          [written.isChange ? said : NO_CHANGE, ...notes].reduce((text, note) => say`${text} ${note}`),
        );
      }
      return written;
    },

    async call(change, { did, title, signal }) {
      if (undo === undefined) throw new SentenceError(NOTHING_KEPT);
      const { makeCall } = await import('../../jobs/changes/make-call.js');
      await makeCall({ client, undo }, did, change, { title, signal });
      show(did, [change]);
    },

    undoLast: () => takeBack({ isUndo: false }),
    redoLast: () => takeBack({ isUndo: true }),
  };
}

/** Why nothing is written where the disk is not to be used. */
export const NOTHING_KEPT = 'Nothing is written in this run: what would be undone could not be kept.';

const NO_CHANGE = 'It is so already: nothing had to be changed.';

const counted = (count: number, one: string, many: string): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

/** What became of undoing, or of doing again, in a sentence or two. */
function undoneText({ title, changes, isUndo }: UndoEntry, { undone, left }: UndoOutcome): Sentence {
  const [first] = left;
  const rest = changes.length - undone.length - left.length;
  const done = isUndo ? 'Done again' : 'Undone';
  if (!first && rest === 0) {
    return isUndo ? `${done}: ${title}.` : say`${done}: ${title}. {key:change.redo} does it again.`;
  }
  if (first && changes.length === 1) return `Not ${done.toLowerCase()}: ${title}. ${first.why}`;
  const count = `${done}: ${countText(undone.length)} of ${countText(changes.length)} (${title}).`;
  const why = first === undefined ? '' : ` ${counted(left.length, 'stays', 'stay')}: ${first.why}`;
  if (rest === 0) return `${count}${why}`;
  const more = isUndo ? say`{key:change.redo} goes on.` : say`{key:change.undo} goes on.`;
  return say`${count}${why} ${counted(rest, 'waits', 'wait')}: ${more}`;
}

/** A change as a live event would tell of it. */
function commitOf(did: string, change: MadeChange): readonly CommitEvent[] {
  if (change.kind !== 'record') return [];
  const { collection, rkey, before, after } = change;
  const operation = after === undefined ? 'delete' : before === undefined ? 'create' : 'update';
  const time = Date.now();
  return [
    {
      kind: 'commit',
      did,
      time,
      cursor: time * 1000,
      operation,
      collection,
      rkey,
      cid: after?.cid,
      record: () => (after === undefined ? undefined : parseWritten(after.json)),
    },
  ];
}
