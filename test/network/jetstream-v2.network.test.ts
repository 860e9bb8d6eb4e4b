import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Author, signUp } from './author.js';
import { connect } from './jetstream-client.js';
import { type Jetstream, startJetstream } from './jetstream-server.js';
import { type PdsNetwork, startPdsNetwork } from './network.js';

const NSID = 'network.bsky.jetstream.subscribeEvents';
const FOLLOW = 'app.bsky.graph.follow';
const POST = 'app.bsky.feed.post';
const createdAt = '2026-01-01T00:00:00.000Z';

let network: PdsNetwork;
let alice: Author;
let bob: Author;
let jetstream: Jetstream;

beforeAll(async () => {
  network = await startPdsNetwork();
  alice = await signUp(network.pds, 'alice.test');
  bob = await signUp(network.pds, 'bob.test');
});

afterAll(async () => {
  await network?.stop();
});

beforeEach(async () => {
  jetstream = await startJetstream({ version: 2, firehose: network.pds });
});

afterEach(async () => {
  await jetstream.close();
});

function post(author: Author, text: string): Promise<unknown> {
  return author.write([{ collection: POST, value: { text, createdAt } }]);
}

interface Payload {
  readonly $type: string;
  readonly did?: string;
  readonly seq?: number;
  readonly time?: string;
  readonly record?: { readonly text?: string };
}

function payloads({ frames }: { frames: readonly { payload: Payload }[] }): Payload[] {
  return frames.map(({ payload }) => payload);
}

function texts(client: { frames: readonly { payload: Payload }[] }): (string | undefined)[] {
  return payloads(client).map(({ record }) => record?.text);
}

/** The dictionary as clients get it. */
function getDictionary(query = ''): Promise<Response> {
  const url = new URL(`/xrpc/network.bsky.jetstream.getZstdDictionary${query}`, jetstream.url);
  return fetch(url.href.replace('ws', 'http'));
}

