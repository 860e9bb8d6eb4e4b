/** Lines that belong together, in a column of such blocks. */
export interface Block {
  readonly lines: readonly string[];
  /** How many of its lines it has before others have more than theirs. Default: all. */
  readonly least?: number | undefined;
  /** Blocks of a higher rank have their lines first. */
  readonly rank: number;
}

/**
 * How many lines each of the blocks has where there are only `height` for all: by their ranks first what each needs at least, and then
 * the rest.
 */
export function linesWithin(blocks: readonly Block[], height: number): readonly number[] {
  const taken = blocks.map(() => 0);
  const byRank = blocks.map((_, at) => at).toSorted((a, b) => rankOf(blocks, b) - rankOf(blocks, a));
  let left = height;
  function give(wantedOf: (block: Block) => number): void {
    for (const at of byRank) {
      const block = blocks[at];
      const has = taken[at] ?? 0;
      const more = Math.max(0, Math.min(left, (block ? wantedOf(block) : 0) - has));
      taken[at] = has + more;
      left -= more;
    }
  }
  give(({ lines, least = lines.length }) => Math.min(least, lines.length));
  give(({ lines }) => lines.length);
  return taken;
}

const rankOf = (blocks: readonly Block[], at: number): number => blocks[at]?.rank ?? 0;
