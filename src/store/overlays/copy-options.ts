import { atUriParts } from '../../atproto/at-uri.js';
import { toCurl } from '../../atproto/calls/curl.js';
import { didsIn } from '../../lenses/references.js';
import { accountAddress } from '../../places/account-address.js';
import {
  type Address,
  accountOf,
  addressUri,
  archiveOf,
  formatAddress,
  webAddress,
  withAccount,
} from '../../places/address.js';
import { onNetwork } from '../../places/archives/other-side.js';
import { kindOf } from '../../places/kind-of.js';
import { textField } from '../../text/json-fields.js';
import { currentAccount, currentRepo } from '../accounts/accounts-selectors.js';
import { currentArchive } from '../archives/archives-selectors.js';
import { selectedContent } from '../contents/selected-content.js';
import { currentList, visibleLength } from '../lists/lists-selectors.js';
import { takenItems } from '../lists/marked-rows.js';
import { currentMarks } from '../lists/marks.js';
import { selectedRow } from '../lists/selected-row.js';
import { selectedLive } from '../live/live-selectors.js';
import { shownRecord } from '../records/shown-record.js';
import type { State } from '../state.js';
import { eventAddress, selectedEvent } from '../tail/tail-selectors.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
import { listAsCsv, listAsNdjson } from './copy-list.js';
import type { CopyOption } from './overlays-state.js';

/** What the focused pane has selected, as an address; the place itself where nothing narrower is selected. */
export function selectedAddress(state: State): Address | undefined {
  const { address, focus } = currentVisit(state);
  if (!address) return undefined;
  const repo = accountOf(address);
  const archive = archiveOf(address);
  const account: Address = archive
    ? { kind: 'archive', of: archive }
    : repo === undefined
      ? address
      : { kind: 'repo', repo };
  const event = focus === 'live' ? eventAddress(selectedEvent(state), state.names) : undefined;
  if (event) return event;
  if (focus === 'live') {
    const line = selectedLive(state);
    return (line && accountAddress(line)) ?? account;
  }
  if (focus === 'profile') return account;
  if (focus === 'collections') return selectedContent(state) ?? address;
  const shown = shownPlace(currentVisit(state)) ?? address;
  if (kindOf(shown).shows !== 'list') return shown;
  return selectedRow(state)?.opens ?? shown;
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
  const selected = selectedAddress(state);
  if (!selected) return undefined;
  const address = liveAddress(state, selected) ?? selected;
  return webAddress(address, isOfPlace(state, address) ? handleOf(state) : undefined);
}

/** What of an archive is selected, as the network has it; undefined elsewhere. */
function liveAddress(state: State, address: Address): Address | undefined {
  const did = currentArchive(state)?.facts.value?.did;
  return did === undefined ? undefined : onNetwork(address, did);
}

/** The texts that `y` offers for what is selected, each once. */
export function copyOptions(state: State): readonly CopyOption[] {
  const address = selectedAddress(state);
  if (!address) return [];
  const { focus } = currentVisit(state);
  if (focus === 'live') return liveOptions(state, address);
  const { options, offer } = offering();
  const aboutAccount = focus === 'profile' || focus === 'collections';
  const identity = currentAccount(state)?.identity.value;
  const archive = currentArchive(state)?.facts.value;
  if (aboutAccount && archive) {
    const live = liveAddress(state, address);
    offer('uri', 'at:// URI', live && addressUri(live));
    offer('did', 'DID', archive.did);
    offer('handle', 'handle', archive.kept?.note?.handle ?? state.names(archive.did));
  } else if (aboutAccount && isOfPlace(state, address)) {
    if (identity) {
      const { handle, did } = identity;
      offer('uri', 'at:// URI', addressUri(withAccount(address, did)));
      offer('did', 'DID', did);
      offer('handle', 'handle', handle);
    } else offer('uri', 'at:// URI', addressUri(address));
  } else {
    const record = shownRecord(state)?.record.value;
    const row = focus === 'list' ? selectedRow(state) : undefined;
    const uri = record?.uri.startsWith('at://') ? record.uri : addressUri(address);
    const did = row?.did ?? didsIn(record?.uri).at(0);
    offer('uri', 'at:// URI', uri);
    offer('did', 'DID', did);
    offer('handle', 'handle', did === undefined ? undefined : handleOfDid(state, did));
    offer('rkey', 'record key', atUriParts(uri)?.rkey);
    offer('cid', 'CID', record?.cid);
    offer('text', 'text', record && postText(record.json));
    offer('json', 'JSON', record?.json);
    offer('curl', 'call as curl', currentList(state)?.listing?.curl?.() ?? (uri && recordCall(state, uri)));
  }
  offer('web', 'web address', selectedWebAddress(state));
  offer('address', 'address here', formatAddress(currentVisit(state).address ?? address));
  return [...options, ...listOptions(state)];
}

