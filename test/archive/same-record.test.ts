import { encode, toBytes, toCidLink } from '@atcute/cbor';
import { fromString } from '@atcute/cid';
import { describe, expect, it } from 'vitest';
import { saysTheSame } from '../../src/archive/same-record.js';

const CID = 'bafyreidj5ywfhbfvr27l4cc7a3u4clup5vx343ufuzdliethuhzzxjbg4q';

describe('saysTheSame', () => {
  it.each<[string, unknown, string]>([
    ['members in another order', { a: 1, b: 2 }, '{"b":2,"a":1}'],
    ['what is in it', { a: [{ b: 'é' }, null, true] }, '{"a":[{"b":"\\u00e9"},null,true]}'],
    ['a link', { ref: toCidLink(fromString(CID)) }, `{"ref":{"$link":"${CID}"}}`],
    ['bytes, padded', { sig: toBytes(Uint8Array.of(1)) }, '{"sig":{"$bytes":"AQ=="}}'],
    ['bytes, not padded', { sig: toBytes(Uint8Array.of(1)) }, '{"sig":{"$bytes":"AQ"}}'],
    ['large numbers', { n: Number.MAX_SAFE_INTEGER }, '{"n":9007199254740991}'],
  ])('%s', (_what, value, json) => {
    expect(saysTheSame(encode(value), json)).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['another text', { a: 'one' }, '{"a":"two"}'],
    ['a member more', { a: 1 }, '{"a":1,"b":2}'],
    ['a member less', { a: 1, b: 2 }, '{"a":1}'],
    ['another name', { a: 1 }, '{"b":1}'],
    ['another order of a list', { a: [1, 2] }, '{"a":[2,1]}'],
    ['a list that is longer', { a: [1] }, '{"a":[1,2]}'],
    ['a list in place of an object', { a: {} }, '{"a":[]}'],
    ['a text in place of a number', { a: 1 }, '{"a":"1"}'],
    ['a number that is near', { n: Number.MAX_SAFE_INTEGER }, '{"n":9007199254740992}'],
    ['null in place of nothing', {}, '{"a":null}'],
    ['what is no JSON', {}, 'no'],
    ['other bytes', { sig: toBytes(Uint8Array.of(1)) }, '{"sig":{"$bytes":"Ag"}}'],
  ])('not %s', (_what, value, json) => {
    expect(saysTheSame(encode(value), json)).toBe(false);
  });

  it('not bytes that are no CBOR', () => {
    expect(saysTheSame(Uint8Array.of(0xff), '{}')).toBe(false);
  });

  it('reads what is nested deeply without a stack', () => {
    const depth = 20_000;
    const json = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const bytes = Uint8Array.from([...Array(depth - 1).fill(0x81), 0x80]);
    expect(saysTheSame(bytes, json)).toBe(true);
  });
});
