import { addressKey } from '../../places/address.js';
import type { ListState } from './lists-state.js';
import type { Marks } from './marks-state.js';
import { shownItems } from './shown-items.js';

/** Those marks if they are of this list and there is any. */
export const marksOf = (list: ListState, marks: Marks | undefined): Marks | undefined =>
  marks && marks.keys.size > 0 && marks.of === addressKey(list.address) ? marks : undefined;

/** Whether the row at an index is marked. */
export function isMarked({ listing, rows }: ListState, index: number, marks: Marks | undefined): boolean {
  const item = marks && rows.at(index);
  return item !== undefined && listing !== undefined && marks?.keys.has(listing.key(item)) === true;
}

/** What is taken along of a list: the marked rows that are loaded, whether they pass the filter or not; without marks those that pass. */
export function* takenItems(list: ListState, marks: Marks | undefined): Generator<unknown> {
  const { listing, rows } = list;
  if (!marks || !listing) {
    yield* shownItems(list);
    return;
  }
  const left = new Set(marks.keys);
  for (let index = 0; index < rows.length && left.size > 0; index++) {
    const item = rows.at(index);
    if (item !== undefined && left.delete(listing.key(item))) yield item;
  }
}
