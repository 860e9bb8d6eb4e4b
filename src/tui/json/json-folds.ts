import type { JsonDocument } from './json-document.js';

/** The lines that are folded: indexes of opening lines in the document. */
export type Folds = ReadonlySet<number>;

/** The opening line that folds with a line: its own, or that of what holds it; undefined for a lone value. */
export function foldTarget(document: JsonDocument, line: number): number | undefined {
  const at = document.lines[line];
  if (at === undefined) return undefined;
  if (at.kind === 'open') return line;
  if (at.kind === 'close') return at.open;
  return at.parent >= 0 ? at.parent : undefined;
}

/** Folds what a line opens, closes or stands in, or unfolds it. */
export function foldToggle(document: JsonDocument, folded: Folds, line: number): Folds {
  const target = foldTarget(document, line);
  if (target === undefined) return folded;
  const next = new Set(folded);
  if (!next.delete(target)) next.add(target);
  return next;
}

/** Folds every object and list at `depth` and deeper. The outermost has depth 0. */
export function foldToDepth(document: JsonDocument, depth: number): Folds {
  const folded = new Set<number>();
  document.lines.forEach((line, index) => {
    if (line.kind === 'open' && line.depth >= depth) folded.add(index);
  });
  return folded;
}

/** Folds everything but the outermost value, whose members are what one wants to see. */
export function foldAll(document: JsonDocument): Folds {
  return foldToDepth(document, 1);
}

export function unfoldAll(): Folds {
  return new Set();
}
