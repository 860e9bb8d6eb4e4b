import { fold } from './match.js';

/** A folded text, and for each of its UTF-16 units where the character that it comes from starts in the text. */
export interface MappedFold {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Folds a text character by character, so that a match in the folded text can be shown in the text. */
export function foldWithMap(text: string): MappedFold {
  let folded = '';
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    const part = fold(character);
    for (let unit = 0; unit < part.length; unit++) starts.push(at);
    folded += part;
    at += character.length;
  }
  return { text: folded, starts };
}
