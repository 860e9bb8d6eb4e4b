import { type RawItems, rawItems, stringifyJson } from '../../../src/atproto/calls/raw-items.js';

/** The items of a page, from values, bigints included. */
export function rawItemsFromValues(values: readonly unknown[]): RawItems {
  const texts = values.map((value) => Buffer.from(stringifyJson(value)));
  const spans = new Uint32Array(texts.length * 2);
  let at = 0;
  for (const [index, text] of texts.entries()) {
    spans[index * 2] = at;
    at += text.length;
    spans[index * 2 + 1] = at;
  }
  return rawItems(Buffer.concat(texts), spans);
}
