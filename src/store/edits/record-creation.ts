import { atUriParts } from '../../atproto/at-uri.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import { accountOf } from '../../places/address.js';
import { errorSentence } from '../../text/error-sentence.js';
import { sanitise } from '../../text/sanitise.js';
import { ask } from '../changes/ask.js';
import { NEW_TASK } from '../changes/change-tasks.js';
import { isOwn } from '../changes/own.js';
import type { StoreContext } from '../context.js';
import { currentList } from '../lists/lists-selectors.js';
import { selectedIndex } from '../lists/selected-row.js';
import { notify } from '../notice/notify.js';
import { shownRecord } from '../records/shown-record.js';
import { accountName } from '../session/account-name.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { Edits } from './edits.js';

export interface RecordCreationActions {
  /** Begins a new record of one's own in a collection: empty, or as a copy of the record that is selected in it. */
  createRecord(collection: string): void;
}

/** New records, which are typed in the editor and written as edits are. */
export function createRecordCreation(
  context: StoreContext,
  { edit, editRecord }: Pick<Edits, 'edit' | 'editRecord'>,
): RecordCreationActions {
  const { client, get, set, tasks } = context;

  function begin(collection: string, copied: string | undefined): void {
    const did = get().session?.did;
    if (did === undefined) return;
    void tasks.start(NEW_TASK, async (signal) => {
      const looking = `Looking for the lexicon of ${sanitise(collection)} …`;
      try {
        if ((await client.lexicons.known(collection)) === undefined) notify(context, looking);
        const { newRecord } = await import('../../jobs/edits/new-record.js');
        const { json, rkey, offered } = await newRecord(client, collection, { copied, signal });
        const there = rkey === undefined ? undefined : await found(collection, rkey, signal);
        if (get().notice?.text === looking) set({ notice: undefined });
        if (signal.aborted || get().session?.did !== did) return;
        if (there && rkey !== undefined) return askToEdit(`at://${did}/${collection}/${rkey}`, there);
        edit({
          draft: crypto.randomUUID(),
          did,
          collection,
          rkey,
          base: undefined,
          text: undefined,
          skeleton: json,
          keyRule: offered,
        });
      } catch (error) {
        if (!signal.aborted) notify(context, errorSentence(error, get().words), 'error');
      }
    });
  }

  /** What is there under a key that only one record can have. A TID of now is nobody's yet. */
  async function found(
    collection: string,
    rkey: string,
    signal: AbortSignal,
  ): Promise<StoredRecord | undefined> {
    const { isTid } = await import('@atcute/lexicons/syntax');
    return isTid(rkey) ? undefined : await (await client.writer()).read(collection, rkey, { signal });
  }

  function askToEdit(uri: string, stored: StoredRecord): void {
    ask(context, {
      title: 'There is one already',
      about: [`${sanitise(uri)} is there, and there can be no other of its kind.`],
      choices: [
        { key: 'keep', title: 'leave it as it is' },
        { key: 'edit', title: 'edit it' },
      ],
      answer: (key) => key === 'edit' && editRecord(uri, stored),
    });
  }

  return {
    createRecord(collection) {
      const { session } = get();
      const copied = selectedJson(get(), collection);
      if (!session || copied === undefined) return begin(collection, undefined);
      const { address } = currentVisit(get());
      const isElsewhere = address !== undefined && !isOwn(get(), accountOf(address));
      ask(context, {
        title: `A new record of ${sanitise(collection)}`,
        about: isElsewhere ? [`It is written to your own repository, ${accountName(session)}.`] : [],
        choices: [
          { key: 'empty', title: 'begin with what must be in it' },
          { key: 'copy', title: `begin with a copy of ${sanitise(copied.name)}` },
        ],
        answer: (key) => begin(collection, key === 'copy' ? copied.json : undefined),
      });
    },
  };
}

/** The record of a collection that is selected or open, of whomever. */
function selectedJson(state: State, collection: string): { json: string; name: string } | undefined {
  const shown = shownRecord(state);
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  const row = index === undefined ? undefined : list?.listing?.record?.(list.rows.at(index));
  const json = shown?.of === 'record' ? shown.record.value?.json : row?.json;
  const parts = shown?.of === 'record' ? atUriParts(shown.record.value?.uri) : row;
  if (json === undefined || parts?.rkey === undefined || parts.collection !== collection) return undefined;
  return { json, name: parts.rkey };
}
