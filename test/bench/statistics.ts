/** The middle one of some numbers; the mean of the two middle ones where their count is even. Throws on none. */
export function median(values: readonly number[]): number {
  const sorted = sortedOf(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest of the values that at least `share` (0–1) of them do not exceed (nearest rank). Throws on none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = sortedOf(values);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

function sortedOf(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('There is nothing to take the middle of.');
  return values.toSorted((a, b) => a - b);
}

/** The longest run of intervals of which each begins after the one before has ended: answers that waited for one another. */
export function longestChain(intervals: readonly { start: number; end: number }[]): number {
  let length = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const interval of intervals.toSorted((a, b) => a.end - b.end)) {
    if (interval.start >= end) {
      length += 1;
      end = interval.end;
    }
  }
  return length;
}
