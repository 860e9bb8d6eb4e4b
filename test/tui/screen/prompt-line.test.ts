import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { sanitise } from '../../../src/text/sanitise.js';
import { caretAt, promptLine, promptPicture } from '../../../src/tui/screen/prompt-line.js';
import { hostile } from '../../support/screen/screen-fixtures.js';

const at = (text: string, caret = text.length) => ({ text, caret });

describe('promptLine', () => {
  test('shows the text behind its label, and the caret behind the text', () => {
    expect(promptLine(' : ', at('bob.test'), 20)).toEqual({ text: ' : bob.test         ', caret: 11 });
  });

  test('shows the caret in the middle, in cells and not in characters', () => {
    expect(promptLine('/ ', at('日本語', 2), 10)).toEqual({ text: '/ 日本語  ', caret: 6 });
  });

  test('scrolls a long text so that its end is in sight', () => {
    expect(promptLine(': ', at('abcdefghijklmnopqrst'), 12)).toEqual({ text: ': …mnopqrst ', caret: 11 });
  });

  test('shows some of what follows a caret that stands far in', () => {
    expect(promptLine(': ', at('abcdefghijklmnopqrst', 12), 14)).toEqual({
      text: ': …fghijklmno…',
      caret: 10,
    });
  });

  test('never cuts a wide character in two, and keeps caret and width right whatever is typed', () => {
    for (const text of [...hostile, '日'.repeat(300), 'é́'.repeat(300)]) {
      for (const caret of [0, Math.floor(text.length / 2), text.length]) {
        for (let cells = 4; cells < 40; cells++) {
          const line = promptLine(' : ', at(text, caret), cells);
          expect(stringWidth(line.text), JSON.stringify(line)).toBe(cells);
          expect(line.caret).toBeGreaterThanOrEqual(0);
          expect(line.caret).toBeLessThan(cells);
        }
      }
    }
  });
});

describe('promptPicture', () => {
  const notice = 'Cut: a prompt holds 8,192 characters.';
  const plain = (line: string | undefined) => stripVTControlCharacters(line ?? '');

  test('has what has to be said at its end, and the caret where one types', () => {
    const { lines, caret, spoken } = promptPicture({ label: ' : ', prompt: at('bob') }, 80, notice);
    expect(plain(lines[0])).toBe(` : bob${' '.repeat(35)} ${notice} `);
    expect(caret).toEqual({ x: 6, y: 0 });
    expect(spoken().title).toBe(`: bob ${notice}`);
  });

  test.each([
    1, 10, 24, 26, 27, 40, 60,
  ])('keeps room for what is typed, and its width, in %i cells', (cells) => {
    for (const said of ['', notice, hostile.join('')]) {
      const { lines, caret } = promptPicture({ label: ' : ', prompt: at('q'.repeat(300)) }, cells, said);
      expect(stringWidth(plain(lines[0]))).toBe(cells);
      expect(caret?.x).toBeGreaterThanOrEqual(Math.min(cells, 24) - 1);
      expect(caret?.x).toBeLessThan(cells);
    }
  });
});

describe('caretAt', () => {
  test.each<[string, { text: string; caret: number }, number, number, number]>([
    ['the first character', at('bob.test'), 20, 3, 0],
    ['one in the middle', at('bob.test'), 20, 7, 4],
    ['behind the last', at('bob.test'), 20, 11, 8],
    ['far behind the last', at('bob.test'), 20, 19, 8],
    ['the label', at('bob.test'), 20, 0, 0],
    ['behind a caret in the middle', at('bob.test', 2), 20, 9, 6],
    ['either half of a wide character', at('日本語'), 20, 6, 1],
    ['the left half of a wide one', at('日本語', 0), 20, 5, 1],
    ['a family, drawn side by side', at('a👩‍👩‍👧b'), 20, 9, 1],
    ['what stands behind it', at('a👩‍👩‍👧b'), 20, 10, 9],
    ['behind emoji that stand behind the caret', at('👍👍b', 0), 20, 7, 4],
    ['what is in sight of a long text', at('abcdefghijklmnopqrst'), 12, 5, 14],
  ])('%s', (_, prompt, cells, cell, caret) => {
    expect(caretAt(' : ', prompt, cells, cell)).toBe(caret);
  });

  test('puts the caret where it stands when one clicks at it, whatever is typed', () => {
    for (const text of [...hostile, '日'.repeat(300)]) {
      for (const caret of [0, text.length]) {
        for (let cells = 6; cells < 40; cells += 3) {
          const { caret: cell } = promptLine(' : ', at(text, caret), cells);
          const found = caretAt(' : ', at(text, caret), cells, cell);
          // Text without width leaves no cell between the two.
          const [from, to] = [Math.min(found, caret), Math.max(found, caret)];
          expect(stringWidth(sanitise(text.slice(from, to))), JSON.stringify({ text, caret, cells })).toBe(0);
        }
      }
    }
  });
});
