import { type Address, accountOf, collectionOf } from '../../places/address.js';
import { labelAddress } from '../../places/labels/labels-address.js';
import { positionOf } from '../cursor/list-cursor.js';
import { selectedRow } from '../lists/selected-row.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { eventRows } from './event-rows.js';
import type { TailEntry } from './tail-entry.js';
import type { Tail } from './tail-state.js';

/** The tail, where the live pane shows it. */
export const shownTail = ({ live, tail }: State): Tail | undefined =>
  live?.kind === 'tail' ? tail : undefined;

/** The entry under the cursor of the live pane. */
export function selectedEvent(state: State): TailEntry | undefined {
  const tail = shownTail(state);
  return tail?.shown.at(positionOf(state.liveCursor, eventRows(tail)));
}

/** What an event is about: its record, or its account. Undefined where there is nothing to open. */
export function eventAddress(entry: TailEntry | undefined, names: State['names']): Address | undefined {
  if (!entry || entry.kind === 'gap') return undefined;
  if (entry.kind === 'label') return labelAddress(entry.label, names);
  const repo = names(entry.did) ?? entry.did;
  if (entry.kind !== 'commit') return { kind: 'repo', repo };
  if (entry.operation === 'delete') return undefined;
  return { kind: 'record', repo, collection: entry.collection, rkey: entry.rkey };
}

export interface TailTarget {
  /** Handle or DID. */
  readonly repo: string;
  readonly collection: string | undefined;
  /** What reads better than the DID. */
  readonly name?: string | undefined;
  /** What it says as a labeler is meant, and not what happens in its repo. */
  readonly isLabeler?: true | undefined;
}

/** Whose events `t` is about here: the account of a row in a list of accounts, the collection one is in, or the repo. */
export function tailTarget(state: State): TailTarget | undefined {
  const { address, focus } = currentVisit(state);
  if (!address) return undefined;
  const repo = accountOf(address);
  if (address.kind === 'labelsBy' && focus !== 'profile') {
    return { repo: address.repo, collection: undefined, isLabeler: true };
  }
  const collection = collectionOf(address);
  if (repo !== undefined && focus === 'profile') return { repo, collection: undefined };
  if (repo !== undefined && collection !== undefined) return { repo, collection };
  const row = focus === 'list' || focus === 'record' ? selectedRow(state) : undefined;
  if (row?.did !== undefined) {
    return { repo: row.did, collection: undefined, name: row.opens && accountOf(row.opens) };
  }
  return repo === undefined || focus === 'list' ? undefined : { repo, collection: undefined };
}
