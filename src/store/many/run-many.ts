import { isAbortError } from '../../atproto/calls/abort-error.js';
import { budgetMs, CREATE_POINTS, DELETE_POINTS } from '../../jobs/changes/write-budget.js';
import type { ManyProgress } from '../../jobs/changes/write-many.js';
import type { ItemOutcome, KeptMany, ManyItem } from '../../keep/many-files.js';
import { countText } from '../../text/count-text.js';
import { clockMinute } from '../../text/date-time.js';
import { type Sentence, say } from '../../text/sentence.js';
import { ask } from '../changes/ask.js';
import { type Changes, MANY_TASK, NOTHING_KEPT } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { runJob } from '../jobs/jobs.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { emptyPrompt } from '../overlays/prompt.js';
import { offerForScope } from '../session/write-level.js';

/** Many changes, before they are made. */
export interface ManyRequest {
  /** Whose changes they are: where another account is used by then, nothing is done. */
  readonly did: string;
  /** What is done, as a command: `delete 312 records`. */
  readonly verb: string;
  /** What was done then: `deleted 312 records`. */
  readonly title: string;
  readonly items: readonly ManyItem[];
  /** What there is to know of them, each on lines of its own: what they are, the first and the last, what is left out. */
  readonly about: readonly Sentence[];
}

export interface RunManyActions {
  /** Takes the number that was typed before many changes are made. */
  enterCount(): void;
  /** Pauses many changes after the batch that is on its way, or goes on. */
  pauseMany(): void;
  /** Asks whether changes that were interrupted are gone on with. */
  resumeMany(): void;
}

export interface RunMany extends RunManyActions {
  /** Asks whether many changes are to be made, and makes them in the background. */
  askMany(request: ManyRequest): void;
  /** Tells of changes that an earlier run left, once for each account. */
  follow(): void;
}

/** Above this the number is typed. */
const COUNT_TYPED_MIN = 100;
/** Of one call, on the way there and back. */
const CALL_MS = 300;

