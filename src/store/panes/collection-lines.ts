import { type CursorRows, keyedRows } from '../cursor/cursor-rows.js';

/** A line of the collections pane: a heading, or a collection with its place in the account's list. */
export type CollectionLine =
  | { readonly kind: 'authority'; readonly authority: string }
  | {
      readonly kind: 'collection';
      readonly name: string;
      readonly collection: string;
      readonly index: number;
    };

const cache = new WeakMap<readonly string[], readonly CollectionLine[]>();

/** Collections under their authorities: `app.bsky.feed` above `post`. The order is the list's own. */
export function collectionLines(collections: readonly string[]): readonly CollectionLine[] {
  const known = cache.get(collections);
  if (known) return known;
  const lines: CollectionLine[] = [];
  let heading: string | undefined;
  for (const [index, collection] of collections.entries()) {
    const dot = collection.lastIndexOf('.');
    const authority = dot > 0 ? collection.slice(0, dot) : '';
    if (authority && authority !== heading) lines.push({ kind: 'authority', authority });
    heading = authority;
    lines.push({ kind: 'collection', name: collection.slice(dot + 1), collection, index });
  }
  cache.set(collections, lines);
  return lines;
}

const rows = new WeakMap<readonly CollectionLine[], CursorRows>();

/** Those lines as a cursor moves through them: from collection to collection. */
export function collectionRows(lines: readonly CollectionLine[]): CursorRows {
  let found = rows.get(lines);
  if (!found) {
    const keys = lines.map((line) => (line.kind === 'collection' ? line.collection : `${line.authority}.`));
    found = keyedRows(keys, { isHeading: (position) => lines[position]?.kind === 'authority' });
    rows.set(lines, found);
  }
  return found;
}
