import type { Names } from '../../lenses/names.js';
import type { Address } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import type { ListState } from '../../store/lists/lists-state.js';
import { isComing, isFilling } from '../../store/lists/lists-update.js';
import type { Marks } from '../../store/lists/marks-state.js';
import { countText } from '../../text/count-text.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width } from '../../text/width.js';
import { ownerText } from '../screen/breadcrumb.js';
import type { ListWindow } from './list-window.js';

/** A cursor is opaque and may be long: its start tells two apart. */
const CURSOR_CHARACTERS_MAX = 13;
/** A filter is seen whole where it is typed; in the title it leaves room for what it found. */
const FILTER_CELLS_MAX = 12;

/** What a list is called: the collection, or whose followers, follows, history, likes and so on. */
export const listName = (address: Address, names: Names): string =>
  sanitise(kindOf(address).title(address, ownerText(address, names) ?? ''));

/** What a list's title says beside its name: what is kept of that, then the rest. */
export const listInfo = (list: ListState, window: ListWindow, words: CommandWords, marks?: Marks): string =>
  [keptInfo(list, marks), moreInfo(list, window, words)].filter(Boolean).join(' · ');

/** What a list's title says on every width: the filter that is on, and how much is marked. */
export const keptInfo = ({ filter }: ListState, marks?: Marks): string =>
  [filter ? filterText(filter.text) : '', marks ? `${countText(marks.keys.size)} marked` : '']
    .filter(Boolean)
    .join(' · ');

/** And as far as there is room: how much is in sight, loaded and to come, in which order, what it comes to, from which page. */
export function moreInfo(list: ListState, window: ListWindow, words: CommandWords): string {
  const { rows, filter, ended, order, start } = list;
  const parts = newsParts(list, window, words);
  if (filter) {
    const scanning = filter.scanned < rows.length ? ' …' : '';
    parts.push(`${countText(filter.matches.length)} of ${countText(rows.length)}${scanning}`);
  } else if (rows.length > 0 && !isComing(list)) {
    const last = window.top + window.indexes.length;
    const range = `${countText(window.top + 1)}–${countText(last)} of ${countText(rows.length)}`;
    parts.push(ended ? range : `${range} loaded`);
  }
  if (filter?.unknown) parts.push(`${countText(filter.unknown)} of no known lexicon`);
  if (isFilling(list)) parts.push('loading');
  else if (!ended && rows.length > 0 && !isComing(list)) parts.push('more');
  if (order !== undefined) parts.push(list.listing?.orders.find(({ id }) => id === order)?.title ?? order);
  if (start !== undefined) parts.push(`from ${start.text}`);
  if (list.summary !== undefined) parts.push(list.summary);
  parts.push(...pageParts(list, window));
  return parts.join(' · ');
}

/** A filter as it is typed: `/tomatoes`. */
export function filterText(text: string): string {
  const clean = sanitise(text.slice(0, FILTER_CELLS_MAX * 8).trim());
  return `/${width(clean) <= FILTER_CELLS_MAX ? clean : fit(clean, FILTER_CELLS_MAX)}`;
}

/** What live events tell of and is not in sight: `12 new ↑`. */
function newsParts(list: ListState, window: ListWindow, words: CommandWords): string[] {
  const { news, reverse, rows } = list;
  const parts: string[] = [];
  // New rows below the last page are there already, and may lie below the window.
  const last = window.top + window.indexes.length;
  const below = rows.below === 0 ? 0 : window.length - Math.max(last, firstBelow(list));
  const waiting = (news?.count(list) ?? 0) + below;
  if (waiting > 0) parts.push(`${countText(waiting)} new ${reverse ? '↓' : '↑'}`);
  if (news?.isMissing) parts.push(spell(say`events are missing: {key:pane.reload} reloads`, words));
  return parts;
}

/** Position of the first row below the last page, among the rows shown. */
function firstBelow({ rows, filter }: ListState): number {
  const index = rows.length - rows.below;
  return filter ? filter.matches.positionOf(index) : index;
}

function pageParts({ rows }: ListState, { indexes, position, top }: ListWindow): readonly string[] {
  const index = indexes[position - top];
  const page = index === undefined || rows.pageCount < 2 ? undefined : rows.pageOf(index);
  if (!page) return [];
  const { number, cursor } = page;
  if (cursor === undefined) return [`page ${number}`];
  const shown =
    cursor.length > CURSOR_CHARACTERS_MAX ? `${cursor.slice(0, CURSOR_CHARACTERS_MAX - 1)}…` : cursor;
  return [`page ${number}`, `cursor ${shown}`];
}
