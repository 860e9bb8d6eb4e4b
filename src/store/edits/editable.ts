import { atUriParts } from '../../atproto/at-uri.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import { archiveOf } from '../../places/address.js';
import { isOwn } from '../changes/own.js';
import { currentList } from '../lists/lists-selectors.js';
import { selectedIndex } from '../lists/selected-row.js';
import { shownRecord } from '../records/shown-record.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';

/** The record of one's own that is shown, as it was read; undefined where it is none. */
export function editable(state: State): { readonly uri: string; readonly stored: StoredRecord } | undefined {
  const { address } = currentVisit(state);
  const { session } = state;
  if (!session || !address || archiveOf(address) || (state.overlay && state.overlay.kind !== 'goto')) {
    return undefined;
  }
  const shown = shownRecord(state);
  const record = shown?.record.value;
  if (shown === undefined || shown.of === 'document' || record?.cid === undefined) return undefined;
  const { repo, collection, rkey } = atUriParts(record.uri) ?? {};
  if (collection === undefined || rkey === undefined || !isOwn(state, repo)) return undefined;
  const json = shown.of === 'record' ? record.json : rowRecord(state);
  if (json === undefined) return undefined;
  return { uri: `at://${session.did}/${collection}/${rkey}`, stored: { cid: record.cid, json } };
}

/** Of a row that is a record its JSON: what an AppView says of it is another. */
function rowRecord(state: State): string | undefined {
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  if (!list?.listing?.record || index === undefined) return undefined;
  return list.listing.record(list.rows.at(index))?.json;
}