/** The rows of the list: those that are marked, else those that pass the filter. */
function listOptions(state: State): readonly CopyOption[] {
  const list = currentList(state);
  if (!list) return [];
  const marks = currentMarks(state);
  // A marked row may not be loaded again yet: what is said to be copied is what is there.
  const count = marks ? [...takenItems(list, marks)].length : visibleLength(list);
  if (count === 0) return [];
  const what = marks ? 'marked' : 'list';
  const rows = `${count} ${count === 1 ? 'row' : 'rows'}`;
  return [
    { id: 'ndjson', label: `${what} as NDJSON, ${rows}`, text: () => listAsNdjson(list, marks) },
    { id: 'csv', label: `${what} as CSV, ${rows}`, text: () => listAsCsv(list, state.names, marks) },
  ];
}

/** What a line of the live pane has: an event of a tail, or who came or went. */
function liveOptions(state: State, address: Address): readonly CopyOption[] {
  const { options, offer } = offering();
  const event = selectedEvent(state);
  if (event) {
    if (event.kind === 'gap') return [];
    const { did } = event;
    const isCommit = event.kind === 'commit';
    offer('uri', 'at:// URI', isCommit ? `at://${did}/${event.collection}/${event.rkey}` : `at://${did}`);
    offer('did', 'DID', did);
    offer('handle', 'handle', state.names(did));
    offer('rkey', 'record key', isCommit ? event.rkey : undefined);
    offer('cid', 'CID', isCommit ? event.cid : undefined);
    offer('web', 'web address', webAddress(address, state.names(did)));
    return options;
  }
  const line = selectedLive(state);
  if (!line?.did) return [];
  offer('uri', 'at:// URI', `at://${line.did}`);
  offer('did', 'DID', line.did);
  offer('handle', 'handle', line.handle);
  offer('web', 'web address', webAddress(address));
  return options;
}

/** Options as they are offered: what has no text, or that of one before it, is left out. */
function offering(): {
  options: CopyOption[];
  offer: (id: CopyOption['id'], label: string, text: string | undefined) => void;
} {
  const options: CopyOption[] = [];
  return {
    options,
    offer(id, label, text) {
      if (text && !options.some((option) => option.text === text)) options.push({ id, label, text });
    },
  };
}

function handleOfDid(state: State, did: string): string | undefined {
  const identity = currentAccount(state)?.identity.value;
  return state.names(did) ?? (identity?.did === did ? identity.handle : undefined);
}

/** What a post says; undefined for what is none. */
function postText(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return textField(value, '$type') === 'app.bsky.feed.post' ? textField(value, 'text') : undefined;
  } catch {
    return undefined;
  }
}

/** The call that gives a record of the account of this place, for a shell. Nobody's token is in it. */
function recordCall(state: State, uri: string): string | undefined {
  const parts = atUriParts(uri);
  const identity = currentAccount(state)?.identity.value;
  if (parts?.collection === undefined || parts.rkey === undefined) return undefined;
  if (!identity?.pds || parts.repo !== identity.did) return undefined;
  const { repo, collection, rkey } = parts;
  const query = new URLSearchParams({ repo, collection, rkey });
  const url = `${identity.pds}/xrpc/com.atproto.repo.getRecord?${query}`;
  return toCurl({ method: 'GET', url, headers: {}, sent: undefined });
}
