import { setTimeout } from 'node:timers/promises';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import { ResolvingValidator } from '../../jobs/resolving-validator.js';
import { addressKey, shownRecordOf } from '../../places/address.js';
import type { StoreContext } from '../context.js';
import type { Lists } from '../lists/lists.js';
import { notify, notifyFailure } from '../notice/notify.js';
import type { AnyRecordAddress } from '../records/records.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
import { openedRecord, recordHere, type ValidatedRecord } from './shown-validity.js';
import { endValidating, noteValidity } from './validities-update.js';
import { validitySentence } from './validity-sentence.js';

/** Milliseconds that a record is open before it is validated: what comes with it, and the next key, come first. */
const REST_MS = 100;

export interface ValidityActions {
  /** Holds the record that is open or selected against its lexicon, which its authority is asked for. */
  validate(): void;
}

/** Says of the records that are opened whether they are valid. */
export interface Validities extends ValidityActions {
  /** What is called at each change of the state: holds the record that is open against what lexicons are at hand. Cheap. */
  follow(): void;
}

export const validityTask = (address: AnyRecordAddress): string => taskOf(addressKey(address));

const taskOf = (key: string): string => `validity ${key}`;

export function createValidities(context: StoreContext, lists: Pick<Lists, 'validateAnew'>): Validities {
  const { client, tasks, get, set } = context;
  let seen: readonly unknown[] = [];

  /** Of what is not to be said before it is known. */
  function validateOpened({ key, record }: ValidatedRecord): void {
    const { json } = record;
    void tasks.start(taskOf(key), async (signal) => {
      try {
        await setTimeout(REST_MS, undefined, { signal });
        const validity = await client.validate(record, { signal });
        signal.throwIfAborted();
        set((state) => noteValidity(state, key, { json, status: 'checked', validity }));
      } catch (error) {
        if (isAbortError(error) || signal.aborted) return;
        set((state) => noteValidity(state, key, { json, status: 'failed', error }));
      }
    });
  }

  /** What is read there is not said a second time. */
  const isPaneRead = (): boolean => currentVisit(get()).focus === 'record';

  function validateHere({ key, record }: ValidatedRecord): void {
    const { json } = record;
    const before = get().validities.get(key);
    void tasks.start(taskOf(key), async (signal) => {
      set((state) => noteValidity(state, key, { json, status: 'checking' }));
      try {
        const validator = new ResolvingValidator(client);
        const validity = await validator.validate(record, { signal });
        signal.throwIfAborted();
        const [why] = validator.failures.values();
        if (validity.status === 'unknown' && why) throw why;
        set((state) => noteValidity(state, key, { json, status: 'checked', validity }));
        if (!isPaneRead()) notify(context, validitySentence(record.collection, validity));
        // Others of its kind can be validated now.
        lists.validateAnew();
      } catch (error) {
        if (isAbortError(error) || signal.aborted) {
          set((state) => endValidating(state, key, before));
          return;
        }
        set((state) => noteValidity(state, key, { json, status: 'failed', error }));
        if (!isPaneRead()) notifyFailure(context, 'Not validated.', error);
      }
    });
  }

  return {
    validate() {
      const here = recordHere(get());
      if (here) validateHere(here);
      else notify(context, 'This record could not be read: its lexicon says nothing of it.');
    },
    follow() {
      const state = get();
      const place = shownPlace(currentVisit(state));
      const now = [place, state.records];
      if (now.every((part, index) => part === seen[index])) return;
      seen = now;
      if (!place || !shownRecordOf(place)) return;
      const opened = openedRecord(state);
      if (opened && state.validities.get(opened.key)?.json !== opened.record.json) validateOpened(opened);
    },
  };
}
