import { encode } from '@atcute/cbor';
import { describe, expect, test } from 'vitest';
import { CborReader, wordsOf } from '../../../src/atproto/streams/cbor-reader.js';
import { millisecondsOf } from '../../../src/atproto/streams/json-fields.js';
import { StreamFault } from '../../../src/atproto/streams/protocol.js';
import { randomFrom } from '../../support/random.js';

/** Passes over the first value of the bytes, behind which a text is read. */
function behind(bytes: Buffer): string {
  const reader = new CborReader(Buffer.concat([bytes, encode('behind')]), 0);
  reader.skip();
  const text = reader.text();
  expect(reader.isAtEnd()).toBe(true);
  return text;
}
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('any value of CBOR is passed over (RFC 8949, appendix A)', () => {
  test.each([
    ['small integers', '8700 01 0a 17 18ff 20 3863'],
    ['integers past 2^53', '84 1b0020000000000001 1bffffffffffffffff 3b7fffffffffffffff 3bffffffffffffffff'],
    ['an integer longer than it need be', '1b0000000000000001'],
    ['big numbers', '82 c249010000000000000000 c349010000000000000000'],
    ['floats of 16 bits', '86 f90000 f98000 f93c00 f97bff f97c00 f97e00'],
    ['floats of 32 bits', '83 fa47c35000 fa7f800000 faffc00000'],
    ['floats of 64 bits', '82 fb3ff199999999999a fb7ff8000000000000'],
    ['false, true, null, undefined', '84 f4 f5 f6 f7'],
    ['simple values without a meaning', '84 e0 f3 f8 20 f8 ff'],
    [
      'tags',
      '84 c074323031332d30332d32315432303a30343a30305a c1fb41d452d9e8200000 d74401020304 d818456449455446',
    ],
    ['tags of tags', 'c6 c7 d9d9f7 da00010000 db0000000100000000 00'],
    ['bytes and texts', '84 40 4401020304 60 63e6b0b4'],
    ['maps of any names', 'a4 01 02 f6 f7 80 a0 6161 a1 6162 6163'],
    ['bytes of no definite length', '5f 42 0102 43 030405 ff'],
    ['texts of no definite length', '82 7f 65 7374726561 64 6d696e67 ff 7f ff'],
    ['lists of no definite length', '9f 01 82 02 03 9f 04 05 ff ff'],
    ['maps of no definite length', 'bf 6161 01 6162 9f 02 03 ff ff'],
    ['an empty list and map of no definite length', '82 9f ff bf ff'],
  ])('%s', (_, text) => {
    expect(behind(hex(text))).toBe('behind');
  });

  test('however it is put together', () => {
    const random = randomFrom(11);
    const leaves = [
      '00',
      '1bffffffffffffffff',
      'f97e00',
      'fa47c35000',
      'f7',
      'f820',
      '4401020304',
      '7f6161ff',
      '63e6b0b4',
    ];
    function anything(depth: number): string {
      const kind = depth === 0 ? 0 : random.below(6);
      const count = random.below(4);
      const items = (of: number) => Array.from({ length: of }, () => anything(depth - 1)).join('');
      if (kind === 1) return `8${count}${items(count)}`;
      if (kind === 2) return `a${count}${items(2 * count)}`;
      if (kind === 3) return `9f${items(count)}ff`;
      if (kind === 4) return `bf${items(2 * count)}ff`;
      return kind === 5 ? `d82a${anything(depth - 1)}` : (leaves[random.below(leaves.length)] ?? '');
    }
    for (let round = 0; round < 2_000; round++) expect(behind(hex(anything(5)))).toBe('behind');
  });

  test.each([
    ['lists', '81'],
    ['lists of no definite length', '9f'],
    ['tags', 'c1'],
    ['maps of no definite length', 'bf00'],
  ])('%s within one another, however deep', (_, open) => {
    const close = /^[9b]f/.test(open) ? 'ff' : '';
    const nested = (depth: number): Buffer => hex(`${open.repeat(depth)}00${close.repeat(depth)}`);
    expect(behind(nested(200_000))).toBe('behind');
  });
});

describe('what is no CBOR is refused', () => {
  test.each([
    ['nothing', ''],
    ['a list that ends too early', '82 01'],
    ['a list longer than any bytes', '9b ffffffffffffffff 00'],
    ['a map longer than any bytes', 'bb ffffffffffffffff 00'],
    ['a text longer than its bytes', '7b 0fffffffffffffff 61'],
    ['a text of more than 2^53', '7b ffffffffffffffff 61'],
    ['a number that ends too early', '1b 00'],
    ['a float that ends too early', 'fb 0000'],
    ['a tag of nothing', 'c1'],
    ['lengths that are reserved', '1c'],
    ['simple values that are reserved', 'fc'],
    ['a simple value in the longer form', 'f8 1f'],
    ['a break outside', 'ff'],
    ['a break in a list of definite length', '82 01 ff'],
    ['a break behind a tag', '9f c1 ff ff'],
    ['a break between a name and its value', 'bf 6161 ff'],
    ['an integer of no definite length', '1f 00 ff'],
    ['a tag of no definite length', 'df 00 ff'],
    ['chunks of another kind', '5f 6161 ff'],
    ['chunks within chunks', '5f 5f 4101 ff ff'],
    ['chunks without an end', '7f 6161'],
  ])('%s', (_, text) => {
    expect(() => new CborReader(hex(text), 0).skip()).toThrow(StreamFault);
  });
});

test('a name that is no text is none of the words', () => {
  for (const text of ['01', 'f7', '1bffffffffffffffff', '7f6161ff', 'c16161', '4161']) {
    const reader = new CborReader(Buffer.concat([hex(text), encode('a')]), 0);
    expect(reader.word(wordsOf('a'))).toBeUndefined();
    expect(reader.word(wordsOf('a'))).toBe('a');
  }
});

test.each([
  ['2026-01-01T00:00:00.123Z', Date.UTC(2026, 0, 1, 0, 0, 0, 123)],
  ['2026-01-01T00:00:00.123456Z', Date.UTC(2026, 0, 1, 0, 0, 0, 123)],
  ['2026-01-01T00:00:00.999999999Z', Date.UTC(2026, 0, 1, 0, 0, 0, 999)],
  ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
  ['2026-01-01T02:00:00.5+02:00', Date.UTC(2026, 0, 1, 0, 0, 0, 500)],
  ['2026-01-01T00:00:00.000000', Date.UTC(2026, 0, 1)],
  ['0001-01-01T00:00:00Z', Date.parse('0001-01-01T00:00:00Z')],
  ['2026-02-30T00:00:00.000Z', Number.NaN],
  ['2026-01-01T24:01:00.000Z', Number.NaN],
  ['2026-01-01T00:00:0x.000Z', Number.NaN],
  ['2026', Number.NaN],
  ['Thu, 01 Jan 2026 00:00:00 GMT', Number.NaN],
  ['soon', Number.NaN],
  ['', Number.NaN],
])('the time %j', (text, time) => {
  // Twice, since what is like the one before is read by that, and beside another of the same second.
  for (const other of [text, '2026-01-01T00:00:00.001Z', text])
    new CborReader(Buffer.from(encode(other)), 0).time();
  expect(new CborReader(Buffer.from(encode(text)), 0).time()).toBe(time);
  expect(millisecondsOf(text)).toBe(time);
  millisecondsOf('2026-01-01T00:00:00.001Z');
  expect(millisecondsOf(text)).toBe(time);
});
