import { describe, expect, test } from 'vitest';
import { safeJson } from '../../src/text/safe-json.js';

describe('JSON for other programs', () => {
  test('has a member a line, and each value as it was written', () => {
    const text = '{"b":1e400,"10":[-0, 1.10,{}],"a":[],"n":12345678901234567890, "s":"a{,:\\"}\\u0041"}';
    expect(safeJson(text, 2)).toBe(
      [
        '{',
        '  "b": 1e400,',
        '  "10": [',
        '    -0,',
        '    1.10,',
        '    {}',
        '  ],',
        '  "a": [],',
        '  "n": 12345678901234567890,',
        '  "s": "a{,:\\"}\\u0041"',
        '}',
        '',
      ].join('\n'),
    );
    expect(safeJson(`\n${text} `, 0)).toBe(text.replaceAll(', ', ','));
  });

  test.each([
    ['C1', '\u009b2J'],
    ['DEL', 'a\u007f'],
    ['bidi', '\u202eabc\u2066'],
    ['line separators', '\u2028\u2029'],
    ['a placeholder of pictures', '\u{10EEEE}'],
    ['half a surrogate pair', '\ud83d'],
  ])('of %s nothing is left that a terminal obeys, and it is the same value', (_, odd) => {
    for (const text of [JSON.stringify({ [odd]: [odd] }), `["${odd}"]`]) {
      const safe = safeJson(text, 2);
      expect(safe).toMatch(/^[\n\x20-\x7e]*$/);
      expect(JSON.parse(safe)).toEqual(JSON.parse(text));
    }
  });

  test('what people write stays as it is', () => {
    const text = JSON.stringify('漢字 👩‍👩‍👧‍👦 é שלום');
    expect(safeJson(text, 0)).toBe(text);
  });

  test('what is no JSON is refused, and what is nested deeply is not', () => {
    for (const text of ['{"a":', '{"a" 1}', '[1 2]', '"\u001b"', '']) {
      expect(() => safeJson(text, 2)).toThrow(SyntaxError);
    }
    expect(safeJson(`${'['.repeat(2000)}${']'.repeat(2000)}`, 2).length).toBeLessThan(1_000_000);
  });
});
