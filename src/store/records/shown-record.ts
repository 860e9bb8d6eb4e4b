import { addressKey } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import { currentArchive } from '../archives/archives-selectors.js';
import { currentList } from '../lists/lists-selectors.js';
import type { ListState } from '../lists/lists-state.js';
import { rowAt, selectedIndex } from '../lists/selected-row.js';
import { type Loadable, ready } from '../loadable.js';
import type { State } from '../state.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
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
  const address = shownPlace(currentVisit(state));
  if (!address) return undefined;
  switch (kindOf(address).shows) {
    case 'record': {
      const record = state.records.get(addressKey(address));
      return record && { of: 'record', record };
    }
    case 'contents':
      return didDocument(state) ?? profileRecord(state);
    case 'list':
      return selectedOf(state);
  }
}

function didDocument(state: State): Shown | undefined {
  const identity = currentAccount(state)?.identity.value;
  if (!identity) return undefined;
  let text = documentTexts.get(identity.document);
  if (!text) {
    text = {
      uri: identity.did,
      cid: undefined,
      json: identity.documentJson ?? JSON.stringify(identity.document),
    };
    documentTexts.set(identity.document, text);
  }
  return { of: 'document', record: ready(text) };
}

// By the facts: as for the document.
const profileTexts = new WeakMap<object, RecordText>();

/** The profile that an archive holds: nobody is asked for the document of its account. */
function profileRecord(state: State): Shown | undefined {
  const facts = currentArchive(state)?.facts.value;
  if (facts?.profile === undefined) return undefined;
  let text = profileTexts.get(facts);
  if (!text) {
    const uri = `at://${facts.did}/app.bsky.actor.profile/self`;
    text = { uri, cid: undefined, json: JSON.stringify(facts.profile) };
    profileTexts.set(facts, text);
  }
  return { of: 'row', record: ready(text) };
}

/** The row under the list's cursor. */
function selectedOf(state: State): Shown | undefined {
  const list = currentList(state);
  if (!list?.listing) return undefined;
  const index = selectedIndex(state, list);
  const row = index === undefined ? undefined : rowAt(state, list, index);
  if (index === undefined || !row) return undefined;
  return {
    of: 'row',
    record: ready({
      uri: row.name ?? row.uri ?? row.did ?? '',
      cid: row.cid,
      json: rowJson(list, index),
      picture: row.picture,
      change: list.rows.changeOf(index),
    }),
  };
}

// By the rows: the text of the one row that was asked for last, and of which state of the rows it is.
const rowTexts = new WeakMap<object, { index: number; version: number; json: string }>();

/** The JSON of a row, made of its bytes once for as long as the cursor stays on it. */
function rowJson({ listing, rows }: ListState, index: number): string {
  const last = rowTexts.get(rows);
  if (last?.index === index && last.version === rows.version) return last.json;
  const json = listing?.json(rows.at(index)) ?? '';
  rowTexts.set(rows, { index, version: rows.version, json });
  return json;
}
