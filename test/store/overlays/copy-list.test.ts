import { expect, test } from 'vitest';
import { Matches } from '../../../src/store/lists/matches.js';
import { listAsCsv, listAsNdjson } from '../../../src/store/overlays/copy-list.js';
import { list } from '../../support/screen/screen-fixtures.js';

const nobody = () => undefined;
const odd = ['plain', 'with, a comma', 'with "quotes"', 'two\nlines', '=1+1', ''];

test('a list is copied as one JSON value a line, as the service sent it', () => {
  const lines = listAsNdjson(list(odd)).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(odd);
});

test('only the rows that pass the filter are copied', () => {
  const matches = new Matches();
  matches.push(1);
  matches.push(4);
  const filtered = list(odd, { filter: { text: 'x', matches, scanned: odd.length } });
  expect(listAsNdjson(filtered).trim().split('\n')).toHaveLength(2);
  expect(listAsCsv(filtered, nobody).trim().split('\r\n')).toHaveLength(3);
});

test('as CSV each field is quoted where it must be, and the titles come first', () => {
  const [titles = '', ...rows] = listAsCsv(list(odd), nobody).split('\r\n');
  expect(titles.split(',')).toEqual(expect.arrayContaining(['text', 'uri']));
  expect(rows[1]).toContain('"with, a comma"');
  expect(rows[2]).toContain('"with ""quotes"""');
  expect(rows[0]).toMatch(/,at:\/\/did:plc:[^,]+$/);
});

test('an empty list is nothing', () => {
  expect(listAsNdjson(list([]))).toBe('');
});
