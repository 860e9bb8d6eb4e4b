import { formatAddress } from '../../places/address.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import { currentList, positionOf, rowAt, rowIndexAt } from '../lists/lists-selectors.js';
import { type Loadable, ready } from '../loadable.js';
import type { State } from '../state.js';
import { currentPlace } from '../visits/visits-selectors.js';
import type { RecordText } from './records-state.js';

/** What the record pane shows. */
export interface Shown {
  /** `record`: the address itself is a record; `row`: the row under the list's cursor; `document`: the DID document. */
  readonly of: 'record' | 'row' | 'document';
  readonly record: Loadable<RecordText>;
}

// The text of the document is kept by the document, so that a frame does not write it out anew.
const documentTexts = new WeakMap<object, RecordText>();

/** What the record pane shows now; undefined where there is nothing to show. */
export function shownRecord(state: State): Shown | undefined {
  const place = currentPlace(state);
  const { address } = place;
  if (!address) return undefined;
  if (address.kind === 'record') {
    const record = state.records.get(formatAddress(address));
    return record && { of: 'record', record };
  }
  if (address.kind === 'repo') {
    const identity = currentAccount(state)?.identity.value;
    if (!identity) return undefined;
    let text = documentTexts.get(identity.document);
    if (!text) {
      text = { uri: identity.did, cid: undefined, json: JSON.stringify(identity.document) };
      documentTexts.set(identity.document, text);
    }
    return { of: 'document', record: ready(text) };
  }
  const list = currentList(state);
  if (!list?.listing) return undefined;
  const index = rowIndexAt(list, positionOf(list, place.list.selected));
  const row = index === undefined ? undefined : rowAt(state, list, index);
  if (index === undefined || !row) return undefined;
  const item = list.rows.at(index);
  return {
    of: 'row',
    record: ready({
      // The uri of a preference's row is that of what it names, and the JSON is that of the preference.
      uri: address.kind === 'preferences' ? list.listing.key(item) : (row.uri ?? row.did ?? ''),
      cid: row.cid,
      json: list.listing.json(item),
      change: list.rows.changeOf(index),
    }),
  };
}
