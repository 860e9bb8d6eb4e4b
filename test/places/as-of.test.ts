import { expect, test } from 'vitest';
import { parseAddress } from '../../src/places/address.js';
import { readAsOf } from '../../src/places/as-of.js';

const identity = (at: string) => ({ ok: true, address: { kind: 'identity', repo: 'alice.test', at } });

test.each([
  ['2024-02-21', '2024-02-21', '2024-02-21T23:59:59.999Z'],
  ['2024-02-21T10:00:00Z', '2024-02-21T10:00:00Z', '2024-02-21T10:00:00.000Z'],
  ['2024-02-21T10:00:00.120+02:00', '2024-02-21T08:00:00.120Z', '2024-02-21T08:00:00.120Z'],
  ['2024-02-21t10:00z', '2024-02-21T10:00:00Z', '2024-02-21T10:00:00.000Z'],
])('%s is a time, and what it is written as is read as the same', (text, written, time) => {
  expect(readAsOf(text)).toEqual({ ok: true, asOf: { text: written, time: new Date(time).getTime() } });
  expect(readAsOf(written)).toEqual(readAsOf(text));
  expect(parseAddress(`alice.test/identity?at=${text}`)).toEqual(identity(written));
  expect(parseAddress(`alice.test/identity?at=${encodeURIComponent(text)}`)).toEqual(identity(written));
});

test.each([
  ['2023-02-30', 'There is no “2023-02-30” in the calendar'],
  ['2024-02-21T25:00:00Z', '“2024-02-21T25:00:00Z” is not a time'],
  ['2024-02-21T10:00:00', '“2024-02-21T10:00:00” is not a time'],
  ['yesterday', '“yesterday” is not a time'],
  ['1700000000', '“1700000000” is not a time'],
  ['', '“” is not a time'],
])('%j gets a sentence', (text, reason) => {
  const read = parseAddress(`alice.test/identity?at=${text}`);
  expect(read).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
});

test('nothing else may follow an identity', () => {
  expect(parseAddress('alice.test/identity?when=now')).toMatchObject({ ok: false });
  expect(parseAddress('alice.test/identity?')).toEqual({
    ok: true,
    address: { kind: 'identity', repo: 'alice.test' },
  });
});
