import { addressKey } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import { currentArchive } from '../../store/archives/archives-selectors.js';
import { currentList } from '../../store/lists/lists-selectors.js';
import { selectedIndex } from '../../store/lists/selected-row.js';
import { type Shown, shownRecord } from '../../store/records/shown-record.js';
import type { State } from '../../store/state.js';
import { currentVisit, shownPlace } from '../../store/visits/visits-selectors.js';
import { readJson } from '../../text/written-json.js';
import { type JsonDocument, jsonDocument } from '../json/json-document.js';

let lastShown: { readonly from: readonly unknown[]; readonly shown: Shown | undefined } | undefined;

/** What the record pane shows; the same object for as long as it shows the same. */
export function steadyRecord(state: State): Shown | undefined {
  const from = sourcesOf(state);
  const known = lastShown;
  if (known && from.every((source, index) => source === known.from[index])) return known.shown;
  const shown = shownRecord(state);
  lastShown = { from, shown };
  return shown;
}

/** All that decides what is shown. Reading a row anew for each key in another pane would cost a parse each. */
function sourcesOf(state: State): readonly unknown[] {
  const address = shownPlace(currentVisit(state));
  const shows = address && kindOf(address).shows;
  if (address && shows === 'record') return [address, state.records.get(addressKey(address)), undefined];
  if (shows !== 'list') {
    return [address, currentAccount(state)?.identity.value, currentArchive(state)?.facts.value];
  }
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  return [list?.listing, list?.rows, list?.rows.version, index];
}

interface Parsed {
  readonly value: unknown;
  document: JsonDocument | undefined;
}

const documents = new Map<string, Parsed>();
/** The record shown, and those shown just before. */
const DOCUMENTS_MAX = 4;

/** The JSON as lines; the same document for the same text. What is no JSON is shown as one text. */
export function documentOf(json: string): JsonDocument {
  const parsed = parsedOf(json);
  parsed.document ??= jsonDocument(parsed.value);
  return parsed.document;
}

/** The JSON as a value; the same one for the same text. */
export const jsonValueOf = (json: string): unknown => parsedOf(json).value;

function parsedOf(json: string): Parsed {
  let found = documents.get(json);
  if (!found) {
    found = { value: valueIn(json), document: undefined };
    documents.set(json, found);
    for (const oldest of documents.keys()) {
      if (documents.size <= DOCUMENTS_MAX) break;
      documents.delete(oldest);
    }
  }
  return found;
}

function valueIn(json: string): unknown {
  try {
    return readJson(json);
  } catch {
    return json;
  }
}
