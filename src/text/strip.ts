/** What stands for nothing, and for little to much. */
const NONE = ' ';
const BARS = '▁▂▃▅▇';

/**
 * Counts as a strip of bars, one for each, against the most of them. The eye is to see that there is something: the square root is
 * drawn, so that one day of a thousand does not make all others nothing.
 */
export function stripOf(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts
    .map((count) => {
      if (count <= 0) return NONE;
      return BARS[Math.min(BARS.length - 1, Math.floor(Math.sqrt(count / most) * BARS.length))] ?? NONE;
    })
    .join('');
}

/** A strip in fewer cells: each has the highest of the bars that it stands for. One that fits stays. */
export function narrowStrip(strip: string, cells: number): string {
  if (strip.length <= cells) return strip;
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * strip.length) / cells);
    const until = Math.floor(((cell + 1) * strip.length) / cells);
    return highest(strip.slice(from, Math.max(from + 1, until)));
  }).join('');
}

const highest = (bars: string): string =>
  [...bars].reduce((high, bar) => (BARS.indexOf(bar) > BARS.indexOf(high) ? bar : high), NONE);
