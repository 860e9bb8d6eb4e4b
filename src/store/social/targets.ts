import { isDid } from '@atcute/lexicons/syntax';
import { atUriParts } from '../../atproto/at-uri.js';
import { accountText } from '../../lenses/references.js';
import { accountOf, recordOf } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import type { ListRow } from '../../places/listing.js';
import { recordUri } from '../../places/repo-addresses.js';
import { cellText } from '../../text/cell-text.js';
import { field, textField } from '../../text/json-fields.js';
import { currentAccount, currentRepo } from '../accounts/accounts-selectors.js';
import { selectedRow } from '../lists/selected-row.js';
import { selectedLive } from '../live/live-selectors.js';
import { shownRecord } from '../records/shown-record.js';
import type { State } from '../state.js';
import { selectedEvent } from '../tail/tail-selectors.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { AccountTarget, Targets } from './target.js';

const POST = 'app.bsky.feed.post';
const LIST = 'app.bsky.graph.list';
/** Records that stand for what they are about. */
const REACTIONS = ['app.bsky.feed.like', 'app.bsky.feed.repost'];

const NONE: Targets = { account: undefined, post: undefined, list: undefined };

/** What one is looking at, as what is done to others takes it. Cheap: commands ask it at each change of the state. */
export function targetsOf(state: State): Targets {
  const { address, focus } = currentVisit(state);
  if (address === undefined || kindOf(address).source === 'archive') return NONE;
  if (focus === 'live') return liveTargets(state);
  const row = focus === 'list' || focus === 'record' ? selectedRow(state) : undefined;
  const uri = recordAt(state, row);
  const parts = atUriParts(uri);
  const did = (row && accountIn(row)) ?? placeDid(state);
  const post = parts?.collection === POST && uri !== undefined ? uri : reactedTo(state, row);
  const postDid = atUriParts(post)?.repo;
  return {
    account: did === undefined ? undefined : accountTarget(state, did, row),
    post:
      post === undefined || postDid === undefined
        ? undefined
        : {
            kind: 'post',
            uri: post,
            cid: post === uri ? cidOf(state, row, post) : undefined,
            name: `the post of ${nameOf(state, postDid)}`,
          },
    list:
      parts?.collection === LIST && uri !== undefined
        ? { kind: 'list', uri, name: listName(state, row, parts.rkey) }
        : undefined,
  };
}

/** The account, or the record, of the line under the cursor of the live pane. */
function liveTargets(state: State): Targets {
  const line = selectedLive(state);
  const event = selectedEvent(state);
  const did = line?.did ?? (event && event.kind !== 'gap' ? event.did : undefined);
  if (did === undefined) return NONE;
  const name = line?.handle === undefined ? nameOf(state, did) : cellText(`@${line.handle}`);
  const account = { kind: 'account', did, name } as const;
  if (event?.kind !== 'commit' || event.operation === 'delete' || event.collection !== POST) {
    return { ...NONE, account };
  }
  const uri = recordUri({ repo: did, collection: event.collection, rkey: event.rkey });
  return { ...NONE, account, post: { kind: 'post', uri, cid: event.cid, name: `the post of ${name}` } };
}

/** The account that a row of a list speaks of; undefined where it speaks of none. */
export function accountOfRow(state: State, row: ListRow): AccountTarget | undefined {
  const did = accountIn(row);
  return did === undefined ? undefined : accountTarget(state, did, row);
}

/** The account that a row speaks of. */
function accountIn({ did, opens, uri }: ListRow): string | undefined {
  if (did !== undefined) return did;
  const named = opens && accountOf(opens);
  return named !== undefined && isDid(named) ? named : didIn(uri);
}

function didIn(uri: string | undefined): string | undefined {
  const repo = atUriParts(uri)?.repo;
  return isDid(repo) ? repo : undefined;
}

/** The at-URI, by a DID, of the record that is selected, else of the one that the place is or is about. */
function recordAt(state: State, row: ListRow | undefined): string | undefined {
  const parts = atUriParts(row?.uri);
  if (parts?.collection !== undefined && isDid(parts.repo)) return row?.uri;
  const { address } = currentVisit(state);
  const record = address && recordOf(address);
  const did = record && (isDid(record.repo) ? record.repo : placeDid(state));
  return record && did !== undefined ? recordUri({ ...record, repo: did }) : undefined;
}

function placeDid(state: State): string | undefined {
  const repo = currentRepo(state);
  return repo !== undefined && isDid(repo) ? repo : currentAccount(state)?.identity.value?.did;
}

/** The CID of a post that a row or the record pane shows. */
function cidOf(state: State, row: ListRow | undefined, uri: string): string | undefined {
  if (row?.uri === uri) return row.cid;
  const record = shownRecord(state)?.record.value;
  const { rkey, collection } = atUriParts(record?.uri) ?? {};
  const wanted = atUriParts(uri);
  return rkey === wanted?.rkey && collection === wanted?.collection ? record?.cid : undefined;
}

let last: { readonly json: string; readonly uri: string | undefined } | undefined;

/** The post that a like or a repost is of, where that is what is selected; also where a notification tells of it. */
function reactedTo(state: State, row: ListRow | undefined): string | undefined {
  const collection = atUriParts(row?.uri)?.collection;
  if (collection === undefined || !REACTIONS.includes(collection)) return undefined;
  const json = shownRecord(state)?.record.value?.json;
  if (json === undefined) return undefined;
  if (last?.json !== json) last = { json, uri: subjectIn(json) };
  return last.uri;
}

function subjectIn(json: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const uri = textField(value, 'subject', 'uri') ?? textField(field(value, 'record'), 'subject', 'uri');
  const parts = atUriParts(uri);
  return parts?.collection === POST && isDid(parts.repo) ? uri : undefined;
}

function accountTarget(state: State, did: string, row: ListRow | undefined): AccountTarget {
  const opened = row?.opens?.kind === 'repo' && row.did === did ? row.opens.repo : undefined;
  const name = opened === undefined ? nameOf(state, did) : cellText(accountText(opened, state.names));
  return { kind: 'account', did, name };
}

/** How people name an account: its handle where that is known. */
function nameOf(state: State, did: string): string {
  const account = currentAccount(state)?.identity.value;
  const handle = account?.did === did ? account.handle : undefined;
  return handle === undefined ? cellText(accountText(did, state.names)) : cellText(`@${handle}`);
}

let named: { readonly json: string; readonly name: string | undefined } | undefined;

/** The list by its name, where that stands in a row. */
function listName(state: State, row: ListRow | undefined, rkey: string | undefined): string {
  const json = row === undefined ? undefined : shownRecord(state)?.record.value?.json;
  if (json !== undefined && named?.json !== json) named = { json, name: nameIn(json) };
  const name = json === undefined ? undefined : named?.name;
  return name === undefined ? `the list ${cellText(rkey)}` : `“${cellText(name, 60)}”`;
}

function nameIn(json: string): string | undefined {
  try {
    return textField(JSON.parse(json), 'name');
  } catch {
    return undefined;
  }
}
