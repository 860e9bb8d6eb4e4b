import { expect, test } from 'vitest';
import { atUriParts } from '../../src/atproto/at-uri.js';
import { accountText, didsIn, referenceText } from '../../src/lenses/references.js';

const bob = 'did:plc:bobbobbobbobbobbobbobbob';
const names = (did: string) => (did === bob ? 'bob.test' : undefined);
const nobody = () => undefined;

test.each([
  [`at://${bob}`, { repo: bob, collection: undefined, rkey: undefined }],
  [`at://${bob}/app.bsky.feed.post`, { repo: bob, collection: 'app.bsky.feed.post', rkey: undefined }],
  ['at://bob.test/app.bsky.feed.post/3k', { repo: 'bob.test', collection: 'app.bsky.feed.post', rkey: '3k' }],
  [`at://${bob}#/a/b`, { repo: bob, collection: undefined, rkey: undefined }],
  [`at://${bob}/app.bsky.feed.post/3k#/text`, { repo: bob, collection: 'app.bsky.feed.post', rkey: '3k' }],
])('takes %s apart', (uri, parts) => {
  expect(atUriParts(uri)).toEqual(parts);
});

test.each([
  [undefined],
  [7],
  [''],
  ['at://'],
  ['https://bob.test'],
  ['at://bob.test/x/y/z'],
  ['at://ﬀ/a.b.c/d'],
])('%j is no at:// URI', (uri) => {
  expect(atUriParts(uri)).toBeUndefined();
});

test('an account is its handle as soon as that is known, and its whole DID until then', () => {
  expect(accountText(bob, names)).toBe('@bob.test');
  expect(accountText(bob, nobody)).toBe(bob);
  expect(accountText('carol.test', nobody)).toBe('@carol.test');
  expect(accountText('nonsense', nobody)).toBe('nonsense');
});

test.each([
  [`at://${bob}/app.bsky.feed.post/3kl`, '@bob.test · post 3kl'],
  [`at://${bob}/app.bsky.feed.generator/cats`, '@bob.test · feed cats'],
  [`at://${bob}/app.bsky.labeler.service/self`, '@bob.test · labeler'],
  [`at://${bob}/com.whtwnd.blog.entry/3kl`, '@bob.test · com.whtwnd.blog.entry 3kl'],
  [`at://${bob}`, '@bob.test'],
  ['https://bob.test/', 'https://bob.test/'],
  [undefined, ''],
])('%s reads %s', (uri, text) => {
  expect(referenceText(uri, names)).toBe(text);
});

test('finds the DIDs in DIDs and URIs, each once', () => {
  expect(didsIn(bob, `at://${bob}/a.b.c/d`, 'at://bob.test', 'did:', null, {})).toEqual([bob]);
});