describe('Jetstream v2', () => {
  test('tells what is written to the PDS, in the frames of the real one', async () => {
    using client = await connect(jetstream.url, { subprotocol: 'xrpc.v1.json' });
    const [ref] = await alice.write([{ collection: FOLLOW, value: { subject: bob.did, createdAt } }]);
    const rkey = ref!.uri.split('/').at(-1)!;
    await alice.delete(FOLLOW, rkey);
    await client.until(2);

    expect(client.socket.protocol).toBe('xrpc.v1.json');
    const [created, deleted] = payloads(client);
    expect(client.frames[0].$type).toBe('message');
    expect(created).toEqual({
      $type: `${NSID}#commit`,
      cid: ref!.cid,
      collection: FOLLOW,
      did: alice.did,
      operation: 'create',
      record: { $type: FOLLOW, subject: bob.did, createdAt },
      rev: expect.stringMatching(/^3[a-z2-7]{12}$/),
      rkey,
      seq: jetstream.seq - 1,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    });
    expect(Object.keys(created!), 'the real encoder sorts them').toEqual(Object.keys(created!).sort());
    expect(deleted).not.toHaveProperty('record');
    expect(deleted).not.toHaveProperty('cid');
  });

  test('tells of new accounts with #identity, #account and #sync, as the firehose tells of them', async () => {
    using client = await connect(jetstream.url, { query: { kinds: ['identity', 'account', 'sync'] } });
    const { did, handle } = await signUp(network.pds, `newcomer${jetstream.seq}.test`);
    await client.until(3);

    expect(payloads(client)).toEqual([
      expect.objectContaining({
        $type: `${NSID}#identity`,
        did,
        identity: expect.objectContaining({ did, handle }),
      }),
      expect.objectContaining({
        $type: `${NSID}#account`,
        did,
        account: { active: true, did, seq: expect.any(Number), time: expect.any(String) },
      }),
      expect.objectContaining({
        $type: `${NSID}#sync`,
        did,
        sync: expect.objectContaining({
          blocks: { $bytes: expect.any(String) },
          did,
          rev: expect.any(String),
        }),
      }),
    ]);
  });

  test('filters by kinds, DIDs and collections, each for itself', async () => {
    using commits = await connect(jetstream.url, {
      query: { kinds: 'commit', collections: 'app.bsky.feed.*' },
    });
    using bobs = await connect(jetstream.url, { query: { dids: bob.did } });
    using posts = await connect(jetstream.url, { query: { collections: POST } });
    await signUp(network.pds, `another${jetstream.seq}.test`);
    await alice.write([{ collection: FOLLOW, value: { subject: bob.did, createdAt } }]);
    await post(alice, 'one');
    await post(bob, 'two');
    await Promise.all([commits.until(2), bobs.until(1), posts.until(5)]);

    expect(texts(commits)).toEqual(['one', 'two']);
    expect(texts(bobs)).toEqual(['two']);
    expect(payloads(posts).map(({ $type }) => $type.split('#')[1])).toEqual([
      'identity',
      'account',
      'sync',
      'commit',
      'commit',
    ]);
  });

  test('any message of the client closes the connection', async () => {
    using client = await connect(jetstream.url);
    client.socket.send('{}');
    expect(await client.closed).toEqual([1008, 'unexpected data message']);
    expect(jetstream.connections[0]!.received).toEqual(['{}']);
  });

  test('plays back from a number or from a time on, inclusively', async () => {
    using before = await connect(jetstream.url);
    for (const text of ['one', 'two', 'three']) await post(alice, text);
    await before.until(3);
    const { seq, time } = payloads(before)[1]!;
    const micros = Date.parse(time!) * 1000 + Number(time!.slice(-4, -1));
    using bySeq = await connect(jetstream.url, { query: { cursor: seq! } });
    using byTime = await connect(jetstream.url, { query: { cursor: micros } });
    using future = await connect(jetstream.url, { query: { cursor: jetstream.seq + 100 } });
    await post(alice, 'four');
    await Promise.all([bySeq.until(3), byTime.until(3), future.until(1)]);

    expect(texts(bySeq)).toEqual(['two', 'three', 'four']);
    expect(texts(byTime)).toEqual(['two', 'three', 'four']);
    expect(texts(future)).toEqual(['four']);
  });

  test('all that one commit wrote bears one time, and a number each', async () => {
    using client = await connect(jetstream.url);
    await alice.write(['one', 'two'].map((text) => ({ collection: POST, value: { text, createdAt } })));
    await client.until(2);

    const [one, two] = payloads(client);
    expect(two).toMatchObject({ seq: one!.seq! + 1, time: one!.time });
  });

  test('a number that is too old is refused; a time that is too old is told with #info', async () => {
    await post(alice, 'gone');
    await jetstream.processed();
    const gone = jetstream.seq;
    jetstream.faults.tooOld();
    await post(alice, 'kept');
    await jetstream.processed();
    using old = await connect(jetstream.url, { query: { cursor: (Date.now() - 3_600_000) * 1000 } });
    await old.until(2);

    await expect(connect(jetstream.url, { query: { cursor: gone } })).rejects.toThrow(
      `400 {"error":"CursorTooOld","message":"subscribe: cursor too old: cursor ${gone} below lookback floor ${gone + 1}`,
    );
    expect(jetstream.refusals).toMatchObject([{ status: 400, error: 'CursorTooOld' }]);
    expect(payloads(old)[0]).toEqual({
      $type: `${NSID}#info`,
      name: 'OutdatedCursor',
      message: `requested timestamp cursor below retention floor; starting at seq ${gone + 1}`,
    });
    expect(texts(old)).toEqual([undefined, 'kept']);
  });

  test('keeps as many events as it is told to', async () => {
    await using short = await startJetstream({ version: 2, retention: 10 });
    await short.flood({ total: 25 });
    using client = await connect(short.url, { query: { cursor: 16 } });
    await client.until(10);

    await expect(connect(short.url, { query: { cursor: 15 } })).rejects.toThrow('CursorTooOld');
    expect(payloads(client).map(({ seq }) => seq)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  });

  test.each([
    [{ wantedCollections: POST }, 'wantedCollections is the legacy /subscribe parameter; use collections'],
    [{ wantedDids: 'did:plc:abc' }, 'wantedDids is the legacy /subscribe parameter; use dids'],
    [{ requireHello: 'true' }, 'requireHello is not supported on this endpoint'],
    [{ kinds: 'likes' }, 'unknown kind \\"likes\\"'],
    [{ kinds: 'account', collections: POST }, 'collections filter can never apply: kinds excludes commit'],
    [{ collections: 'not_an_nsid.*' }, 'invalid collection wildcard: not_an_nsid.*'],
    [{ dids: 'bob.test' }, 'invalid DID: bob.test'],
    [{ maxMessageSizeBytes: '-1' }, 'invalid maxMessageSizeBytes \\"-1\\"'],
    [{ compress: 'true' }, 'compress=true / Socket-Encoding: zstd is the /subscribe (v1) opt-in'],
    [{ cursor: 'now' }, 'invalid cursor: \\"now\\"'],
  ])('refuses %o', async (query, words) => {
    const answer = await connect(jetstream.url, { query }).catch(({ message }: Error) => message);
    expect(answer).toMatch(/^400 \{"error":"InvalidRequest","message":"/);
    expect(answer).toContain(words);
  });

  test('leaves out events of more bytes than the client takes', async () => {
    using client = await connect(jetstream.url, { query: { maxMessageSizeBytes: 600 } });
    await post(alice, 'x'.repeat(300));
    await post(alice, 'short');
    await client.until(1);
    expect(texts(client)).toEqual(['short']);
  });

  test('compresses with the dictionary that it gives out, and never by permessage-deflate', async () => {
    const answer = await getDictionary();
    const dictionary = Buffer.from(await answer.arrayBuffer());
    const id = Number(answer.headers.get('x-zstd-dictionary-id'));
    using plain = await connect(jetstream.url, { perMessageDeflate: true });
    using zstd = await connect(jetstream.url, { query: { zstdDictionary: id }, dictionary });
    await post(alice, 'squeezed');
    await Promise.all([plain.until(1), zstd.until(1)]);

    expect(dictionary.readUInt32LE(0), 'magic of a structured dictionary').toBe(0xec30a437);
    expect(dictionary.readUInt32LE(4)).toBe(id);
    expect(zstd.frames).toEqual(plain.frames);
    expect(plain.socket.extensions).toBe('');
  });

  test('a dictionary that was retired is refused, and a new one is to be had', async () => {
    const { id } = jetstream.dictionary;
    jetstream.faults.retireDictionary();

    await expect(connect(jetstream.url, { query: { zstdDictionary: id } })).rejects.toThrow(
      `400 {"error":"UnknownZstdDictionary","message":"unknown zstd dictionary id ${id}; current dictionary id is ${id + 1}`,
    );
    expect((await getDictionary(`?id=${id}`)).status).toBe(404);
    expect((await getDictionary(`?id=${id + 1}`)).status).toBe(200);
  });
});
