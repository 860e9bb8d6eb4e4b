/** Two lines beside each other: the same in both, or in one of them alone. Numbers are indexes of the lines. */
export type DiffPair =
  | { readonly kind: 'same'; readonly old: number; readonly new: number }
  | { readonly kind: 'removed'; readonly old: number }
  | { readonly kind: 'added'; readonly new: number };

/** So many lines that differ are matched with each other; texts that differ in more are shown as one in place of the other. */
const EDITS_MAX = 1_000;

/**
 * The shortest way from the old lines to the new ones (Myers 1986, "An O(ND) Difference Algorithm"), in the order of the lines, what is
 * removed before what is added. Memory and time grow with the square of the edits, of which there are at most so many.
 */
export function diffLines(
  before: readonly string[],
  after: readonly string[],
  editsMax = EDITS_MAX,
): readonly DiffPair[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start++;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const pairs: DiffPair[] = [];
  for (let line = 0; line < start; line++) pairs.push({ kind: 'same', old: line, new: line });
  const middle = shortestWay(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
    editsMax,
  );
  for (const pair of middle) pairs.push(moved(pair, start));
  for (let left = end; left > 0; left--) {
    pairs.push({ kind: 'same', old: before.length - left, new: after.length - left });
  }
  return pairs;
}

function moved(pair: DiffPair, by: number): DiffPair {
  switch (pair.kind) {
    case 'same':
      return { kind: 'same', old: pair.old + by, new: pair.new + by };
    case 'removed':
      return { kind: 'removed', old: pair.old + by };
    case 'added':
      return { kind: 'added', new: pair.new + by };
  }
}

function shortestWay(
  before: readonly string[],
  after: readonly string[],
  editsMax: number,
): readonly DiffPair[] {
  // Of each number of edits, how far in `before` one has come on each diagonal (old − new), from −edits to +edits in steps of two.
  const reached: Int32Array[] = [];
  const most = Math.min(editsMax, before.length + after.length);
  for (let edits = 0; edits <= most; edits++) {
    const row = new Int32Array(edits + 1);
    reached.push(row);
    for (let step = 0; step <= edits; step++) {
      const diagonal = 2 * step - edits;
      let old = edits === 0 ? 0 : entered(reached[edits - 1], step, edits).old;
      while (old < before.length && before[old] === after[old - diagonal] && old - diagonal < after.length) {
        old++;
      }
      row[step] = old;
      if (old >= before.length && old - diagonal >= after.length) return wayBack(reached, step);
    }
  }
  return [
    ...before.map((_, line): DiffPair => ({ kind: 'removed', old: line })),
    ...after.map((_, line): DiffPair => ({ kind: 'added', new: line })),
  ];
}

/** Where a diagonal is entered from the row of one edit fewer: by the neighbour that has come further. */
function entered(earlier: Int32Array | undefined, step: number, edits: number) {
  const fromRemoving = step > 0 ? (earlier?.[step - 1] ?? -1) + 1 : -1;
  const fromAdding = step < edits ? (earlier?.[step] ?? -1) : -1;
  return fromRemoving > fromAdding
    ? { kind: 'removed' as const, old: fromRemoving, from: step - 1 }
    : { kind: 'added' as const, old: fromAdding, from: step };
}

function wayBack(reached: readonly Int32Array[], last: number): readonly DiffPair[] {
  const pairs: DiffPair[] = [];
  let step = last;
  for (let edits = reached.length - 1; edits >= 0; edits--) {
    const diagonal = 2 * step - edits;
    const came = edits === 0 ? undefined : entered(reached[edits - 1], step, edits);
    for (let old = (reached[edits]?.[step] ?? 0) - 1; old >= (came?.old ?? 0); old--) {
      pairs.push({ kind: 'same', old, new: old - diagonal });
    }
    if (!came) break;
    pairs.push(
      came.kind === 'removed'
        ? { kind: 'removed', old: came.old - 1 }
        : { kind: 'added', new: came.old - diagonal - 1 },
    );
    step = came.from;
  }
  return pairs.reverse();
}
