import { expect, test } from 'vitest';
import { withoutSecretMembers } from '../../../src/atproto/methods/hide-secrets.js';

const SERVER = 'com.atproto.server.getServiceAuth';
const FEED = 'app.bsky.feed.getTimeline';

test.each([
  [SERVER, '{"token":"eyJ"}', '{"token":"‹hidden›"}'],
  [SERVER, '{ "a" : {"accessJwt" : "x", "n": 1.10} }', '{ "a" : {"accessJwt" : "‹hidden›", "n": 1.10} }'],
  [SERVER, '{"\\u0061ccessJwt":"x"}', '{"\\u0061ccessJwt":"‹hidden›"}'],
  [
    SERVER,
    '{"did":"did:plc:a","passwords":[{"name":"x"}]}',
    '{"did":"did:plc:a","passwords":[{"name":"x"}]}',
  ],
  [FEED, '{"token":"a word","code":"print(1)"}', '{"token":"a word","code":"print(1)"}'],
  [
    FEED,
    '{"refreshJwt":"x","text":"\\"accessJwt\\":\\"y\\""}',
    '{"refreshJwt":"‹hidden›","text":"\\"accessJwt\\":\\"y\\""}',
  ],
  [SERVER, '["token","x"]', '["token","x"]'],
  [SERVER, 'no JSON "\\x":"y"', 'no JSON "\\x":"y"'],
])('of %s %s is shown as %s', (nsid, sent, shown) => {
  expect(withoutSecretMembers(sent, nsid)).toBe(shown);
});
