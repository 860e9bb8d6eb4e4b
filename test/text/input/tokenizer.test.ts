import { describe, expect, test } from 'vitest';
import { PASTE_MAX_BYTES } from '../../../src/text/input/paste-collector.js';
import { STRING_MAX_BYTES } from '../../../src/text/input/string-collector.js';
import { Tokenizer } from '../../../src/text/input/tokenizer.js';
import { keyOf } from '../../../src/tui/terminal/input/key-of.js';
import { isMouse, mouseOf } from '../../../src/tui/terminal/input/mouse-of.js';
import { randomFrom } from '../../support/random.js';
import { everyCut, tokensOf } from '../../support/terminal/inputs.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const raw = (...values: (number | string)[]): Buffer =>
  Buffer.concat(
    values.map((value) => (typeof value === 'string' ? Buffer.from(value) : Buffer.from([value]))),
  );

/** What of the tokens is pressed or typed. */
const pressedIn = (chunks: readonly Uint8Array[]) => tokensOf(chunks).flatMap((token) => keyOf(token) ?? []);

describe('answers and reports never become keys (cli/cli#661)', () => {
  const replies: readonly (readonly [what: string, sent: Uint8Array])[] = [
    ['OSC 11 with BEL', bytes('\x1b]11;rgb:1e1e/1e1e/1e1e\x07')],
    ['OSC 11 with ST', bytes('\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\')],
    ['OSC 10, rgba', bytes('\x1b]10;rgba:ff/ff/ff/80\x1b\\')],
    ['OSC 4, two colours in one', bytes('\x1b]4;0;rgb:00/00/00;1;rgb:ff/00/00\x07')],
    ['OSC 52, a clipboard', bytes(`\x1b]52;c;${'QUJD'.repeat(500)}\x07`)],
    ['OSC with the 8-bit ends', raw(0x9d, '11;rgb:0/0/0', 0x9c)],
    ['OSC with the 8-bit ends, encoded', bytes('\u009D11;rgb:0/0/0\u009C')],
    ['OSC with 0x9C inside a character', bytes('\x1b]l✜ 👍 title\x1b\\')],
    ['OSC nobody knows', bytes('\x1b]9999;qqq:j\x07')],
    ['an empty OSC', bytes('\x1b]\x07')],
    ['XTVERSION', bytes('\x1bP>|kitty(0.41.1)\x1b\\')],
    ['DECRQSS', bytes('\x1bP1$r0m\x1b\\')],
    ['XTGETTCAP', bytes('\x1bP1+r544e=787465726d\x1b\\')],
    ['DA3', bytes('\x1bP!|7E565445\x1b\\')],
    ['DCS, 8-bit', raw(0x90, '>|foot', 0x9c)],
    ["kitty's graphics", bytes('\x1b_Gi=31;OK\x1b\\')],
    ['PM', bytes('\x1b^qqq\x1b\\')],
    ['SOS', bytes('\x1bXqqq\x1b\\')],
    ['DA1', bytes('\x1b[?62;4;22c')],
    ['DA2', bytes('\x1b[>41;398;0c')],
    ['CPR', bytes('\x1b[12;40R')],
    ['CPR at the home', bytes('\x1b[1;1R')],
    ['DECXCPR', bytes('\x1b[?1;1;1R')],
    ['DECRPM', bytes('\x1b[?2026;2$y')],
    ['DECRPM, ANSI', bytes('\x1b[4;2$y')],
    ['DSR', bytes('\x1b[0n')],
    ['the colour scheme', bytes('\x1b[?997;1n')],
    ['the size in cells', bytes('\x1b[8;40;120t')],
    ['the size of a cell', bytes('\x1b[6;18;9t')],
    ['the size in mode 2048', bytes('\x1b[48;40;120;720;1080t')],
    ['kitty keyboard flags', bytes('\x1b[?0u')],
    ['XTSMGRAPHICS', bytes('\x1b[?2;0;1000;800S')],
    ['focus in', bytes('\x1b[I')],
    ['focus out', bytes('\x1b[O')],
    ['SGR mouse', bytes('\x1b[<0;12;34M\x1b[<0;12;34m')],
    ['SGR wheel', bytes('\x1b[<64;12;34M')],
    ["rxvt's mouse", bytes('\x1b[32;12;34M')],
    ['X10 mouse', bytes('\x1b[M !!')],
    ['X10 mouse whose numbers are letters', bytes('\x1b[M qj')],
    ['X10 mouse at 200, 100', raw('\x1b[M ', 232, 132, '\x1b[M#', 232, 132)],
    ['X10 mouse with mode 1005', bytes('\x1b[M \u0100\u0090')],
    ['X10 mouse, the wheel', bytes('\x1b[M`qq')],
    ['a locator', bytes('\x1b[1;2;3;4;0&w')],
    ['a CSI nobody knows', bytes('\x1b[=1;2;3 q')],
    ['a CSI of a thousand parameters', bytes(`\x1b[${'1;'.repeat(1000)}1m`)],
    ['the end of a paste that never began', bytes('\x1b[201~')],
  ];

  test.each(replies)('%s, however it is cut', (_, sent) => {
    for (const chunks of everyCut(sent)) expect(pressedIn(chunks)).toEqual([]);
  });

  test.each(replies)('%s between two letters', (_, sent) => {
    const whole = Buffer.concat([bytes('a'), sent, bytes('b')]);
    const typed = pressedIn([whole]).map((pressed) =>
      pressed.kind === 'text' ? pressed.text : pressed.name,
    );
    expect(typed.join('')).toBe('ab');
  });

  test('X10 reports of a wide terminal whose bytes read as characters, one behind the other', () => {
    const sent = raw('\x1b[M ', 0xc3, 0xa1, '\x1b[M#', 0xc3, 0xa1);
    for (const chunks of everyCut(sent)) expect(pressedIn(chunks)).toEqual([]);
  });

  test('the body of a reply is handed on whole', () => {
    for (const chunks of everyCut(bytes('\x1b]11;rgb:0/0/0\x1b\\\x1bP>|é✜\x1b\\\x1b[?1;2c'))) {
      expect(tokensOf(chunks)).toEqual([
        { kind: 'osc', body: '11;rgb:0/0/0' },
        { kind: 'dcs', body: '>|é✜' },
        { kind: 'csi', body: '?1;2c', isAlt: false },
      ]);
    }
  });

  test('a string that goes on for ever is swallowed, and not kept', () => {
    const tokenizer = new Tokenizer();
    tokenizer.push(bytes('\x1b]52;c;'));
    for (let round = 0; round < 40; round += 1) expect(tokenizer.push(Buffer.alloc(65_536, 'q'))).toEqual([]);
    const [token] = tokenizer.push(bytes('\x07'));
    expect(token).toMatchObject({ kind: 'osc' });
    expect(token && 'body' in token && token.body.length).toBe(STRING_MAX_BYTES);
  });
});

describe('what is broken off', () => {
  const broken: readonly (readonly [sent: string, typed: string])[] = [
    ['\x1b[<0;1\x1b[A', 'Up'],
    ['\x1b]11;rgb:\x1b[A', 'Up'],
    ['\x1b]11;rgb:\x03', 'Ctrl-c'],
    ['\x1bP>|kit\x03', 'Ctrl-c'],
    ['\x1b[1;\x03', 'Ctrl-c'],
    ['\x1bO\x03', 'Alt-O Ctrl-c'],
    ['\x1b\x03', 'Ctrl-c'],
    ['\x1b[M \x03', 'Ctrl-c'],
    ['\x1b[1;\rA', 'Enter Up'],
    ['\x1b[1;é', 'é'],
    ['\x1b[1;', ''],
    ['\x1b[<0;12;3', ''],
    ['\x1b[', 'Alt-['],
    ['\x1b]', 'Alt-]'],
    ['\x1bP', 'Alt-P'],
    ['\x1b_', 'Alt-_'],
    ['\x1b^', 'Alt-^'],
    ['\x1bX', 'Alt-X'],
    ['\x1bO', 'Alt-O'],
    ['\x1b]11;rgb:', ''],
    ['\x1bP>|kitty(0.4', ''],
    ['\x1b_Gi=31;O', ''],
    ['\x1b]hé\rq', 'Alt-] hé Enter q'],
    ['\x1bPost', 'Alt-P ost'],
    ['\x1bXqq', 'Alt-X qq'],
    ['\x1b^jj', 'Alt-^ jj'],
    ['\x1b_jj', 'Alt-_ jj'],
    ['\x1b]jj\x03', 'Ctrl-c'],
    ['\x1b]jj\x1b[A', 'Up'],
    ['\x1b]11;rgb:\x1b', 'Esc'],
    ['\x1b[M !', ''],
    ['\x1b\x1b[', 'Esc Alt-['],
  ];

  test.each(broken)('%j is %j, however it is cut', (sent, typed) => {
    for (const chunks of everyCut(bytes(sent))) {
      const pressed = pressedIn(chunks).map((one) => (one.kind === 'text' ? one.text : one.name));
      expect(pressed.join(' ')).toBe(typed);
    }
  });
});

describe('characters', () => {
  test.each([
    ['UTF-8 of each length', bytes('aé日👍a'), 'aé日👍a'],
    ['a first byte without the rest', raw('a', 0xe6, 0x97, 'b'), 'a\uFFFDb'],
    ['the rest without a first byte', raw('a', 0xbf, 0xbf, 'b'), 'a\uFFFDb'],
    ['Latin-1', raw('a', 0xe9, 'b'), 'a\uFFFDb'],
    ['a surrogate', raw('a', 0xed, 0xa0, 0x9b, 'b'), 'a\uFFFDb'],
    ['two surrogates (CESU-8)', raw('a', 0xed, 0xa0, 0xbd, 0xed, 0xb1, 0x8d, 'b'), 'a\uFFFD\uFFFDb'],
    ['an overlong form', raw('a', 0xc0, 0x9b, '[A'), 'a\uFFFD[A'],
    ['above U+10FFFF', raw('a', 0xf4, 0x90, 0x80, 0x80, 'b'), 'a\uFFFDb'],
    ['0xFF', raw('a', 0xff, 0xfe, 'b'), 'a\uFFFD\uFFFDb'],
    ['a C1 control that introduces nothing', raw('a', 0x85, 0x80, 'b'), 'ab'],
  ])('%s, however it is cut', (_, sent, text) => {
    for (const chunks of everyCut(sent)) expect(tokensOf(chunks)).toEqual([{ kind: 'text', text }]);
  });

  test('NUL is Ctrl-Space', () => {
    expect(pressedIn([raw('a', 0, 'b')])).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'key', name: 'Ctrl-Space' },
      { kind: 'text', text: 'b' },
    ]);
  });
});

