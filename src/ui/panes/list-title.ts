import type { Address } from '../../atproto/address.js';
import type { Names } from '../../listings/listing.js';
import type { ListState } from '../../store/state.js';
import { breadcrumb } from '../status/breadcrumb.js';
import type { ListWindow } from './list-window.js';

const count = new Intl.NumberFormat('en-US');
/** A cursor is opaque and may be long: its start tells two apart. */
const cursorShown = 13;

/** What a list is called: the collection, or whose followers, follows or likes. */
export function listName(address: Address, names: Names): string {
  switch (address.kind) {
    case 'repo':
      return 'Identity';
    case 'collection':
    case 'record':
      return address.collection;
    case 'followers':
    case 'follows':
      return `${address.kind} of ${breadcrumb(address, names)[0]}`;
    case 'likes':
      return `likes of ${breadcrumb(address, names)[0]} ${address.rkey}`;
  }
}

/** What a list's title says beside its name: how much is in sight, loaded and to come, in which order, from which page. */
export function listInfo(list: ListState, window: ListWindow): string {
  const { rows, filter, ended, reverse } = list;
  const parts: string[] = [];
  if (filter) {
    const scanning = filter.scanned < rows.length ? ' …' : '';
    parts.push(`${count.format(filter.matches.length)} of ${count.format(rows.length)} match${scanning}`);
  } else if (rows.length > 0) {
    const last = window.top + window.indexes.length;
    const range = `${count.format(window.top + 1)}–${count.format(last)} of ${count.format(rows.length)}`;
    parts.push(ended ? range : `${range} loaded`);
  }
  if (!ended && rows.length > 0) parts.push('more');
  if (reverse) parts.push('oldest first');
  parts.push(...pageParts(list, window));
  return parts.join(' · ');
}

function pageParts({ rows }: ListState, { indexes, position, top }: ListWindow): readonly string[] {
  const index = indexes[position - top];
  const page = index === undefined || rows.pageCount < 2 ? undefined : rows.pageOf(index);
  if (!page) return [];
  const { number, cursor } = page;
  if (cursor === undefined) return [`page ${number}`];
  const shown = cursor.length > cursorShown ? `${cursor.slice(0, cursorShown - 1)}…` : cursor;
  return [`page ${number}`, `cursor ${shown}`];
}
