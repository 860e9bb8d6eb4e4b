import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../src/text/written-json.js';
import { diffJson } from '../../../src/tui/json/json-diff.js';
import { jsonDocument } from '../../../src/tui/json/json-document.js';
import { differenceText, diffSheet } from '../../../src/tui/views/diff-lines.js';
import { expectExact } from '../../support/screen/exact.js';
import { hostile } from '../../support/screen/screen-fixtures.js';

const documentOf = (value: unknown) => jsonDocument(readJson(JSON.stringify(value)));
const sidesOf = (before: unknown, after: unknown) => ({
  old: { name: 'as it came', document: documentOf(before) },
  new: { name: 'as it is now', document: documentOf(after) },
});
const drawn = (before: unknown, after: unknown, width: number) =>
  diffSheet(sidesOf(before, after), width).lines.map((line) => stripVTControlCharacters(line).trimEnd());

const before = { text: 'a first post', langs: ['en'], tags: ['x'] };
const after = { text: 'a first post, edited', langs: ['en'], via: 'atscope' };

describe('two versions of a record', () => {
  test('stand beside each other where there is room, a member that changed beside what it was', () => {
    expect(drawn(before, after, 90)).toMatchInlineSnapshot(`
      [
        "as it came                                  │ as it is now",
        "   {                                        │    {",
        "−    "text": "a first post",                │ +    "text": "a first post, edited",",
        "     "langs": [                             │      "langs": [",
        "       "en"                                 │        "en"",
        "     ],                                     │      ],",
        "−    "tags": [                              │",
        "−      "x"                                  │",
        "−    ]                                      │",
        "                                            │ +    "via": "atscope"",
        "   }                                        │    }",
      ]
    `);
  });

  test('stand one above the other, line by line, where there is not', () => {
    expect(drawn(before, after, 40)).toMatchInlineSnapshot(`
      [
        "− as it came",
        "+ as it is now",
        "   {",
        "−    "text": "a first post",",
        "+    "text": "a first post, edited",",
        "     "langs": [",
        "       "en"",
        "     ],",
        "−    "tags": [",
        "−      "x"",
        "−    ]",
        "+    "via": "atscope"",
        "   }",
      ]
    `);
  });

  test.each([
    90, 40,
  ])('tell at %i cells where their differences begin, those that stand together as one', (width) => {
    const { lines, changes } = diffSheet(sidesOf(before, after), width);
    const begins = changes.map((row) =>
      stripVTControlCharacters(lines[row] ?? '')
        .slice(0, 16)
        .trimEnd(),
    );
    expect(begins).toEqual(['−    "text": "a', '−    "tags": [']);
    expect(diffSheet(sidesOf(before, before), width).changes).toEqual([]);
  });

  test('differ in what they say, not in commas', () => {
    expect(differenceText(sidesOf(before, before))).toBe('no difference');
    expect(differenceText(sidesOf({ a: 1 }, { a: 1, b: 2 }))).toBe('1 line differs');
    expect(differenceText(sidesOf(before, after))).toBe('5 lines differ');
    // What is deeper or in a list is another line.
    expect(diffJson(documentOf({ a: 1 }), documentOf([1])).some(({ kind }) => kind === 'same')).toBe(false);
  });

  test.each([30, 60, 89, 90, 158])('at %s cells: every row is as wide, whatever is in it', (width) => {
    const sheet = diffSheet(
      sidesOf({ hostile, left: 'x'.repeat(400) }, { hostile: hostile.slice(1) }),
      width,
    );
    expectExact(sheet.lines, { width, height: sheet.lines.length });
  });

  test('are looked through on both sides', () => {
    const { texts } = diffSheet(sidesOf(before, after), 90);
    expect(texts.filter((text) => text.includes('a first post'))).toHaveLength(1);
    expect(texts.find((text) => text.includes('edited'))).toContain('"a first post"');
    expect(texts.some((text) => text.includes('atscope'))).toBe(true);
  });
});
