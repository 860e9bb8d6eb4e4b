import { create } from '@atcute/tid';
import { describe, expect, it } from 'vitest';
import { tidTime, tidTimeIn } from '../../src/atproto/tid.js';

describe('tidTime', () => {
  it('reads the time of creation out of a record key', () => {
    const time = Date.UTC(2024, 1, 21, 3, 11, 4, 123);
    expect(tidTime(create(time * 1000 + 456, 31))).toBe(time);
    expect(new Date(tidTime('3klvirybw6c2b')!).toISOString()).toMatch(/^2024-02-\d\dT/);
  });

  it.each([
    'self',
    '',
    '3jzfcijpj2z21',
    '0000000000000',
    '3jzfcijpj2z2aa',
    '3jzf-cij-pj2z-2a',
    'zzzzzzzzzzzzz',
  ])('%j is no TID', (rkey) => {
    expect(tidTime(rkey)).toBeUndefined();
  });

  it.each([
    '2222222222222',
    'jzzzzzzzzzzzz',
    create(Date.UTC(2021, 11, 31) * 1000, 0),
  ])('%j is a TID that no clock has made', (rkey) => {
    expect(tidTime(rkey)).toBeUndefined();
  });
});

describe('tidTimeIn', () => {
  it.each([
    '3klvirybw6c2b',
    create(Date.UTC(2024, 1, 21, 3, 11, 4, 123) * 1000 + 456, 1023),
    'self',
    '',
    '3jzfcijpj2z21',
    '3jzfcijpj2z2aa',
    '3jzfcijpj2z2é',
    'zzzzzzzzzzzzz',
    'jzzzzzzzzzzzz',
    'kzzzzzzzzzzzz',
    '2222222222222',
  ])('says of the bytes of %j what tidTime says of it', (rkey) => {
    const bytes = Buffer.from(`3jzf${rkey}3jzf`);
    expect(tidTimeIn(bytes, 4, bytes.length - 4)).toBe(tidTime(rkey));
  });
});
