import { didsIn } from '../../lenses/references.js';
import { accountAddress } from '../../places/account-address.js';
import {
  type Address,
  accountOf,
  addressUri,
  formatAddress,
  webAddress,
  withAccount,
} from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import { currentAccount, currentRepo } from '../accounts/accounts-selectors.js';
import { selectedRow } from '../lists/selected-row.js';
import { selectedLive } from '../live/live-selectors.js';
import { shownRecord } from '../records/shown-record.js';
import type { State } from '../state.js';
import { eventAddress, selectedEvent } from '../tail/tail-selectors.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { CopyOption } from './overlays-state.js';

/** What the focused pane has selected, as an address; the place itself where nothing narrower is selected. */
export function selectedAddress(state: State): Address | undefined {
  const { address, focus } = currentVisit(state);
  if (!address) return undefined;
  const repo = accountOf(address);
  const account: Address = repo === undefined ? address : { kind: 'repo', repo };
  const event = focus === 'live' ? eventAddress(selectedEvent(state), state.names) : undefined;
  if (event) return event;
  if (focus === 'live') {
    const line = selectedLive(state);
    return (line && accountAddress(line)) ?? account;
  }
  if (focus === 'profile') return account;
  if (focus === 'collections' || kindOf(address).shows !== 'list') return address;
  return selectedRow(state)?.opens ?? address;
}

/** Whether an address is about the account that the current place is about. */
function isOfPlace(state: State, address: Address): boolean {
  const repo = currentRepo(state);
  return repo !== undefined && accountOf(address) === repo;
}

/** The handle to put into a web address: those with a DID do not read well. */
const handleOf = (state: State): string | undefined => currentAccount(state)?.identity.value?.handle;

/** The page that shows what is selected in the web browser. */
export function selectedWebAddress(state: State): string | undefined {
  const address = selectedAddress(state);
  if (!address) return undefined;
  return webAddress(address, isOfPlace(state, address) ? handleOf(state) : undefined);
}

/** The texts that `y` offers for what is selected, each once. */
export function copyOptions(state: State): readonly CopyOption[] {
  const address = selectedAddress(state);
  if (!address) return [];
  const { focus } = currentVisit(state);
  const options: CopyOption[] = [];
  function offer(label: string, text: string | undefined): void {
    if (text && !options.some((option) => option.text === text)) options.push({ label, text });
  }
  const event = focus === 'live' ? selectedEvent(state) : undefined;
  if (event) {
    if (event.kind === 'gap') return [];
    const { did } = event;
    offer(
      'at:// URI',
      event.kind === 'commit' ? `at://${did}/${event.collection}/${event.rkey}` : `at://${did}`,
    );
    offer('DID', did);
    offer('handle', state.names(did));
    offer('CID', event.kind === 'commit' ? event.cid : undefined);
    offer('web address', webAddress(address, state.names(did)));
    return options;
  }
  if (focus === 'live') {
    const line = selectedLive(state);
    if (!line?.did) return [];
    offer('at:// URI', `at://${line.did}`);
    offer('DID', line.did);
    offer('handle', line.handle);
    offer('web address', webAddress(address));
    return options;
  }
  const aboutAccount = focus === 'profile' || focus === 'collections' || kindOf(address).shows === 'overview';
  const identity = currentAccount(state)?.identity.value;
  if (aboutAccount && isOfPlace(state, address)) {
    if (identity) {
      const { handle, did } = identity;
      offer('at:// URI', addressUri(withAccount(address, did)));
      offer('DID', did);
      offer('handle', handle);
    } else offer('at:// URI', addressUri(address));
    if (focus === 'record' || focus === 'list') offer('DID document', shownRecord(state)?.record.value?.json);
  } else {
    const shown = shownRecord(state)?.record.value;
    const row = focus === 'list' ? selectedRow(state) : undefined;
    offer('at:// URI', shown?.uri.startsWith('at://') ? shown.uri : addressUri(address));
    offer('DID', row?.did ?? didsIn(shown?.uri).at(0));
    offer('CID', shown?.cid);
    offer('JSON', shown?.json);
  }
  offer('web address', selectedWebAddress(state));
  offer('address here', formatAddress(currentVisit(state).address ?? address));
  return options;
}
