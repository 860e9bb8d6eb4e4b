import { type IUnicodeVersionProvider, Terminal } from '@xterm/headless';
import { renderToString, Text } from 'ink';
import { createElement } from 'react';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { fit } from '../../src/text/fit.js';
import { sanitise } from '../../src/text/sanitise.js';
import { width } from '../../src/text/width.js';
import { isFull } from '../support/full.js';
import { hostileText, randomFrom } from '../support/random.js';
import { graphemeWidths } from '../support/terminal/grapheme-widths.js';

/** Controls, bidi controls, line separators, tags, lone surrogates: nothing of this may be left. */
const dangerous =
  /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]|\p{Cs}/u;

/** Each code point by itself, as the C library's wcwidth and with it tmux and VTE count. */
const codePointWidths: IUnicodeVersionProvider = {
  version: 'code points',
  wcwidth(codePoint) {
    // East Asian Width has regional indicators as neutral: two of them are the two cells of a flag.
    if (codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff) return 1;
    return Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as 0 | 1 | 2;
  },
  charProperties(codePoint, preceding) {
    const cells = this.wcwidth(codePoint);
    const joins = cells === 0 && preceding !== 0;
    return ((joins ? (preceding >> 1) & 3 : cells) << 1) | (joins ? 1 : 0);
  },
};

describe('what could move the cursor, hide or reorder', () => {
  test.each([
    ['an SGR sequence', '\x1b[31mred', '␛[31mred'],
    ['a cursor move', 'a\x1b[2J\x1b[Hb', 'a␛[2J␛[Hb'],
    ['OSC 52', '\x1b]52;c;aGFjaw==\x07', '␛]52;c;aGFjaw==␇'],
    ['OSC 8', '\x1b]8;;https://evil.test\x1b\\x', '␛]8;;https://evil.test␛\\x'],
    ['a C1 control', '\x9b31m', '␛[31m'],
    ['a line break', 'a\nb', 'a⏎b'],
    ['a tab', 'a\tb', 'a b'],
    ['bidi controls', 'user\u202Etxt.exe\u2066\u2069', 'usertxt.exe'],
    ['zero width', 'zero\u200Bwidth\uFEFF', 'zerowidth'],
    ['tag characters', 'a\u{E0061}\u{E0062}b', 'ab'],
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ["kitty's placeholder of a picture", 'a\u{10EEEE}b', 'a\uFFFDb'],
    ['a placeholder with its row and column', '\u{10EEEE}\u0305\u030D', '\uFFFD\u0305\u030D'],
    ['placeholders in a row', '\u{10EEEE}\u0305\u{10EEEE}\u030D', '\uFFFD\u0305\uFFFD\u030D'],
  ])('%s is shown or left out', (_, text, expected) => {
    expect(sanitise(text)).toBe(expected);
  });

  test('a base keeps four marks of a thousand', () => {
    expect([...sanitise(`e${'\u0301'.repeat(1000)}x`)].length).toBeLessThanOrEqual(6);
  });

  test('a megabyte of marks, joiners or escapes comes to an end', () => {
    for (const flood of ['\u0301', '\u200D', '\x1b', '\uFE0F', '👩\u200D', '\u{E0061}']) {
      expect(sanitise(`a${flood.repeat(1_000_000 / flood.length)}b`)).not.toMatch(dangerous);
    }
  });
});

test.each([
  'The quick brown fox — “quoted”, 10 €.',
  'Żółć, naïve, Ærø, façade',
  'Ελληνικά',
  'Русский язык',
  'Հայերեն',
  'ქართული',
  '日本語のテキスト、句読点。',
  '中文字符',
  '한국어 문장',
  'שלום עולם',
  'مرحبا بالعالم',
  'ภาษาไทย',
  'தமிழ்',
  '🌱🌿🪴 🇨🇭',
])('ordinary text stays as it is: %s', (text) => {
  expect(sanitise(text)).toBe(text);
});

describe('for any text', () => {
  const random = randomFrom(20_261_124);
  const texts = Array.from({ length: isFull ? 1500 : 200 }, () => hostileText(random));

  test('nothing dangerous is left, and a second pass changes nothing', () => {
    for (const text of texts) {
      const clean = sanitise(text);
      expect(clean, JSON.stringify(text)).not.toMatch(dangerous);
      expect(sanitise(clean), JSON.stringify(text)).toBe(clean);
    }
  });

  test('the width is the one that string-width counts', () => {
    for (const text of texts) {
      const clean = sanitise(text);
      expect(width(clean), JSON.stringify(text)).toBe(stringWidth(clean));
    }
  });

  test('Ink draws a fitted row as wide as it was made', () => {
    for (const text of texts.slice(0, isFull ? 300 : 100)) {
      const row = `│${fit(sanitise(text), 40)}│`;
      const drawn = renderToString(createElement(Text, null, row), { columns: 60 });
      expect(drawn, JSON.stringify(text)).toBe(row);
    }
  });

  test.each([
    ['that counts code points', codePointWidths],
    ['that counts graphemes', graphemeWidths],
  ])('the border behind a fitted row stands in its column on a terminal %s', async (_, provider) => {
    const terminal = new Terminal({ cols: 60, rows: texts.length + 1, allowProposedApi: true });
    terminal.unicode.register(provider);
    terminal.unicode.activeVersion = provider.version;
    const rows = texts.map((text) => `│${fit(sanitise(text), 40)}│`);
    await new Promise<void>((resolve) => terminal.write(rows.join('\r\n'), resolve));
    for (const [y, text] of texts.entries()) {
      const cell = terminal.buffer.active.getLine(y)?.getCell(41)?.getChars();
      expect(cell, JSON.stringify([text, rows[y]])).toBe('│');
    }
    terminal.dispose();
  });
});