export function createRunMany(context: StoreContext, changes: Pick<Changes, 'show'>): RunMany {
  const { client, get, many, set, tasks, undo } = context;
  /** While it is paused: what lets it go on. */
  let paused: { readonly gate: Promise<void>; go(): void } | undefined;
  let followed: string | undefined;

  async function begin({ did, verb, title, items }: ManyRequest): Promise<void> {
    if (get().session?.did !== did) {
      return notify(context, 'Another account is used now: nothing was done.', 'error');
    }
    if (many === undefined || undo === undefined) return notify(context, NOTHING_KEPT, 'error');
    try {
      const { id } = await undo.begin({ did, title, changes: [] });
      run(await many.create({ did, verb, title, undo: id, items }));
    } catch (error) {
      notifyFailure(context, 'Nothing was changed: it could not be noted on the disk first.', error);
    }
  }

  function run(kept: KeptMany): void {
    if (many === undefined || undo === undefined) return;
    const id = `${MANY_TASK} ${kept.id}`;
    const job = { id, title: kept.verb, unit: 'changes', stop: () => tasks.stop(id) } as const;
    let reached = kept.outcomes.length;
    let made = madeOf(kept);
    let notes = 0;
    let firstNote: Sentence | undefined;
    void tasks.start(id, async (signal) => {
      await runJob(context, job, async (tell): Promise<Sentence | undefined> => {
        try {
          const { writeMany } = await import('../../jobs/changes/write-many.js');
          const outcomes = await writeMany({ client, undo, files: many }, kept, {
            signal,
            gate: () => {
              if (paused === undefined) return Promise.resolve();
              tell({ done: reached, total: kept.items.length, note: say`paused: {key:many.pause} goes on` });
              return Promise.race([paused.gate, aborted(signal)]);
            },
            onProgress(progress) {
              reached = progress.done;
              made = progress.made;
              tell({ done: progress.done, total: progress.total, note: waitNote(progress) });
            },
            onNote(note) {
              notes += 1;
              firstNote ??= note;
            },
            onMade: (changed) => changes.show(kept.did, changed),
          });
          const text = outcomeText(kept, outcomes);
          return firstNote === undefined
            ? text
            : say`${text} ${countText(notes)} blobs could not be kept. ${firstNote}`;
        } catch (error) {
          const passed = reached - made;
          const done = `${countText(made)} of ${countText(kept.items.length)}${passed === 0 ? '' : `, ${countText(passed)} left as they are`}`;
          if (isAbortError(error) || signal.aborted) {
            return say`Stopped after ${done} (${kept.verb}): {key:many.resume} goes on, {key:change.undo} undoes.`;
          }
          notifyFailure(context, say`${done} were done (${kept.verb}); {key:many.resume} goes on.`, error);
          offerForScope(context, error);
          return undefined;
        } finally {
          paused?.go();
          paused = undefined;
        }
      });
    });
  }

  /** That of the account in use which goes on now, if there is one. */
  const isRunning = (): boolean => get().jobs.some(({ id }) => id.startsWith(MANY_TASK));

  async function forget(kept: KeptMany): Promise<void> {
    try {
      // What was sent and not heard of counts as done: its entry of the undo journal stays open.
      await many?.end(kept.id);
      notify(context, `The rest is forgotten: ${kept.verb}.`);
    } catch (error) {
      notifyFailure(context, 'It is still kept.', error);
    }
  }

  function confirmed(request: ManyRequest): void {
    const count = request.items.length;
    if (count <= COUNT_TYPED_MIN) return void begin(request);
    set({
      overlay: {
        kind: 'count',
        expects: count,
        verb: request.verb,
        prompt: emptyPrompt,
        go: () => void begin(request),
      },
    });
  }

  return {
    askMany(request) {
      if (isRunning()) {
        return notify(context, 'Other changes of many are being made: wait, or stop them.', 'error');
      }
      const { items, about, verb } = request;
      if (items.length === 0) return notify(context, 'There is nothing to do.');
      ask(context, {
        title: `${verb.charAt(0).toUpperCase()}${verb.slice(1)}?`,
        about: [...about, durationText(items), ...(items.some(isDeletion) ? [BEFORE] : [])],
        choices: [
          { key: 'keep', title: 'do nothing' },
          { key: 'go', title: items.length > COUNT_TYPED_MIN ? `${verb}: the number is asked for` : verb },
        ],
        answer: (key) => key === 'go' && confirmed(request),
      });
    },

    enterCount() {
      const { overlay } = get();
      if (overlay?.kind !== 'count') return;
      const typed = overlay.prompt.text.replace(/[\s,.']/g, '');
      set({ overlay: undefined });
      if (typed === String(overlay.expects)) overlay.go();
      else notify(context, `That is not ${countText(overlay.expects)}: nothing was done.`);
    },

    pauseMany() {
      if (!isRunning()) return notify(context, 'No changes of many are being made.');
      if (paused) {
        paused.go();
        paused = undefined;
        return notify(context, 'It goes on.');
      }
      let go = (): void => {};
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      paused = { gate, go };
      notify(context, say`It pauses after the batch that is on its way: {key:many.pause} goes on.`);
    },

    async resumeMany() {
      const did = get().session?.did;
      if (isRunning()) return notify(context, 'They are being made.');
      let kept: KeptMany | undefined;
      try {
        kept = did === undefined ? undefined : (await many?.unfinished(did))?.[0];
      } catch (error) {
        return notifyFailure(context, 'What was interrupted cannot be read.', error);
      }
      if (get().session?.did !== did) return;
      if (!kept) return notify(context, 'No changes were interrupted.');
      const done = countText(madeOf(kept));
      ask(context, {
        title: 'Go on?',
        about: [
          `${kept.verb}: ${done} of ${countText(kept.items.length)} were done before it was interrupted.`,
        ],
        choices: [
          { key: 'keep', title: 'leave it for later' },
          { key: 'go', title: 'go on with the rest' },
          { key: 'forget', title: 'forget the rest' },
        ],
        answer(key) {
          if (key === 'go') run(kept);
          else if (key === 'forget') void forget(kept);
        },
      });
    },

    follow() {
      const did = get().session?.did;
      if (did === followed) return;
      followed = did;
      if (did === undefined) return;
      void many?.unfinished(did).then(
        ([kept]) => {
          if (!kept || get().session?.did !== did || isRunning()) return;
          notify(context, say`Interrupted: ${kept.verb}. {key:many.resume} goes on with the rest.`);
        },
        () => {},
      );
    },
  };
}

const BEFORE =
  'What is deleted is kept first, to be undone. What was changed since you saw it is left as it is.';

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

const waitNote = ({ waitsUntil }: ManyProgress): Sentence | undefined =>
  waitsUntil === undefined ? undefined : `the host takes more from ${clockMinute(waitsUntil)} on`;

const isDeletion = ({ kind }: ManyItem): boolean => kind === 'delete';

/** How long it takes, at what a host takes of an account. */
function durationText(items: readonly ManyItem[]): string {
  const creates = items.filter(({ kind }) => kind === 'create').length;
  const deletes = items.filter(({ kind }) => kind === 'delete').length;
  const calls = items.length - creates - deletes;
  const points = creates * CREATE_POINTS + deletes * DELETE_POINTS;
  const ms = budgetMs(points) + (calls + Math.ceil((creates + deletes) / 8)) * CALL_MS;
  const budget =
    points === 0
      ? ''
      : ` It takes ${countText(points)} of the 5,000 points an hour (35,000 a day) that a host gives.`;
  return `About ${spanText(ms)}.${budget}`;
}

function spanText(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return 'a minute, or less';
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`;
}

const madeOf = ({ outcomes }: KeptMany): number => outcomes.filter(({ result }) => result === 'done').length;

/** What became of all of them. */
function outcomeText({ title, items }: KeptMany, outcomes: readonly ItemOutcome[]): Sentence {
  const count = (wanted: ItemOutcome['result']) => outcomes.filter(({ result }) => result === wanted).length;
  const failed = outcomes.find(({ result }) => result === 'failed');
  const parts = [
    [count('changed'), 'changed since they were seen, and stay'],
    [count('gone'), 'were gone already'],
    [count('exists'), 'were there already'],
    [count('failed'), `were refused: ${failed?.why ?? ''}`],
  ] as const;
  const others = parts.flatMap(([number, words]) => (number === 0 ? [] : [`${countText(number)} ${words}`]));
  const done = count('done');
  const rest = others.length === 0 ? '' : ` ${others.join('; ').replace(/\.$/, '')}.`;
  const all =
    done === items.length
      ? `Done: ${title}.`
      : `${countText(done)} of ${countText(items.length)} done (${title}).`;
  return done === 0 ? `${all}${rest}` : say`${all}${rest} {key:change.undo} undoes it.`;
}
