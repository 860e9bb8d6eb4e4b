import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { jsonDocument } from '../../../src/tui/json/json-document.js';
import { foldAll } from '../../../src/tui/json/json-folds.js';
import { layoutJson } from '../../../src/tui/json/json-layout.js';
import { jsonSearch, jsonTexts, unfoldedFor } from '../../../src/tui/json/json-search.js';
import { matchesIn, matchText } from '../../../src/tui/screen/search-text.js';
import { litRows, SheetWriter } from '../../../src/tui/screen/sheet.js';

describe('what a text is found in', () => {
  const texts = ['The sea', 'a SEA of Éclairs', '', 'ｓｅａ in wide letters', 'land'];

  test.each<[string, number[]]>([
    ['sea', [0, 1, 3]],
    ['SEA', [0, 1, 3]],
    ['eclair', [1]],
    ['a sea of', [1]],
    ['e s', [0]],
    ['lake', []],
    ['', []],
  ])('%j is on the lines %j, by letters and not by words', (text, lines) => {
    expect(matchesIn(texts, text)).toEqual(lines);
  });

  test('is the same as one types on, takes back, and types something else', () => {
    for (const text of ['s', 'se', 'sea', 'seas', 'sea', 'e', 'land', 'l']) {
      expect(matchesIn(texts, text), text).toEqual(matchesIn([...texts], text));
    }
  });

  test('a document is read once, however many keys are pressed', () => {
    let read = 0;
    const counting = new Proxy(['one', 'two', 'three'], {
      get(target, name, receiver) {
        if (name === '0') read++;
        return Reflect.get(target, name, receiver);
      },
    });
    for (const text of ['t', 'th', 't', 'o']) matchesIn(counting, text);
    expect(read).toBe(1);
  });

  test('the title says at which match one is', () => {
    expect(matchText({ text: 'sea', at: 1 }, { texts })).toBe('2/3');
    expect(matchText({ text: 'lake', at: 0 }, { texts })).toBe('no match');
    expect(matchText(undefined, { texts })).toBe('');
    // Another document came, with fewer.
    expect(matchText({ text: 'land', at: 7 }, { texts })).toBe('1/1');
  });
});

describe('JSON', () => {
  const long = `${'word '.repeat(20)}needle ${'word '.repeat(20)}`;
  const document = jsonDocument({ a: { b: { text: long } }, needle: 1, list: ['x', 'a needle'] });
  const folded = new Set<number>();

  test('is searched in its names and values', () => {
    const lines = matchesIn(jsonTexts(document), 'needle').map((line) => document.lines[line]);
    expect(lines.map((line) => line?.key)).toEqual(['text', 'needle', undefined]);
    expect(matchesIn(jsonTexts(document), '"text": "word')).toHaveLength(1);
  });

  test('a match in a long text is in sight in the row in which it stands', () => {
    const layout = layoutJson(document, { width: 40, folded });
    const [line = -1] = matchesIn(jsonTexts(document), 'needle');
    const row = jsonSearch(layout).rowOf(line, 'needle');
    expect(layout.textAt(row)?.value).toContain('needle');
    expect(row).toBeGreaterThan(layout.rowOf(line));
    expect(jsonSearch(layout).lineOf(row)).toBe(line);
  });

  test('a match comes out of its folds, and others stay', () => {
    const all = foldAll(document);
    const [line = -1] = matchesIn(jsonTexts(document), 'needle');
    const next = unfoldedFor(document, all, line);
    expect([...all].filter((fold) => !next.has(fold)).map((fold) => document.lines[fold]?.key)).toEqual([
      'a',
      'b',
    ]);
    expect([...next].map((fold) => document.lines[fold]?.key)).toEqual(['list']);
    expect(unfoldedFor(document, next, line)).toBe(next);
  });
});

describe('a text of wrapped lines', () => {
  const sheet = new SheetWriter();
  sheet.add('one', ['one']);
  sheet.add('a needle in hay', ['a need', 'le in', 'hay']);
  sheet.add('', ['']);

  test('finds what the end of a row breaks in two', () => {
    expect(matchesIn(sheet.texts, 'needle')).toEqual([1]);
    expect(sheet.rowOf(1, 'needle')).toBe(1);
    expect(sheet.rowOf(1, 'hay')).toBe(3);
  });

  test('knows which line a row is of', () => {
    expect([0, 1, 2, 3, 4].map((row) => sheet.lineOf(row))).toEqual([0, 1, 1, 1, 2]);
  });

  test('lights what is found, and leaves the letters as they are', () => {
    const rows = ['\u001b[31mThe SEA\u001b[39m', 'land'];
    const lit = litRows(rows, 'sea');
    expect(lit.map(stripVTControlCharacters)).toEqual(['The SEA', 'land']);
    expect(lit[1]).toBe('land');
    expect(litRows(rows, '')).toBe(rows);
  });
});
