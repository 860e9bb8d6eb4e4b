import { describe, expect, test } from 'vitest';
import { DEFAULT_STREAM_URLS, parseStreamUrl } from '../../src/keep/stream-url.js';

const V2 = '/xrpc/network.bsky.jetstream.subscribeEvents';
const FIREHOSE = '/xrpc/com.atproto.sync.subscribeRepos';

describe('the path of an address says which protocol it speaks', () => {
  test.each([
    ['wss://jetstream1.us-east.bsky.network/subscribe', 'jetstream', undefined],
    ['ws://localhost:6008/subscribe/', 'jetstream', 'ws://localhost:6008/subscribe'],
    [`https://jetstream.example${V2}`, 'jetstream-v2', `wss://jetstream.example${V2}`],
    [`wss://bsky.network${FIREHOSE}`, 'firehose', undefined],
    [` http://localhost:2583${FIREHOSE}#now `, 'firehose', `ws://localhost:2583${FIREHOSE}`],
    ['wss://host.example/behind/a/proxy/subscribe?key=1', 'jetstream', undefined],
  ])('%s', (text, kind, url = text) => {
    const source = parseStreamUrl(text);
    expect([source.kind, source.url.href]).toEqual([kind, url]);
  });
});

test.each([
  ['jetstream1.us-east.bsky.network', 'is not the address of a stream'],
  ['ftp://host.example/subscribe', 'is not the address of a stream'],
  ['', 'is not the address of a stream'],
  ['wss://bsky.network', 'does not say what kind of stream it is'],
  [`wss://bsky.network${FIREHOSE}x`, 'does not say what kind of stream it is'],
  [`wss://bsky.network${FIREHOSE}?cursor=1`, 'sets cursor, which atscope sets itself'],
])('“%s” is refused with a sentence', (text, says) => {
  expect(() => parseStreamUrl(text)).toThrow(says);
});

test('the public Jetstreams are addresses of streams', () => {
  expect(DEFAULT_STREAM_URLS.map((url) => parseStreamUrl(url).kind)).toContain('jetstream-v2');
});
