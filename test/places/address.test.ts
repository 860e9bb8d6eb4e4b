import { describe, expect, it } from 'vitest';
import {
  type Address,
  addressUri,
  formatAddress,
  parentAddress,
  parseAddress,
  sameAddress,
  webAddress,
} from '../../src/places/address.js';

const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const post = 'app.bsky.feed.post';
const repo = (account: string): Address => ({ kind: 'repo', repo: account });
const collection = (account: string, nsid: string): Address => ({
  kind: 'collection',
  repo: account,
  collection: nsid,
});
const record = (account: string, nsid: string, rkey: string): Address => ({
  kind: 'record',
  repo: account,
  collection: nsid,
  rkey,
});
const likes = (account: string, nsid: string, rkey: string): Address => ({
  kind: 'likes',
  repo: account,
  collection: nsid,
  rkey,
});

function read(text: string): Address | string {
  const reading = parseAddress(text);
  return reading.ok ? reading.address : reading.reason;
}

describe('an account', () => {
  it.each([
    ['alice.test', 'alice.test'],
    ['@alice.test', 'alice.test'],
    ['  Alice.BSKY.social \n', 'alice.bsky.social'],
    ['alice.test.', 'alice.test'],
    ['@alice.test...', 'alice.test'],
    ['<alice.test>', 'alice.test'],
    ['"alice.test",', 'alice.test'],
    ['“@alice.test”', 'alice.test'],
    ['(alice.test)', 'alice.test'],
    // Copied from a Bluesky page: bidi marks around the handle.
    ['\u2066@alice.test\u2069\u200e', 'alice.test'],
    ['alice.test/', 'alice.test'],
    ['at://alice.test', 'alice.test'],
    ['AT://Alice.Test/', 'alice.test'],
    ['bsky.app', 'bsky.app'],
    ['8.cn', '8.cn'],
    ['john.t--t', 'john.t--t'],
    ['xn--bcher-kva.tld', 'xn--bcher-kva.tld'],
    ['120.0.0.1.com', '120.0.0.1.com'],
    ['laptop.local', 'laptop.local'],
    [`short.${'o'.repeat(63)}.test`, `short.${'o'.repeat(63)}.test`],
    [did, did],
    ['DID:PLC:EWVI7NXZYOUN6ZHXRHS64OIZ', did],
    [`${did}.`, did],
    [`at://${did}/`, did],
    ['did:web:example.com', 'did:web:example.com'],
    ['did:web:Localhost%3a2583', 'did:web:localhost%3A2583'],
    ['did:example:CaseMatters', 'did:example:CaseMatters'],
    ['did:method:-:_:.:%ab', 'did:method:-:_:.:%ab'],
  ])('%j is %s', (text, account) => {
    expect(read(text)).toEqual(repo(account));
  });
});

describe('an at-URI', () => {
  it.each<[string, Address]>([
    [`at://${did}/${post}`, collection(did, post)],
    [`at://alice.test/${post}/3jzfcijpj2z2a`, record('alice.test', post, '3jzfcijpj2z2a')],
    [`alice.test/${post}/3jzfcijpj2z2a`, record('alice.test', post, '3jzfcijpj2z2a')],
    [`@alice.test/${post}`, collection('alice.test', post)],
    [`${did}/${post}/self/`, record(did, post, 'self')],
    [`at://${did}/com.example.postV2`, collection(did, 'com.example.postV2')],
    [`at://${did}/${post}/abc#/facets/0`, record(did, post, 'abc')],
    [`<at://${did}/${post}/abc>,`, record(did, post, 'abc')],
    [`at://${did}/${post}/${'o'.repeat(512)}`, record(did, post, 'o'.repeat(512))],
  ])('%j', (text, address) => {
    expect(read(text)).toEqual(address);
  });

  it.each([
    ':',
    '-',
    '_',
    '~',
    '...',
    'self.',
    'lang:',
    ':lang',
    'pre:fix',
    '~1.2-3_',
    'likes',
    'followers',
  ])('may end in the record key %j', (rkey) => {
    expect(read(`at://did:abc:123/io.nsid.someFunc/${rkey}`)).toEqual(
      record('did:abc:123', 'io.nsid.someFunc', rkey),
    );
  });
});

