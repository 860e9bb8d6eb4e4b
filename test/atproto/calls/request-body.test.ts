import { expect, test } from 'vitest';
import { jsonBody, shownBody } from '../../../src/atproto/calls/request-body.js';

const shown = (input: object, nsid = 'com.atproto.repo.putRecord', secrets: readonly string[] = []): string =>
  shownBody(jsonBody(input), nsid, secrets);

test.each([
  [
    { text: 'é', big: 2n ** 60n, none: null, list: [1] },
    '{"text":"é","big":1152921504606846976,"none":null,"list":[1]}',
  ],
  [
    { accessJwt: 'a', nested: [{ apiKey: { deep: 'b' } }] },
    '{"accessJwt":"‹hidden›","nested":[{"apiKey":"‹hidden›"}]}',
  ],
  [{ text: 'so I said: hush' }, '{"text":"‹hidden›"}'],
])('a body is shown without its secrets: %#', (input, text) => {
  expect(shown(input, undefined, ['hush', ''])).toBe(text);
});

test('of a method that takes secrets only the names are shown', () => {
  expect(
    shown({ identifier: 'a.test', nested: { any: [1, true] } }, 'com.atproto.server.createSession'),
  ).toBe('{"identifier":"‹hidden›","nested":{"any":["‹hidden›","‹hidden›"]}}');
});
