/** The first so many of a source, which is read on from there. */
export async function firstOf<Item>(source: AsyncIterator<Item>, count: number): Promise<readonly Item[]> {
  const found: Item[] = [];
  while (found.length < count) {
    const next = await source.next();
    if (next.done === true) break;
    found.push(next.value);
  }
  return found;
}

/** What was read ahead of a source, and then the rest of it. */
export async function* followedBy<Item>(
  first: readonly Item[],
  rest: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  yield* first;
  yield* rest;
}
