import type { RecordToValidate } from '../../atproto/lexicons/validity.js';
import { addressKey, shownRecordOf } from '../../places/address.js';
import { isRecord } from '../../places/records.js';
import { currentList } from '../lists/lists-selectors.js';
import { selectedIndex, selectedRow } from '../lists/selected-row.js';
import type { AnyRecordAddress } from '../records/records.js';
import type { Shown } from '../records/shown-record.js';
import type { State } from '../state.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
import type { ValidityEntry } from './validities-state.js';

/** A record that can be held against its lexicon, and what the state keeps that by. */
export interface ValidatedRecord {
  readonly key: string;
  readonly record: RecordToValidate;
}

/** The record that is open, where it has come and could be read. */
export function openedRecord(state: State): ValidatedRecord | undefined {
  const place = shownPlace(currentVisit(state));
  const address = place && shownRecordOf(place);
  if (!address) return undefined;
  const key = addressKey(address);
  const json = state.records.get(key)?.value?.json;
  if (json === undefined || !isRecord(json)) return undefined;
  const { collection, rkey } = address;
  return { key, record: { collection, rkey, json } };
}

/** Whether there is a record that is open or selected. Cheap. */
export function isRecordHere(state: State): boolean {
  const place = shownPlace(currentVisit(state));
  const opened = place && shownRecordOf(place);
  return opened
    ? state.records.get(addressKey(opened))?.value !== undefined
    : shownAddress(state) !== undefined;
}

/** The same, or the record of the row under the list's cursor, where a list of records is shown. */
export function recordHere(state: State): ValidatedRecord | undefined {
  const address = shownAddress(state);
  if (!address) return undefined;
  const place = shownPlace(currentVisit(state));
  if (place && shownRecordOf(place)) return openedRecord(state);
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  const record = index === undefined ? undefined : list?.listing?.record?.(list.rows.at(index));
  return record && { key: addressKey(address), record };
}

/** What is known of the record that is shown, as it is shown. */
export function shownValidity(state: State, shown: Shown | undefined): ValidityEntry | undefined {
  const json = shown?.record.value?.json;
  if (state.validities.size === 0 || json === undefined) return undefined;
  const address = shownAddress(state);
  const entry = address && state.validities.get(addressKey(address));
  return entry?.json === json ? entry : undefined;
}

/** The address of the record that is open, or of the row under the cursor. */
function shownAddress(state: State): AnyRecordAddress | undefined {
  const place = shownPlace(currentVisit(state));
  if (!place) return undefined;
  const opened = shownRecordOf(place);
  if (opened || currentList(state)?.listing?.record === undefined) return opened;
  const opens = selectedRow(state)?.opens;
  return opens && shownRecordOf(opens);
}
