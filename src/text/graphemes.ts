import stringWidth from 'string-width';
import { graphemesOf, nextRun, plainWidth } from './character-classes.js';

const widths = new Map<string, number>();
const WIDTHS_MAX = 4096;

function clusterWidth(cluster: string): number {
  let width = widths.get(cluster);
  if (width === undefined) {
    if (widths.size >= WIDTHS_MAX) widths.clear();
    width = stringWidth(cluster);
    widths.set(cluster, width);
  }
  return width;
}

/**
 * Visits the graphemes of sanitised text in order, with [start, end) and the width in cells of each, until `visit` returns
 * false. Cost is that of what was visited: plain characters are stepped over by code unit, and only what may combine is segmented.
 */
export function eachGrapheme(
  text: string,
  visit: (start: number, end: number, width: number) => boolean,
  from = 0,
): void {
  let at = from;
  while (at < text.length) {
    const run = nextRun(text, at);
    const plainEnd = run?.start ?? text.length;
    for (; at < plainEnd; at++) {
      if (!visit(at, at + 1, plainWidth(text.charCodeAt(at)))) return;
    }
    if (run === undefined) return;
    for (const { segment, index } of graphemesOf(text.slice(run.start, run.end))) {
      const start = run.start + index;
      if (!visit(start, start + segment.length, clusterWidth(segment))) return;
    }
    at = run.end;
  }
}
