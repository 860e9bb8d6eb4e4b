import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { promptLine } from '../../../src/tui/screen/prompt-line.js';
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