describe('a web address', () => {
  it.each<[string, Address]>([
    ['https://bsky.app/profile/alice.test', repo('alice.test')],
    ['bsky.app/profile/Alice.test/', repo('alice.test')],
    ['HTTP://www.bsky.app/profile/@alice.test?ref=x#top', repo('alice.test')],
    [`https://bsky.app/profile/${did}`, repo(did)],
    [`https://bsky.app/profile/${encodeURIComponent(did)}`, repo(did)],
    ['https://bsky.app/profile/alice.test/followers', { kind: 'followers', repo: 'alice.test' }],
    ['bsky.app/profile/alice.test/follows', { kind: 'follows', repo: 'alice.test' }],
    ['https://bsky.app/profile/alice.test/post/3kabc', record('alice.test', post, '3kabc')],
    ['<https://bsky.app/profile/alice.test/post/3kabc>.', record('alice.test', post, '3kabc')],
    [
      'https://bsky.app/profile/alice.test/post/3kabc/quotes',
      { kind: 'quotes', repo: 'alice.test', collection: post, rkey: '3kabc' },
    ],
    ['https://bsky.app/profile/alice.test/post/3kabc/liked-by', likes('alice.test', post, '3kabc')],
    ['bsky.app/profile/alice.test/feed/news', record('alice.test', 'app.bsky.feed.generator', 'news')],
    ['bsky.app/profile/alice.test/lists/3k', record('alice.test', 'app.bsky.graph.list', '3k')],
    ['bsky.app/starter-pack/alice.test/3k', record('alice.test', 'app.bsky.graph.starterpack', '3k')],
    ['https://deer.social/profile/alice.test/post/3kabc', record('alice.test', post, '3kabc')],
    [`https://pdsls.dev/at://${did}`, repo(did)],
    [`pdsls.dev/at://${did}/${post}`, collection(did, post)],
    [`https://pdsls.dev/at://${did}/${post}/3kabc#record`, record(did, post, '3kabc')],
    [`https://pdsls.dev/at:/${did}/${post}/3kabc`, record(did, post, '3kabc')],
    ['https://pdsls.dev/at://did:web:localhost%3A2583', repo('did:web:localhost%3A2583')],
    ['https://pdsls.dev/at://did:web:localhost%253A2583', repo('did:web:localhost%3A2583')],
  ])('%s', (text, address) => {
    expect(read(text)).toEqual(address);
  });
});

describe('spaces beside slashes and wide letters are passed over', () => {
  it.each([
    [`alice.test / ${post}`, collection('alice.test', post)],
    [`alice.test /${post}`, collection('alice.test', post)],
    [`@Alice.test/ ${post} / 3kabc`, record('alice.test', post, '3kabc')],
    [`at:// alice.test / ${post} / 3kabc `, record('alice.test', post, '3kabc')],
    [`at: / / ${did} / ${post}`, collection(did, post)],
    [`alice.test\u00a0/\u3000${post}`, collection('alice.test', post)],
    [`alice.test\n/\t${post} / `, collection('alice.test', post)],
    ['https://bsky.app / profile / alice.test?ref=x', repo('alice.test')],
    ['＠alice．test', repo('alice.test')],
    [`alice.test／${post}`, collection('alice.test', post)],
    [`did：plc：${did.slice(8)}`, repo(did)],
    [`“alice.test / \u200b${post}”`, collection('alice.test', post)],
  ])('%s', (text, address) => {
    expect(read(text)).toEqual(address);
  });

  it('but not in words to search for', () => {
    expect(read('people:a / b')).toEqual({ kind: 'people', words: 'a / b' });
    expect(read('posts:%23a from:b.test')).toEqual({ kind: 'postSearch', words: '#a from:b.test' });
    expect(read('https://bsky.app/search?q=old+maps%20%23a')).toEqual({
      kind: 'postSearch',
      words: 'old maps #a',
    });
    expect(read('bsky.app/hashtag/%E5%BA%AD?author=x')).toEqual({ kind: 'postSearch', words: '#庭' });
  });
});

