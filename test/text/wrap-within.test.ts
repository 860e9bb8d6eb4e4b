import { describe, expect, test } from 'vitest';
import { lastSentence, wrapWithin } from '../../src/text/wrap-within.js';

test.each([
  ['One only.', 'One only.'],
  ['First. And last.', 'And last.'],
  [
    'a.b.c answered 400 X to com.example.y: words. You can ask again at 12:00.',
    'You can ask again at 12:00.',
  ],
  [
    'It was not sent. `allowPrivateHosts` in settings.json lets it through.',
    '`allowPrivateHosts` in settings.json lets it through.',
  ],
  ['What? Yes! Then …', 'Then …'],
  ['', ''],
  ['no end', 'no end'],
])('the last sentence of %j', (text, last) => {
  expect(text.slice(lastSentence(text))).toBe(last);
});

describe('the advice is never what gets cut', () => {
  const texts = [
    '',
    'short',
    'word '.repeat(80).trim(),
    'x'.repeat(300),
    '日本語'.repeat(60),
    'a👍b '.repeat(40),
  ];
  const advice = '· r tries again';
  test.each(texts)('%j', (text) => {
    for (const cells of [16, 20, 38, 58, 100])
      for (const most of [1, 2, 3, 8]) {
        const rows = wrapWithin(text, advice, cells, most);
        expect(rows.length).toBeLessThanOrEqual(most);
        const said = rows.join('');
        expect(said.endsWith(advice), said).toBe(true);
        const start = said.slice(0, -advice.length).trimEnd().replace(/…$/, '');
        expect(text.startsWith(start), said).toBe(true);
      }
  });

  test('what has room is not cut', () => {
    expect(wrapWithin('It failed.', 'r tries again', 40, 2)).toEqual(['It failed. r tries again']);
    expect(wrapWithin('It failed.', '', 5, 3).join('')).toBe('It failed.');
  });
});
