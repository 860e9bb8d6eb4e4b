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

/** The line on which a collection stands. */
export const lineOfCollection = (lines: readonly CollectionLine[], index: number): number =>
  Math.max(
    0,
    lines.findIndex((line) => line.kind === 'collection' && line.index === index),
  );
