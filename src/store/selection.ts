import { accountAddress } from '../places/account-address.js';
import {
  type Address,
  accountOf,
  archiveOf,
  collectionOf,
  recordOf,
  shownRecordOf,
} from '../places/address.js';
import { recordOnNetwork } from '../places/archives/other-side.js';
import type { Selection } from '../places/place-kind.js';
import { currentArchive } from './archives/archives-selectors.js';
import { selectedContent } from './contents/selected-content.js';
import { selectedRow } from './lists/selected-row.js';
import { selectedLive } from './live/live-selectors.js';
import { accountRepo } from './session/account-name.js';
import type { State } from './state.js';
import { eventAddress, selectedEvent } from './tail/tail-selectors.js';
import { currentVisit } from './visits/visits-selectors.js';

/** What the commands of places start from. A record under the list's cursor comes before the one that the place is about. */
export function selection(state: State): Selection {
  const { address, focus } = currentVisit(state);
  const { session } = state;
  const viewer = session && accountRepo(session);
  if (address === undefined) {
    return { account: undefined, record: undefined, collection: undefined, archive: undefined, viewer };
  }
  const row = focus === 'list' || focus === 'record' ? selectedRow(state) : undefined;
  const opens = row?.opens;
  const record = shownRecordOf(address) ?? (opens && shownRecordOf(opens)) ?? recordOf(address);
  // Of a list of copies it is whose the copy is.
  const archived = address.kind === 'archives' ? row?.did : currentArchive(state)?.facts.value?.did;
  return {
    account: selectedAccount(state, opens) ?? accountOf(address) ?? (opens && accountOf(opens)) ?? archived,
    // There are likes of what the network has.
    record:
      record?.kind !== 'archiveRecord'
        ? record
        : archived === undefined
          ? undefined
          : recordOnNetwork(record, archived),
    collection: record?.collection ?? selectedCollection(state, address),
    archive: archiveOf(address),
    viewer,
  };
}

/** What the cursor of the contents is on, where that has the keys; else what is shown. */
function selectedCollection(state: State, address: Address): string | undefined {
  const content = currentVisit(state).focus === 'collections' ? selectedContent(state) : undefined;
  return (content && collectionOf(content)) ?? collectionOf(address);
}

/** The account of a row that is one, or of what is selected in the live pane. */
function selectedAccount(state: State, opens: Address | undefined): string | undefined {
  if (opens?.kind === 'repo') return opens.repo;
  if (currentVisit(state).focus !== 'live') return undefined;
  const line = selectedLive(state);
  const at = line ? accountAddress(line) : eventAddress(selectedEvent(state), state.names);
  return at && accountOf(at);
}
