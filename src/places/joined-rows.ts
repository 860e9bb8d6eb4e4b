import type { Rows } from './listing.js';

/** Rows of two answers as those of one: the second stand below the first. */
export function joinedRows<Item>(first: Rows<Item>, second: Rows<Item>): Rows<Item> {
  return {
    length: first.length + second.length,
    at: (index) => (index < first.length ? first.at(index) : second.at(index - first.length)),
    note: first.note ?? second.note,
    summary: first.summary ?? second.summary,
  };
}
