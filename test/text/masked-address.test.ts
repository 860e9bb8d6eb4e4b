import { describe, expect, test } from 'vitest';
import { addressInWords, maskAddress } from '../../src/text/masked-address.js';

const SECRET = 'state=a-state&iss=http%3A%2F%2Fpds.test&code=a-code';

describe('an address with a secret', () => {
  test.each([
    [`http://127.0.0.1:41234/callback?${SECRET}`, `http://127.0.0.1:41234/callback?${'•'.repeat(16)}`],
    ['http://127.0.0.1:41234/callback?abc', 'http://127.0.0.1:41234/callback?•••'],
    ['http://127.0.0.1:41234/callback', 'http://127.0.0.1:41234/callback'],
    ['code=a-code', 'code=••••••'],
    ['http://a.test/#code=x', 'http://a.test/#••••••'],
    ['?👍👍', '?••'],
    ['', ''],
  ])('%s is shown as %s', (address, shown) => expect(maskAddress(address).text).toBe(shown));

  test('is told without it', () => {
    expect(addressInWords(`http://a.test/?${SECRET}`)).toBe(
      `http://a.test/? and ${SECRET.length} characters`,
    );
    expect(addressInWords('http://a.test/')).toBe('http://a.test/');
  });
});

describe('a place in it', () => {
  const address = `http://a.test/?👍${SECRET}`;
  const { text, masked, unmasked } = maskAddress(address);
  const start = address.indexOf('?') + 1;

  test.each([
    ['before the secret', 4, 4],
    ['where it begins', start, start],
    ['behind a character of two units', start + 2, start + 1],
    ['at the end', address.length, text.length],
  ])('%s is the same one both ways', (_, at, shown) => {
    expect(masked(at)).toBe(shown);
    expect(unmasked(shown)).toBe(at);
  });

  test('behind the last bullet is behind all of it', () => {
    expect(masked(start + 30)).toBe(text.length);
    expect(unmasked(text.length + 5)).toBe(address.length);
  });
});
