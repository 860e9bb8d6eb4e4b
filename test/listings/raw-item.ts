import type { RawItem, RawItems } from '../../src/atproto/raw-items.js';

/** An item as a service would send it. */
export function rawItem(json: unknown): RawItem {
  return rawText(JSON.stringify(json));
}

/** An item whose text matters to the byte. */
export function rawText(text: string): RawItem {
  return { text: () => text, value: () => JSON.parse(text) };
}

export function rawItems(values: readonly unknown[]): RawItems {
  const items = values.map(rawItem);
  return { length: items.length, at: (index) => items.at(index) };
}
