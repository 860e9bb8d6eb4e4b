import { wrap } from './wrap.js';

/** Where the last sentence of a text begins; 0 where it is the only one. */
export function lastSentence(text: string): number {
  const end = /[.!?…] (?=[^.!?…\s])(?!.*[.!?…] [^.!?…\s])/.exec(text);
  return end === null ? 0 : end.index + 2;
}

/**
 * A text and what to do about it as rows of `cells`, at most `most` of them and at least one: where there are too few, the end of
 * `text` gives way, with a mark, and `advice` stands whole as long as it has room by itself.
 */
export function wrapWithin(text: string, advice: string, cells: number, most: number): readonly string[] {
  const joined = (part: string): readonly string[] => wrap(part === '' ? advice : `${part} ${advice}`, cells);
  const whole = advice === '' ? wrap(text, cells) : joined(text);
  if (whole.length <= most) return whole;
  function cut(length: number): string {
    const start = text
      .slice(0, length)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trimEnd();
    return start === '' ? '' : `${start}…`;
  }
  // The longest beginning that has room: of one that is longer no fewer rows come.
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (joined(cut(middle)).length <= most) low = middle;
    else high = middle - 1;
  }
  return joined(cut(low)).slice(0, Math.max(1, most));
}
