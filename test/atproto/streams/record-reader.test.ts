import { decode, encode } from '@atcute/cbor';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../../src/atproto/streams/record-reader.js';

const read = (hex: string): unknown => readRecord(Buffer.from(hex, 'hex'));

const link = { $link: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a' };

test.each([
  [{}],
  [[]],
  [{ $type: 'app.bsky.graph.follow', subject: 'did:plc:x', createdAt: '2024-02-21T03:11:45Z' }],
  [{ a: [1, -1, 0, 23, 24, 255, 256, 65_536, 4_294_967_296, -4_294_967_297, 2 ** 53 - 1, -(2 ** 53 - 1)] }],
  [{ text: 'ü👍日', yes: true, no: false, none: null, deep: { er: [[[{}]]] } }],
  [{ ref: link, list: [link, link] }],
  [{ bytes: { $bytes: 'aGVsbG8' }, empty: { $bytes: '' } }],
])('a sound record reads as the library has it: %j', (record) => {
  const bytes = encode(record);
  expect(readRecord(bytes)).toEqual(JSON.parse(JSON.stringify(decode(bytes))));
});

describe('integers of 2^53 and more are read to the last digit (bluesky-social/atproto#4212)', () => {
  test.each([
    ['1b0020000000000000', 9_007_199_254_740_992n],
    ['1b0020000000000001', 9_007_199_254_740_993n],
    ['1bffffffffffffffff', 18_446_744_073_709_551_615n],
    ['3b001fffffffffffff', -9_007_199_254_740_992],
    ['3b0020000000000000', -9_007_199_254_740_993n],
    ['3bffffffffffffffff', -18_446_744_073_709_551_616n],
    ['1b001fffffffffffff', 9_007_199_254_740_991],
  ])('%s', (hex, value) => {
    expect(read(hex)).toBe(value);
  });

  test('beside the subject of a follow', () => {
    expect(read('a2677375626a6563746161636269671bffffffffffffffff')).toEqual({
      subject: 'a',
      big: 18_446_744_073_709_551_615n,
    });
  });
});

test.each([
  ['a float', 'fb3ff8000000000000', 1.5],
  ['a float of 32 bits', 'fa3fc00000', 1.5],
  ['a float of 16 bits', 'f93e00', 1.5],
  ['undefined', 'f7', null],
  ['another tag', 'c11a5fd9d280', 0x5fd9d280],
  ['an integer that is longer than it need be', '1b0000000000000001', 1],
  ['a name that is no text', 'a1016161', { 1: 'a' }],
])('%s, which DAG-CBOR forbids, is read', (_, hex, value) => {
  expect(read(hex)).toEqual(value);
});

test('a member named __proto__ is a member', () => {
  const value = read('a1695f5f70726f746f5f5fa161610 1'.replace(' ', '')) as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test.each([
  ['nothing', ''],
  ['a text that ends too early', '65616263'],
  ['a list that claims more than there is', '9b00ffffffffffffff'],
  ['a map that claims more than there is', 'bb00ffffffffffffff'],
  ['a list without an end', '9f01ff'],
  ['a simple value that nobody knows', 'f8ff'],
  ['a bottomless list', '81'.repeat(100_000)],
  ['a list of more levels than are followed', `${'81'.repeat(200_000)}00`],
])('%s is none', (_, hex) => {
  expect(() => read(hex)).toThrow(RangeError);
});

test.each([
  ['lists', '81'],
  ['maps', 'a16161'],
  ['tags', 'c1'],
])('a record of thousands of %s within one another is read', (_, open) => {
  const record = readRecord(Buffer.from(`a26464656570${open.repeat(20_000)}006474657874616f`, 'hex'));
  expect(record).toMatchObject({ text: 'o' });
});