describe('what is no address gets a sentence', () => {
  it.each([
    ['', 'This is empty: '],
    ['  ', 'This is empty: '],
    ['alice', '“alice” has no dot: a handle looks like alice.bsky.social'],
    ['@alice', '“alice” has no dot'],
    ['@', '“@” has no dot'],
    ['alice@example.com', '“alice@example.com” looks like an e-mail address'],
    ['john .test', '“john .test” has a space in it'],
    ['bücher.tld', '“bücher.tld” is written xn--bcher-kva.tld as a handle: handles are ASCII'],
    ['john💩.test', 'as a handle: handles are ASCII'],
    ['jo_hn.test', '“jo_hn.test” has “_” in it'],
    ['jo:hn.test', '“jo:hn.test” has “:” in it'],
    ['jo\u0007hn.test', '“john.test” has a control character in it'],
    ['john..test', '“john..test” has an empty part'],
    ['.john.test', '“.john.test” has an empty part'],
    ['john-.test', '“john-.test” has a hyphen at the edge of a part'],
    ['xn--bcher-.tld', '“xn--bcher-.tld” has a hyphen at the edge of a part'],
    ['john.0', '“john.0” ends in a part that does not begin with a letter'],
    ['127.0.0.1', '“127.0.0.1” is an IP address or a number'],
    ['2600:3c03::f03c:9100:feb0:af1f', '“2600:3c03::f03c:9100:feb0:af1f” is an IP address or a number'],
    [`short.${'o'.repeat(64)}.test`, 'has a part longer than 63 characters'],
    [`${'long.'.repeat(60)}test`, 'is longer than 253 characters'],
    ['did', '“did” is not a DID'],
    ['did:thing', '“did:thing” is not a DID'],
    ['did:plc:', '“did:plc:” is not a DID: a DID looks like did:plc:ewvi7nxzyoun6zhxrhs64oiz'],
    ['did:m123:val', '“did:m123:val” is not a DID'],
    ['did:method:val%', '“did:method:val%” is not a DID'],
    ['at:///did:plc:asdf123', 'is not an at:// URI, such as at://alice.bsky.social/'],
    ['at//did:plc:asdf123', 'is not an at:// URI'],
    ['at:did:plc:asdf123', 'is not an at:// URI'],
    ['a://did:plc:asdf123', 'is not an address: type a handle (alice.bsky.social), a DID, an at:// URI, or'],
    ['at://name', '“name” has no dot'],
    ['at://did:plc:asdf123/short/stuff', '“short” is not a collection, such as app.bsky.feed.post'],
    ['at://did:plc:asdf123/12345', '“12345” is not a collection'],
    [`at://did:plc:asdf123/app.bsky.feed_post`, '“app.bsky.feed_post” is not a collection'],
    [`at://did:plc:asdf123//${post}`, 'is not a collection'],
    [`at://${did}/${post}/..`, '“..” is not a record key, such as'],
    [`at://${did}/${post}/a%23b`, '“a%23b” is not a record key'],
    [`at://${did}/${post}/${'o'.repeat(513)}`, 'is not a record key'],
    [`at://${did}/${post}/a/b`, 'may follow there'],
    [`at://${did}#`, 'is not a DID'],
    [`at://${did}/${post}/${'o'.repeat(8200)}`, 'This is too long for an address'],
    ['https://bsky.app', 'is not a place on the AT Protocol'],
    ['https://bsky.app/search', 'is not a place on the AT Protocol'],
    ['https://search.example/search?q=cats', 'is not a place on the AT Protocol'],
    ['https://bsky.app/profile/alice.test/unknown', 'is not a place on the AT Protocol'],
    ['https://example.com/%zz', 'is not a place on the AT Protocol'],
    ['https://bsky.app/profile/alice', '“alice” has no dot'],
    ['bsky.app/profile/alice.test/post/a%2Fb', 'may follow there'],
  ])('%j', (text, reason) => {
    const reading = read(text);
    expect(reading).toBeTypeOf('string');
    expect(reading).toContain(reason);
    expect(reading).not.toMatch(/[\n\x00-\x1f]/);
  });
});

const places: readonly Address[] = [
  'alice.test',
  did,
  'did:web:localhost%3A2583',
  'did:method:::val.',
].flatMap((account): readonly Address[] => [
  repo(account),
  collection(account, post),
  { kind: 'followers', repo: account },
  { kind: 'follows', repo: account },
  { kind: 'preferences', repo: account },
  { kind: 'history', repo: account },
  ...['3jzfcijpj2z2a', 'self', 'likes', '.a', 'a.', 'a:', '~', '-', 'followers'].flatMap((rkey) => [
    record(account, post, rkey),
    likes(account, 'app.bsky.feed.generator', rkey),
  ]),
]);

describe('formatAddress', () => {
  it.each(
    places.map((address) => [formatAddress(address), address] as const),
  )('%s reads back as the same address', (text, address) => {
    expect(read(text)).toEqual(address);
  });

  it('gives no two places the same text', () => {
    expect(new Set(places.map(formatAddress)).size).toBe(places.length);
  });
});

