import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { sanitise } from '../../src/text/sanitise.js';
import { isFull } from '../support/full.js';

/** Cells where each code point counts by itself, as in tmux and the C library's wcwidth. */
function codePointCells(text: string): number {
  const joinsOrNothing = /^[\p{Mn}\p{Me}\u200C\u1160-\u11FF\uD7B0-\uD7FB]$/u;
  let cells = 0;
  for (const character of text) {
    if (/^\p{Regional_Indicator}$/u.test(character)) cells += 1;
    else if (!joinsOrNothing.test(character)) cells += stringWidth(character);
  }
  return cells;
}

describe('what terminals draw at different widths is written so that they agree', () => {
  test.each([
    ['a joined family', '👨‍👩‍👧‍👦', '👨👩👧👦', 8],
    ['a joined flag', '🏳️‍🌈', '🏳🌈', 3],
    ['a skin tone', '👍🏽', '👍', 2],
    ['an emoji presentation', '☁️❤️', '☁❤', 2],
    ['a text presentation', '⌚︎', '⌚', 2],
    ['a keycap', '1️⃣', '1', 1],
    ['a flag', '🇨🇭', '🇨🇭', 2],
    ['half a flag', '🇨', 'C', 1],
    ['the flag of no country', '🇽🇽', 'XX', 2],
    ['a flag of tags', '🏴\u{E0067}\u{E0062}\u{E007F}', '🏴', 2],
    ['an Indic conjunct', 'क्ष', 'क्\u200Cष', 2],
    ['Thai AM', 'น้ำ', 'น้\u0E4D\u0E32', 2],
    ['decomposed Hangul', '\u1112\u1161\u11AB', '한', 2],
    ['a lone vowel of Hangul', '\u1161', '\uFFFD', 1],
    ['a halfwidth voicing mark behind kana', 'ｶﾞ', 'ｶﾞ', 2],
    ['a halfwidth voicing mark behind a letter', 'aﾞ', 'a\uFFFD', 2],
    ['a symbol that became wide', '☰', '\uFFFD', 1],
    ['a sign that spans digits', '\u06001', '\uFFFD1', 2],
    ['a mark without a base', '\u0301', '◌\u0301', 1],
    ['Burmese vowel signs, which stand alone', 'ငါး', 'ငါး', 3],
    ['Persian with its non-joiner', 'می\u200Cخواهم', 'می\u200Cخواهم', 7],
  ])('%s', (_, text, expected, cells) => {
    expect(sanitise(text)).toBe(expected);
    expect(stringWidth(expected)).toBe(cells);
    expect(codePointCells(expected)).toBe(cells);
  });

  test('what is left out does not make its neighbours join', () => {
    for (const gone of ['\u200B', '\u202E', '\uFE0F', '\u200D', '\u{E0061}']) {
      for (const [before, after] of [
        ['क्', 'ष'],
        ['🇨', '🇭'],
        ['\u1100', '가'],
        ['👩', '💻'],
        ['ｶ', 'ﾞ'],
      ] as const) {
        const clean = sanitise(before + gone + after);
        expect(sanitise(clean)).toBe(clean);
        expect(codePointCells(clean), JSON.stringify([before, gone, after])).toBe(stringWidth(clean));
      }
    }
  });

  test('every character, between letters and behind an emoji', () => {
    for (let codePoint = 0; codePoint < 0x1fb00; codePoint++) {
      // Blocks of thousands of like characters are sampled, and so are the scripts of antiquity.
      const alike =
        (codePoint >= 0x3400 && codePoint < 0xa000) || (codePoint >= 0xac00 && codePoint < 0xf900);
      const ancient = codePoint >= 0x12000 && codePoint < 0x1f000;
      if ((alike || ancient) && codePoint % 64 !== 0) continue;
      // Of the others every one is tested by `npm run test:full`; a prime meets all parts of each block otherwise.
      if (!isFull && codePoint % 13 !== 0) continue;
      const character = String.fromCodePoint(codePoint);
      const clean = sanitise(`क${character}क😀${character}`);
      if (codePointCells(clean) !== stringWidth(clean) || sanitise(clean) !== clean) {
        expect.fail(`U+${codePoint.toString(16)} comes to ${JSON.stringify(clean)}`);
      }
    }
  });
});
