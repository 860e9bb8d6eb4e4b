import { atUriParts } from '../../atproto/at-uri.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import { hangingOn, mayHaveHanging } from '../../jobs/edits/hanging.js';
import { recordHead } from '../../lenses/record-head.js';
import { errorSentence } from '../../text/error-sentence.js';
import { fit } from '../../text/fit.js';
import { type Sentence, say } from '../../text/sentence.js';
import { parseWritten } from '../../text/written-json.js';
import { ask } from '../changes/ask.js';
import { DELETE_TASK, HANGING_TASK } from '../changes/change-tasks.js';
import type { Changes } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { notify } from '../notice/notify.js';
import { offerWriteLevel } from '../session/write-level.js';
import { editable } from './editable.js';

export interface RecordDeletionActions {
  /** Shows the record of one's own that is selected, and what hangs on it, and asks whether it is to go. */
  askRecordDeletion(): void;
}

const PARTS_MAX = 4;
const WORDS_MAX_CELLS = 90;
const LOOKING = 'Looking for what hangs on it …';

/** Deleting records of one's own, one at a time: what was shown goes, and nothing that came in its place. */
export function createRecordDeletion(context: StoreContext, changes: Changes): RecordDeletionActions {
  const { client, get, set, tasks } = context;

  function askAbout(uri: string, stored: StoredRecord, first?: Sentence): void {
    const { collection = '', rkey = '' } = atUriParts(uri) ?? {};
    const [words, ...rest] = headOf(uri, stored.json);
    /** What hangs on it stands where a small screen has room for it. */
    function aboutWith(hanging: readonly Sentence[]): readonly Sentence[] {
      const before = [first, words].filter((line) => line !== undefined);
      return [...before, ...hanging, ...rest, `${collection}/${rkey}`, KEPT];
    }
    function answer(key: string): void {
      tasks.stop(HANGING_TASK);
      if (key === 'delete') remove(uri, stored);
    }
    ask(context, {
      title: 'Deleting a record',
      about: aboutWith(mayHaveHanging(collection) ? [LOOKING] : []),
      choices: [
        { key: 'keep', title: 'keep it' },
        { key: 'delete', title: 'delete it' },
      ],
      answer,
    });
    function tell(hanging: string): void {
      const { overlay } = get();
      if (overlay?.kind !== 'ask' || overlay.answer !== answer) return;
      set({ overlay: { ...overlay, about: aboutWith([hanging]) } });
    }
    const did = get().session?.did;
    if (did === undefined || !mayHaveHanging(collection)) return;
    void tasks.start(HANGING_TASK, async (signal) => {
      tell(await hangingOn(client, { did, collection, uri }, signal));
    });
  }

  /** In words, as far as that needs nobody to be asked. */
  function headOf(uri: string, json: string): readonly string[] {
    const { names, posts, lexiconLenses } = get();
    try {
      return (
        recordHead(
          { uri, value: parseWritten(json) },
          {
            names,
            posts: (of) => posts.get(of)?.view,
            lens: (collection) => lexiconLenses.get(collection),
            nameOf: () => undefined,
          },
        )
          .filter(({ role }) => role !== 'counts')
          // Whose it is one knows.
          .toSorted((a, b) => Number(a.role === 'by') - Number(b.role === 'by'))
          .slice(0, PARTS_MAX)
          .map(({ text }) => fit(text.replace(/\s+/g, ' '), WORDS_MAX_CELLS).trimEnd())
      );
    } catch {
      return [];
    }
  }

  function remove(uri: string, stored: StoredRecord): void {
    const { repo: did, collection, rkey } = atUriParts(uri) ?? {};
    if (did === undefined || collection === undefined || rkey === undefined) return;
    const name = `${collection}/${rkey}`;
    void tasks.start(DELETE_TASK, async () => {
      notify(context, `Deleting ${name} …`);
      try {
        await changes.change(
          { kind: 'delete', collection, rkey, swap: stored.cid },
          { did, title: `deleted ${name}`, said: say`Deleted: ${name}. {key:change.undo} puts it back.` },
        );
      } catch (error) {
        failed(uri, error);
      }
    });
  }

  function failed(uri: string, error: unknown): void {
    if (error instanceof WriteError && error.kind === 'changed' && error.now !== undefined) {
      askAbout(uri, error.now, 'It was changed meanwhile, and was not deleted. This is there now:');
    } else if (error instanceof WriteError && error.kind === 'scope') {
      offerWriteLevel(context, error.sentence);
    } else notify(context, errorSentence(error, get().words), 'error');
  }

  return {
    askRecordDeletion() {
      const own = editable(get());
      if (own) askAbout(own.uri, own.stored);
    },
  };
}

const KEPT = say`What is deleted is kept here, its blobs too: {key:change.undo} puts it back.`;
