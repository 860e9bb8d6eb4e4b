import { isAbortError } from '../../atproto/calls/abort-error.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import type { PreferenceEdit } from '../../jobs/preferences/preference-edit.js';
import { type RecordAddress, recordUri } from '../../places/repo-addresses.js';
import { sanitise } from '../../text/sanitise.js';
import { say } from '../../text/sentence.js';
import { ask } from '../changes/ask.js';
import type { Changes } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { offerWriteLevel } from '../session/write-level.js';
import type { PreferenceChoices } from './preference-choices.js';
import { selectedPreference } from './selected-preference.js';

export interface PreferenceActions {
  /** Asks what the preference under the cursor is to be. */
  changePreference(): void;
  /** Asks whether it is to go. */
  removePreference(): void;
  /** Asks how a word is to be muted. */
  muteWord(word: string): void;
  /** Asks what is done with what has a label. */
  filterLabel(label: string): void;
  /** Asks whether posts for adults are allowed. */
  askAdultContent(): void;
  /** Asks whether a feed or a list is to be pinned or only saved. */
  saveFeed(of: RecordAddress): void;
}

const PREFERENCE_TASK = 'preference';
/** Of JSON that is shown in a question. */
const SHOWN_CHARACTERS = 300;
const LIST = 'app.bsky.graph.list';

/** Changing preferences of the account in use: each is asked for, read again right before, and told. */
export function createChangingPreferences(
  context: StoreContext,
  changes: Pick<Changes, 'showPreferences'>,
): PreferenceActions {
  const { client, undo, get, tasks } = context;

  function run(work: (signal: AbortSignal) => Promise<void>): void {
    void tasks.start(PREFERENCE_TASK, async (signal) => {
      try {
        await work(signal);
      } catch (error) {
        if (isAbortError(error)) return;
        if (error instanceof WriteError && error.kind === 'scope') offerWriteLevel(context, error.sentence);
        else notifyFailure(context, 'The preference was not changed.', error);
      }
    });
  }

  /** `seen` as {@link import('../../jobs/preferences/change-preference.js').ChangeOptions}. */
  async function apply(edit: PreferenceEdit, seen: string | null | undefined): Promise<void> {
    if (undo === undefined) {
      notify(context, 'Nothing is changed in this run: what would be undone could not be kept.', 'error');
      return;
    }
    const { changePreference } = await import('../../jobs/preferences/change-preference.js');
    // What is sent is not stopped, so that it is known what became of it.
    const outcome = await changePreference({ client, undo }, edit, { seen });
    if (outcome.kind === 'same') return notify(context, 'It is so already: nothing was changed.');
    if (outcome.kind === 'differs') return askAgain(edit, outcome);
    changes.showPreferences();
    notify(context, say`You ${sanitise(edit.title)}. {key:change.undo} undoes it.`);
  }

  function askAgain(
    edit: PreferenceEdit,
    { now, then }: { readonly now: string | undefined; readonly then: string | undefined },
  ): void {
    const shown = (json: string | undefined): string =>
      json === undefined ? 'nothing' : sanitise(json.slice(0, SHOWN_CHARACTERS));
    changes.showPreferences();
    ask(context, {
      title: 'It was changed meanwhile',
      about: [
        'Another app changed this preference after you saw it. Nothing was sent.',
        `It is now: ${shown(now)}`,
        `It would be: ${shown(then)}`,
      ],
      choices: [
        { key: 'keep', title: 'leave it as it is now' },
        { key: 'change', title: 'change what it is now all the same' },
      ],
      answer: (key) => key === 'change' && run(() => apply(edit, now ?? null)),
    });
  }

  function choose({ what, choices }: PreferenceChoices, seen?: string | null): void {
    ask(context, {
      title: sanitise(what.slice(0, 1).toUpperCase() + what.slice(1)),
      about: [],
      choices: [{ key: 'keep', title: 'leave it as it is' }, ...choices],
      answer(key) {
        const chosen = choices.find((choice) => choice.key === key);
        if (chosen) run(() => apply(chosen.edit, seen));
      },
    });
  }

  async function selectedChoices(): Promise<
    { readonly choices: PreferenceChoices; readonly seen: string } | undefined
  > {
    const item = selectedPreference(get());
    const [{ choicesFor }, { now }] = await Promise.all([
      import('./preference-choices.js'),
      import('@atcute/tid'),
    ]);
    const choices = item && choicesFor(item.type, item.part, now());
    return item && choices && { choices, seen: item.text() };
  }

  return {
    changePreference: () =>
      run(async () => {
        const found = await selectedChoices();
        if (found) choose(found.choices, found.seen);
      }),

    removePreference: () =>
      run(async () => {
        const found = await selectedChoices();
        const remove = found?.choices.remove;
        if (found === undefined || remove === undefined) return;
        ask(context, {
          title: 'Take it away?',
          about: [sanitise(found.choices.what)],
          choices: [
            { key: 'keep', title: 'leave it as it is' },
            { key: 'remove', title: 'take it away' },
          ],
          answer: (key) => key === 'remove' && run(() => apply(remove, found.seen)),
        });
      }),

    muteWord: (typed) =>
      run(async () => {
        const [{ wordChoices }, { mutedWordText }, { now }] = await Promise.all([
          import('./preference-choices.js'),
          import('../../jobs/preferences/preference-edits.js'),
          import('@atcute/tid'),
        ]);
        const word = mutedWordText(typed);
        if (word === '') notify(context, 'That is no word that could be muted.', 'error');
        else choose(wordChoices(word, now(), false));
      }),

    filterLabel: (label) =>
      run(async () => {
        const { filterChoices } = await import('./preference-choices.js');
        choose(filterChoices(label, undefined));
      }),

    askAdultContent: () =>
      run(async () => {
        const { adultChoices } = await import('./preference-choices.js');
        choose(adultChoices());
      }),

    saveFeed: (of) =>
      run(async (signal) => {
        const [{ savedChoices }, { now }, { did }] = await Promise.all([
          import('./preference-choices.js'),
          import('@atcute/tid'),
          client.resolve(of.repo, { signal }),
        ]);
        const uri = recordUri({ ...of, repo: did });
        choose(savedChoices(of.collection === LIST ? 'list' : 'feed', uri, now()));
      }),
  };
}