describe('a paste', () => {
  const begin = '\x1b[200~';
  const end = '\x1b[201~';

  test.each([
    ['words', 'alice.test'],
    ['lines', 'a\r\nb\tc'],
    ['nothing', ''],
    ['forged reports', '\x1b[<0;1;1M\x1b]11;rgb:0/0/0\x07\x1b[M !!'],
    ['forged keys', 'q\x1b[A\x1bq\r'],
    ['the beginning of a paste', `a${begin}b`],
    ['parts of its end', 'a\x1b[201\x1b[20\x1b\x1b[2'],
    ['a Ctrl-c', 'a\x03b'],
    ['characters of each length', 'é日👍'],
    ['C1 controls', 'a\u009B31m\u0085'],
  ])('of %s is text, however it is cut, and what follows are keys', (_, text) => {
    for (const chunks of everyCut(bytes(`a${begin}${text}${end}q`))) {
      expect(tokensOf(chunks)).toEqual([
        { kind: 'text', text: 'a' },
        { kind: 'paste', text, isCut: false },
        { kind: 'text', text: 'q' },
      ]);
    }
  });

  test('that does not end is what came of it (QwenLM/qwen-code#3181)', () => {
    for (const chunks of everyCut(bytes(`${begin}alice\x1b[20`))) {
      expect(tokensOf(chunks)).toEqual([{ kind: 'paste', text: 'alice', isCut: false }]);
    }
  });

  test('that does not end lets Ctrl-c through (QwenLM/qwen-code#3181)', () => {
    for (const chunks of everyCut(bytes(`${begin}alice\x03\x03jj`))) {
      expect(tokensOf(chunks)).toEqual([
        { kind: 'paste', text: 'alice', isCut: false },
        { kind: 'control', code: 3, isAlt: false },
      ]);
    }
  });

  test('of megabytes is cut inside no character, and not kept', () => {
    const tokenizer = new Tokenizer();
    tokenizer.push(bytes(`${begin}a`));
    for (let round = 0; round < 64; round += 1) tokenizer.push(bytes('日'.repeat(10_000)));
    const [paste, ...rest] = tokenizer.push(bytes(`${end}q`));
    expect(paste).toMatchObject({ kind: 'paste', isCut: true });
    const text = paste?.kind === 'paste' ? paste.text : '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(PASTE_MAX_BYTES);
    expect(text).toMatch(/^a日{10000,}$/);
    expect(rest).toEqual([{ kind: 'text', text: 'q' }]);
  });

  test('of megabytes that does not end lets a Ctrl-c behind what is kept through', () => {
    const tokenizer = new Tokenizer();
    tokenizer.push(bytes(begin));
    for (let round = 0; round < 3; round += 1) tokenizer.push(Buffer.alloc(65_536, 'q'));
    tokenizer.push(bytes('\x03'));
    expect(tokenizer.waiting).toBe('paste-interrupted');
    expect(tokenizer.flush().at(-1)).toEqual({ kind: 'control', code: 3, isAlt: false });
  });
});

