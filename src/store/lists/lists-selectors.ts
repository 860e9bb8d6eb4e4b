import { type Address, addressKey } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import type { DateSpan } from '../../text/date-span.js';
import type { State } from '../state.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
import type { ListState } from './lists-state.js';

/** The address of the listing that stands in the list pane of a place; undefined where an account is all there is. */
export function listAddress(address: Address | undefined): Address | undefined {
  return address && kindOf(address).listed(address);
}

/** How a list is looked up in `State.lists`. `order` is the id of the order that it is asked for in, `start` the date that it begins at. */
export function listKey(address: Address, order: string | undefined, start?: DateSpan): string {
  const ordered = order === undefined ? addressKey(address) : `${addressKey(address)} ${order} first`;
  return start === undefined ? ordered : `${ordered} from ${start.text}`;
}

export function currentList(state: State): ListState | undefined {
  const visit = currentVisit(state);
  const address = listAddress(shownPlace(visit));
  return address && state.lists.get(listKey(address, visit.order, visit.start));
}

/** How many rows there are to move through: those that pass the filter, or all. */
export const visibleLength = (list: ListState): number =>
  list.filter ? list.filter.matches.length : list.rows.length;

/** Index of the loaded row at a position of the rows shown. */
export const rowIndexAt = (list: ListState, position: number): number | undefined =>
  list.filter ? list.filter.matches.at(position) : position < list.rows.length ? position : undefined;
