import type { Draft } from '../../keep/drafts.js';
import { shortTime } from '../../text/date-time.js';
import { sanitise } from '../../text/sanitise.js';
import { ask } from '../changes/ask.js';
import type { StoreContext } from '../context.js';
import { notify, notifyFailure } from '../notice/notify.js';
import type { Edits } from './edits.js';

export interface DraftActions {
  /** Lists what was typed and is not written. */
  openDrafts(): void;
}

/** Drafts of the account in use: opened again, or thrown away. */
export function createDraftMenu(context: StoreContext, { resume }: Pick<Edits, 'resume'>): DraftActions {
  const { drafts, get } = context;

  function askOf(draft: Draft): void {
    ask(context, {
      title: 'A draft',
      about: [draftText(draft), ...(draft.problem === undefined ? [] : [draft.problem])],
      choices: [
        { key: 'keep', title: 'leave it here' },
        { key: 'edit', title: 'open it in the editor' },
        { key: 'delete', title: 'delete it' },
      ],
      answer(key) {
        if (key === 'edit') resume(draft);
        else if (key === 'delete') askToRemove(draft);
      },
    });
  }

  /** What was typed is nowhere else. */
  function askToRemove(draft: Draft): void {
    ask(context, {
      title: 'Deleting a draft',
      about: [draftText(draft), 'What was typed is gone then: this cannot be undone.'],
      choices: [
        { key: 'keep', title: 'keep it' },
        { key: 'delete', title: 'delete it for good' },
      ],
      answer: (key) => key === 'delete' && void remove(draft),
    });
  }

  async function remove(draft: Draft): Promise<void> {
    try {
      await drafts?.remove(draft.id);
      notify(context, `Deleted the draft of ${draftText(draft)}.`);
    } catch (error) {
      notifyFailure(context, 'The draft is still there.', error);
    }
  }

  return {
    async openDrafts() {
      const did = get().session?.did;
      let found: readonly Draft[] = [];
      try {
        if (did !== undefined && drafts) found = await drafts.list(did);
      } catch (error) {
        return notifyFailure(context, 'The drafts cannot be read.', error);
      }
      if (found.length === 0) return notify(context, 'There are no drafts: all that you typed was written.');
      ask(context, {
        title: 'Drafts',
        about: [],
        choices: [
          { key: 'none', title: 'leave them here' },
          ...found.map((draft) => ({
            key: draft.id,
            title: [`${shortTime(draft.time)}  ${draftText(draft)}`, draft.problem ?? []].flat().join(' · '),
          })),
        ],
        answer(key) {
          const chosen = found.find(({ id }) => id === key);
          if (chosen) askOf(chosen);
        },
      });
    },
  };
}

/** What it is of, in a few words. */
const draftText = ({ collection, rkey }: Draft): string =>
  sanitise(rkey === undefined ? `a new record of ${collection}` : `${collection}/${rkey}`);
