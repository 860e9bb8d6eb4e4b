import { create } from '@atcute/tid';
import { describe, expect, it } from 'vitest';
import { tidTime } from '../../src/atproto/tid.js';

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
