import { expect, test } from 'vitest';
import { formatAddress, parentAddress, parseAddress } from '../../../src/places/address.js';

const POST = 'app.bsky.feed.post';

function read(text: string) {
  const parsed = parseAddress(text);
  return parsed.ok ? parsed.address : parsed.reason;
}

test('links of an account and of a record, all of them or of one kind, its accounts, or what else it leads to', () => {
  const likes = { source: 'app.bsky.feed.like:subject.uri', side: 'records' };
  const account = { kind: 'links', repo: 'alice.test', about: undefined };
  const record = { ...account, about: { collection: POST, rkey: '3k' } };
  expect(read('alice.test/links')).toEqual({ ...account, via: undefined });
  expect(read(`alice.test/${POST}/3k/links`)).toEqual({ ...record, via: undefined });
  expect(read(`alice.test/${POST}/3k/links/${likes.source}`)).toEqual({ ...record, via: likes });
  expect(read(`alice.test/${POST}/3k/links/${likes.source}/accounts`)).toEqual({
    ...record,
    via: { ...likes, side: 'accounts' },
  });
  expect(read('alice.test/links/app.bsky.graph.listitem:subject/to/list')).toEqual({
    ...account,
    via: { source: 'app.bsky.graph.listitem:subject', side: { to: 'list' } },
  });
  expect(read('alice.test/links/a.b.c:d/elsewhere')).toMatch(
    /^Behind \/links stands a collection and a path/,
  );
});

test('a record may be called links', () => {
  expect(read('alice.test/a.b.c/links')).toMatchObject({ kind: 'record', rkey: 'links' });
  expect(read('alice.test/a.b.c/links/links')).toMatchObject({ kind: 'links', about: { rkey: 'links' } });
});

test.each([
  ['as it is', 'https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
  ['written out', 'https://example.com/a%3Fb=c%23d', 'https://example.com/a?b=c#d'],
  ['with what was encoded in it', 'https://example.com/%C3%A9?b=%23', 'https://example.com/%C3%A9?b=%23'],
  ['without a slash', 'https://example.com', 'https://example.com'],
  ['with a slash', 'https://example.com/', 'https://example.com/'],
  ['with other letters', 'https://example.com/é', 'https://example.com/%C3%A9'],
  ['of another scheme', 'mailto:alice@example.com', 'mailto:alice@example.com'],
])('a web address is read %s', (_, written, target) => {
  expect(read(`links:${written}`)).toEqual({ kind: 'linksTo', target, via: undefined });
});

test('what names an account or a record leads to its own links', () => {
  const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
  expect(read(`links:${did}`)).toMatchObject({ kind: 'links', repo: did, about: undefined });
  expect(read('links:alice.test')).toMatchObject({ kind: 'links', repo: 'alice.test' });
  const record = read(`links:at://${did}/${POST}/3k`);
  expect(record).toMatchObject({ kind: 'links', repo: did, about: { collection: POST, rkey: '3k' } });
  expect(typeof record === 'object' && formatAddress(record)).toBe(`${did}/${POST}/3k/links`);
});

test.each([
  ['links:', /^Behind links: stands a web address/],
  ['links:from/', /^Behind links: stands a web address/],
  ['links:two words', /^Behind links: stands a web address/],
  ['links:https://two words', /is not a web address/],
  [`links:at://alice.test/${POST}`, /^Only accounts and records are linked to/],
  ['links:at://', /is not an at:\/\/ URI/],
])('%s is told in a sentence', (text, reason) => {
  expect(read(text)).toMatch(reason);
});

test('the links of one kind lead out to all of them', () => {
  const one = read('links:from/a.b.c:d/accounts/https://example.com/from/x');
  if (typeof one === 'string') throw new Error(one);
  expect(one).toMatchObject({ target: 'https://example.com/from/x', via: { side: 'accounts' } });
  expect(parentAddress(one)).toEqual(read('links:https://example.com/from/x'));
});
