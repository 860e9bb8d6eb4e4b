/**
 * The most UTF-16 units that a cell holds. A filter reads every cell of every loaded row and a terminal shows a
 * line of it, so what lies beyond is the record pane's.
 */
export const CELL_MAX_CHARACTERS = 2_000;

const BREAKS = /[\n\r\t\v\f\u0085\u2028\u2029]/;
const LINE_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/;

/**
 * A text on one line: line breaks become `⏎`, tabs a space, and it is cut to `longest` units with an ellipsis.
 * Anything else in it stays as it is, since painting sanitises. What is not a string becomes the empty text.
 */
export function cellText(text: unknown, longest: number = CELL_MAX_CHARACTERS): string {
  if (typeof text !== 'string') return '';
  const start = cut(text, longest);
  return BREAKS.test(start) ? cut(start.trim().replaceAll(/\s+/g, fold), longest) : start;
}

/** Texts that say something, with ` · ` between them, on one line of bounded length. */
export function joinCells(parts: readonly (string | undefined)[]): string {
  const texts = parts.map((part) => cellText(part)).filter((text) => text !== '');
  return cellText(texts.join(' · '));
}

function fold(space: string): string {
  if (LINE_BREAK.test(space)) return ' ⏎ ';
  return BREAKS.test(space) ? ' ' : space;
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const last = text.charCodeAt(longest - 2);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, splitsPair ? longest - 2 : longest - 1)}…`;
}
