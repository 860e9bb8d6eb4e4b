import { scanObject } from './json-scan.js';
import { type RawItem, type RawItems, rawItems } from './raw-items.js';

const NO_ITEMS: RawItems = { length: 0, at: () => undefined };

/** The elements of a list in an object, each as it was sent; none where there is no such list. */
export function memberItems(item: RawItem, name: string): RawItems {
  const bytes = Buffer.from(item.text());
  const spans = scanObject(bytes, name)?.elements;
  return spans === undefined ? NO_ITEMS : rawItems(bytes, spans);
}