describe('the mouse', () => {
  const at = { column: 11, row: 33, shift: false, alt: false, ctrl: false };
  test.each([
    ['\x1b[<0;12;34M', { kind: 'press', button: 'left', ...at }],
    ['\x1b[<1;12;34M', { kind: 'press', button: 'middle', ...at }],
    ['\x1b[<2;12;34M', { kind: 'press', button: 'right', ...at }],
    ['\x1b[<0;12;34m', { kind: 'release', button: 'left', ...at }],
    ['\x1b[<2;12;34m', { kind: 'release', button: 'right', ...at }],
    ['\x1b[<32;12;34M', { kind: 'drag', button: 'left', ...at }],
    ['\x1b[<64;12;34M', { kind: 'wheel', button: undefined, direction: 'up', ...at }],
    ['\x1b[<65;12;34M', { kind: 'wheel', button: undefined, direction: 'down', ...at }],
    ['\x1b[<66;12;34M', { kind: 'wheel', button: undefined, direction: 'left', ...at }],
    ['\x1b[<67;12;34M', { kind: 'wheel', button: undefined, direction: 'right', ...at }],
    ['\x1b[<4;12;34M', { kind: 'press', button: 'left', ...at, shift: true }],
    ['\x1b[<24;12;34M', { kind: 'press', button: 'left', ...at, alt: true, ctrl: true }],
    ['\x1b[<80;12;34M', { kind: 'wheel', button: undefined, direction: 'up', ...at, ctrl: true }],
    ['\x1b[32;12;34M', { kind: 'press', button: 'left', ...at }],
    ['\x1b[35;12;34M', { kind: 'release', button: undefined, ...at }],
    ['\x1b[96;12;34M', { kind: 'wheel', button: undefined, direction: 'up', ...at }],
    ['\x1b[M ,B', { kind: 'press', button: 'left', ...at }],
    ['\x1b[M#,B', { kind: 'release', button: undefined, ...at }],
    ['\x1b[M@,B', { kind: 'drag', button: 'left', ...at }],
    ['\x1b[Ma,B', { kind: 'wheel', button: undefined, direction: 'down', ...at }],
    ['\x1b[M \u0100!', { kind: 'press', button: 'left', ...at, column: 223, row: 0 }],
  ])('%j, however it is cut', (sent, event) => {
    for (const chunks of everyCut(bytes(sent))) {
      expect(tokensOf(chunks).map((token) => mouseOf(token))).toEqual([event]);
    }
  });

  test.each([
    ['a move without a button', '\x1b[<35;12;34M'],
    ['a button beyond the wheel', '\x1b[<128;12;34M'],
    ['a wheel let go', '\x1b[<64;12;34m'],
    ['a cell that is none', '\x1b[<0;0;34M'],
    ['too few numbers', '\x1b[<0;12M'],
    ['no numbers', '\x1b[<M'],
  ])('%s is no event, and no key', (_, sent) => {
    const [token, ...rest] = tokensOf([bytes(sent)]);
    expect(rest).toEqual([]);
    expect(token && isMouse(token)).toBe(true);
    expect(token && mouseOf(token)).toBeUndefined();
    expect(token && keyOf(token)).toBeUndefined();
  });
});

test('any bytes give the same tokens however they are cut', () => {
  const random = randomFrom(20_261_126);
  const pieces = [
    ...[
      '\x1b',
      '\x1b[',
      '\x1bO',
      '\x1b]',
      '\x1bP',
      '\x1b_',
      '\x1b\\',
      '\x1b[M',
      '\x1b[<',
      '\x1b[200~',
      '\x1b[201~',
    ],
    ...[
      '\x1b[A',
      '0;1',
      ';',
      'M',
      'm',
      '~',
      '$',
      '[',
      'q',
      'jjj',
      'é',
      '👍',
      '\x03',
      '\x07',
      '\x18',
      '\x00',
      '\r',
      '\x7f',
      ' ',
    ],
  ].map((piece) => bytes(piece));
  for (let round = 0; round < 3000; round += 1) {
    const sent = Buffer.concat(
      Array.from({ length: 1 + random.below(12) }, () =>
        random.below(4) === 0 ? Buffer.from([random.below(256)]) : random.pick(pieces),
      ),
    );
    const whole = tokensOf([sent]);
    for (const chunks of everyCut(sent)) expect(tokensOf(chunks), sent.toString('latin1')).toEqual(whole);
  }
});
