import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Author, signUp } from './author.js';
import { connect, pong } from './jetstream-client.js';
import { type Jetstream, startJetstream } from './jetstream-server.js';
import { type PdsNetwork, startPdsNetwork } from './network.js';

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
  jetstream = await startJetstream({ version: 1, firehose: network.pds });
});

afterEach(async () => {
  await jetstream.close();
});

/** Writes a follow and gives its record key. */
async function follow(author: Author, subject: string): Promise<string> {
  const [ref] = await author.write([{ collection: FOLLOW, value: { subject, createdAt } }]);
  return ref!.uri.split('/').at(-1)!;
}

function post(author: Author, text: string): Promise<unknown> {
  return author.write([{ collection: POST, value: { text, createdAt } }]);
}

describe('Jetstream v1', () => {
  test('tells what is written to the PDS, in the frames of the real one', async () => {
    using client = await connect(jetstream.url);
    const rkey = await follow(alice, bob.did);
    await alice.delete(FOLLOW, rkey);
    await client.until(2);

    const [created, deleted] = client.frames;
    expect(created).toEqual({
      did: alice.did,
      time_us: expect.any(Number),
      cursor: jetstream.seq - 1,
      kind: 'commit',
      commit: {
        rev: expect.stringMatching(/^3[a-z2-7]{12}$/),
        operation: 'create',
        collection: FOLLOW,
        rkey,
        record: { $type: FOLLOW, subject: bob.did, createdAt },
        cid: expect.stringMatching(/^bafyrei/),
      },
    });
    expect(Object.keys(created)).toEqual(['did', 'time_us', 'cursor', 'kind', 'commit']);
    expect(deleted.commit).toEqual({
      rev: expect.any(String),
      operation: 'delete',
      collection: FOLLOW,
      rkey,
    });
    expect(deleted.time_us).toBeGreaterThan(created.time_us);
    expect(created.time_us).toBeGreaterThan(1e15);
  });

  test('filters by collections, prefixes and DIDs; identity and account events pass all but the DIDs', async () => {
    using posts = await connect(jetstream.url, { query: { wantedCollections: ['app.bsky.feed.*'] } });
    using bobs = await connect(jetstream.url, { query: { wantedCollections: POST, wantedDids: bob.did } });
    const newcomer = await signUp(network.pds, `newcomer${jetstream.seq}.test`);
    await follow(alice, bob.did);
    await post(alice, 'one');
    await post(bob, 'two');
    await bobs.until(1);
    await posts.until(4);

    expect(bobs.frames.map(({ did, commit }) => [did, commit.record.text])).toEqual([[bob.did, 'two']]);
    expect(posts.frames.map(({ kind, did }) => [kind, did])).toEqual([
      ['identity', newcomer.did],
      ['account', newcomer.did],
      ['commit', alice.did],
      ['commit', bob.did],
    ]);
    expect(posts.frames[0].identity).toMatchObject({ did: newcomer.did, handle: newcomer.handle });
    expect(posts.frames[1].account).toMatchObject({ active: true, did: newcomer.did });
  });

  test('an options_update changes the filter of the open socket', async () => {
    using client = await connect(jetstream.url, { query: { wantedCollections: 'com.example.nothing' } });
    await follow(alice, bob.did);
    await jetstream.processed();
    client.socket.send(
      JSON.stringify({
        type: 'options_update',
        payload: { wantedCollections: [POST], wantedDids: [bob.did] },
      }),
    );
    await pong(client);
    await post(alice, 'not this');
    await post(bob, 'this');
    await client.until(1);

    expect(client.frames.map(({ commit }) => commit.record.text)).toEqual(['this']);
    expect(jetstream.connections[0]!.received).toHaveLength(1);
  });

  test('with requireHello nothing comes before the first options_update', async () => {
    using client = await connect(jetstream.url, { query: { requireHello: 'true' } });
    await post(alice, 'early');
    await jetstream.processed();
    client.socket.send(JSON.stringify({ type: 'options_update', payload: {} }));
    await pong(client);
    await post(alice, 'late');
    await client.until(1);

    expect(client.frames.map(({ commit }) => commit.record.text)).toEqual(['late']);
  });

  test.each([
    ['no JSON', 1007, 'bad SubscriberSourcedMessage envelope'],
    ['{"type":"options_update","payload":{"wantedDids":7}}', 1007, 'bad options_update payload'],
    [
      '{"type":"options_update","payload":{"wantedDids":["bob"]}}',
      1008,
      'subscribe: invalid options: invalid DID: bob',
    ],
  ])('%s closes the connection', async (message, code, reason) => {
    using client = await connect(jetstream.url);
    client.socket.send(message);
    expect(await client.closed).toEqual([code, reason]);
  });

  test('plays back from a cursor on, the event of that very time included', async () => {
    using before = await connect(jetstream.url);
    for (const text of ['one', 'two', 'three']) await post(alice, text);
    await before.until(3);
    const texts = before.frames.map(({ commit }) => commit.record.text);
    using byTime = await connect(jetstream.url, { query: { cursor: before.frames[1].time_us } });
    using bySeq = await connect(jetstream.url, { query: { cursor: before.frames[1].cursor } });
    await post(alice, 'four');
    await byTime.until(3);
    await bySeq.until(3);

    expect(texts).toEqual(['one', 'two', 'three']);
    expect(byTime.frames.map(({ commit }) => commit.record.text)).toEqual(['two', 'three', 'four']);
    expect(bySeq.frames).toEqual(byTime.frames);
  });

  test('a cursor that is too old goes on at the oldest event, silently; one of the future at the next', async () => {
    await post(alice, 'gone');
    await jetstream.processed();
    const gone = jetstream.seq;
    jetstream.faults.tooOld();
    await post(alice, 'kept');
    await jetstream.processed();
    using old = await connect(jetstream.url, { query: { cursor: (Date.now() - 3_600_000) * 1000 } });
    using oldSeq = await connect(jetstream.url, { query: { cursor: gone } });
    using future = await connect(jetstream.url, { query: { cursor: (Date.now() + 3_600_000) * 1000 } });
    await post(alice, 'next');
    await Promise.all([old.until(2), oldSeq.until(2), future.until(1)]);

    for (const { frames } of [old, oldSeq]) {
      expect(frames.map(({ commit }) => commit.record.text)).toEqual(['kept', 'next']);
    }
    expect(future.frames.map(({ commit }) => commit.record.text)).toEqual(['next']);
  });

  test('leaves out events of more bytes than the client takes', async () => {
    using client = await connect(jetstream.url, { query: { maxMessageSizeBytes: 600 } });
    await post(alice, 'x'.repeat(300));
    await post(alice, 'short');
    await client.until(1);

    expect(client.frames.map(({ commit }) => commit.record.text)).toEqual(['short']);
  });

  test.each([
    ['wantedCollections', 'no nsid', 'invalid collection: no nsid'],
    ['wantedDids', 'bob.test', 'invalid DID: bob.test'],
    [
      'wantedCollections',
      Array.from({ length: 101 }, (_, index) => `a.b.c${index}`),
      'too many wanted collections',
    ],
    ['cursor', 'yesterday', 'invalid cursor: "yesterday"'],
  ])('refuses %s that is none, in plain text', async (name, value, words) => {
    await expect(connect(jetstream.url, { query: { [name]: value } })).rejects.toThrow(
      new RegExp(`^400 subscribe: .*${words}`),
    );
    expect(jetstream.refusals.map(({ status }) => status)).toEqual([400]);
  });

  test('compresses with its dictionary, or by permessage-deflate, and not with both', async () => {
    const { bytes: dictionary } = jetstream.dictionary;
    using plain = await connect(jetstream.url);
    using zstd = await connect(jetstream.url, { query: { compress: 'true' }, dictionary });
    using header = await connect(jetstream.url, { headers: { 'socket-encoding': 'zstd' }, dictionary });
    using deflate = await connect(jetstream.url, { perMessageDeflate: true });
    await post(alice, 'squeezed, squeezed, squeezed');
    await Promise.all([plain, zstd, header, deflate].map((client) => client.until(1)));

    for (const client of [zstd, header, deflate]) expect(client.frames).toEqual(plain.frames);
    expect(deflate.socket.extensions).toContain('permessage-deflate');
    await expect(
      connect(jetstream.url, { query: { compress: 'true' }, perMessageDeflate: true }),
    ).rejects.toThrow('400 choose one compression scheme');
  });

  test('holds what was written before it was started', async () => {
    await post(alice, 'history');
    await using later = await startJetstream({ version: 1, firehose: network.pds });
    using client = await connect(later.url, { query: { cursor: 0 } });
    await client.until((frame) => frame?.commit?.record?.text === 'history');

    expect(client.frames[0]).toMatchObject({ did: alice.did, kind: 'identity' });
    expect(new Set(client.frames.map(({ kind }) => kind))).toEqual(
      new Set(['identity', 'account', 'commit']),
    );
  });
});