describe('webAddress', () => {
  it.each<[Address, string]>([
    [repo(did), `https://bsky.app/profile/${did}`],
    [{ kind: 'followers', repo: did }, `https://bsky.app/profile/${did}/followers`],
    [{ kind: 'follows', repo: did }, `https://bsky.app/profile/${did}/follows`],
    [{ kind: 'preferences', repo: did }, 'https://bsky.app/settings'],
    [{ kind: 'history', repo: did }, `https://bsky.app/profile/${did}`],
    [record(did, post, '3k'), `https://bsky.app/profile/${did}/post/3k`],
    [likes(did, post, '3k'), `https://bsky.app/profile/${did}/post/3k/liked-by`],
    [record(did, 'app.bsky.feed.generator', 'news'), `https://bsky.app/profile/${did}/feed/news`],
    [likes(did, 'app.bsky.feed.generator', 'news'), `https://bsky.app/profile/${did}/feed/news/liked-by`],
    [record(did, 'app.bsky.graph.list', '3k'), `https://bsky.app/profile/${did}/lists/3k`],
    [record(did, 'app.bsky.graph.starterpack', '3k'), `https://bsky.app/starter-pack/${did}/3k`],
    [record(did, 'app.bsky.actor.profile', 'self'), `https://bsky.app/profile/${did}`],
    [collection(did, post), `https://pdsls.dev/at://${did}/${post}`],
    [record(did, 'app.bsky.graph.follow', '3k'), `https://pdsls.dev/at://${did}/app.bsky.graph.follow/3k`],
    [likes(did, 'com.example.note', '3k'), `https://pdsls.dev/at://${did}/com.example.note/3k`],
  ])('of %o is %s', (address, url) => {
    expect(webAddress(address)).toBe(url);
  });

  it('names the account by its handle on bsky.app only', () => {
    expect(webAddress(record(did, post, '3k'), 'alice.test')).toBe(
      'https://bsky.app/profile/alice.test/post/3k',
    );
    expect(webAddress(collection(did, post), 'alice.test')).toBe(`https://pdsls.dev/at://${did}/${post}`);
  });

  it('can be pasted back', () => {
    for (const address of [
      repo('did:web:localhost%3A2583'),
      collection('did:web:localhost%3A2583', post),
      likes(did, post, '3k'),
    ])
      expect(read(webAddress(address) ?? '')).toEqual(address);
  });
});

describe('addressUri', () => {
  it('is the at-URI of what a list of people is about', () => {
    expect(addressUri(likes(did, post, '3k'))).toBe(`at://${did}/${post}/3k`);
    expect(addressUri({ kind: 'followers', repo: did })).toBe(`at://${did}`);
    expect(addressUri(collection(did, post))).toBe(`at://${did}/${post}`);
  });
});

describe('parentAddress', () => {
  it('leads out step by step', () => {
    function from(address: Address): readonly string[] {
      const parent = parentAddress(address);
      return parent === undefined ? [] : [formatAddress(parent), ...from(parent)];
    }
    expect(from(likes(did, post, '3k'))).toEqual([
      `at://${did}/${post}/3k`,
      `at://${did}/${post}`,
      `at://${did}`,
    ]);
    expect(from({ kind: 'followers', repo: did })).toEqual([`at://${did}`]);
    expect(from({ kind: 'preferences', repo: did })).toEqual([`at://${did}`]);
  });
});

describe('sameAddress', () => {
  it('passes over the case of accounts and of nothing else', () => {
    expect(sameAddress(repo('Alice.Test'), repo('alice.test'))).toBe(true);
    expect(sameAddress(record(did, post, 'ABC'), record(did, post, 'abc'))).toBe(false);
    expect(sameAddress({ kind: 'followers', repo: did }, { kind: 'follows', repo: did })).toBe(false);
  });
});

describe('spaces around the parts of a path', () => {
  const post = { kind: 'collection', repo: 'alice.test', collection: 'app.bsky.feed.post' };
  it.each([
    'alice.test / app.bsky.feed.post',
    'alice.test /app.bsky.feed.post',
    'alice.test/ app.bsky.feed.post ',
    ' @alice.test  /  app.bsky.feed.post / ',
    'at://alice.test / app.bsky.feed.post',
    'at:// alice.test/app.bsky.feed.post',
    'alice.test\t/\tapp.bsky.feed.post',
    'alice.test\n/app.bsky.feed.post',
    'alice.test\u00a0/\u00a0app.bsky.feed.post',
    'alice.test › app.bsky.feed.post',
    'alice.test›app.bsky.feed.post',
  ])('are passed over: %j', (text) => {
    expect(parseAddress(text)).toEqual({ ok: true, address: post });
  });

  it.each([
    'alice test/app.bsky.feed.post',
    'alice.test app.bsky.feed.post',
    'alice.test/app.bsky .feed.post',
  ])('within a part they are told: %s', (text) => {
    expect(parseAddress(text).ok).toBe(false);
  });

  it('stay in the words that one looks for', () => {
    const address = { kind: 'people', words: 'red / blue › green' } as const;
    expect(parseAddress(formatAddress(address))).toEqual({ ok: true, address });
  });
});
