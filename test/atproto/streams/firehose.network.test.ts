import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CommitEvent } from '../../../src/atproto/streams/repo-event.js';
import { type Author, signUp } from '../../network/author.js';
import { type PdsNetwork, startPdsNetwork } from '../../network/network.js';
import { startInterruptingProxy } from '../../support/streams/interrupting-proxy.js';
import { createRecorder, follow, line } from '../../support/streams/recorder.js';

const FOLLOW = 'app.bsky.graph.follow';
const FOLLOWS = { collections: [FOLLOW], dids: [] };
const POST = { collection: 'app.bsky.feed.post', value: { text: 'hi', createdAt: new Date().toISOString() } };
const PATH = '/xrpc/com.atproto.sync.subscribeRepos';

let network: PdsNetwork;
let authors: readonly Author[];
let url: string;

beforeAll(async () => {
  network = await startPdsNetwork();
  url = `${network.pds.replace('http', 'ws')}${PATH}`;
  authors = await Promise.all(
    Array.from({ length: 8 }, (_, index) => signUp(network.pds, `author${index}.test`)),
  );
});

afterAll(async () => {
  await network?.stop();
});

/** The PDS tells its firehose of a write a moment after it: nothing of one test may come in the next. */
beforeEach(async () => {
  const { sequencer } = network.network.pds.ctx;
  while (sequencer.lastSeen !== (await sequencer.curr())) await nextTurn();
});

/** Writes a follow and gives its record key. */
async function followOf(author: Author, subject: string): Promise<string> {
  const [ref] = await author.write([
    { collection: FOLLOW, value: { subject, createdAt: new Date().toISOString() } },
  ]);
  return ref!.uri.split('/').at(-1)!;
}

describe("a PDS's own firehose", () => {
  test('brings what was written, with the record when it is asked for', async () => {
    using stream = follow([url], FOLLOWS);
    await stream.connected();
    const [alice, bob] = authors as [Author, Author];

    const rkey = await followOf(alice, bob.did);
    await alice.write([POST]);
    await alice.delete(FOLLOW, rkey);
    await stream.recorder.until(() => stream.recorder.received.length >= 2);

    const [created, deleted] = stream.recorder.received as readonly CommitEvent[];
    expect(line(created!)).toBe(`create ${alice.did} ${FOLLOW}/${rkey}`);
    expect(created!.record()).toMatchObject({ $type: FOLLOW, subject: bob.did });
    expect(created!.cid).toMatch(/^bafyrei/);
    expect(line(deleted!)).toBe(`delete ${alice.did} ${FOLLOW}/${rkey}`);
    expect(deleted!.record()).toBeUndefined();
    expect(deleted!.cid).toBeUndefined();
  });

  test('brings accounts that come, and the events of the accounts asked for only', async () => {
    const [alice, bob] = authors as [Author, Author];
    using everyone = follow([url]);
    using one = follow([url], { collections: [], dids: [bob.did] });
    await Promise.all([everyone.connected(), one.connected()]);

    const newcomer = await signUp(network.pds, 'newcomer.test');
    await followOf(alice, bob.did);
    const rkey = await followOf(bob, alice.did);
    await one.recorder.until(() => one.recorder.received.length >= 1);

    expect(one.recorder.received.map(line)).toEqual([`create ${bob.did} ${FOLLOW}/${rkey}`]);
    expect(everyone.recorder.received.map(line)).toContain(`account ${newcomer.did} true `);
  });

  test('goes on in a later run after the last event that was handed over', async () => {
    const [alice, bob] = authors as [Author, Author];
    const before = follow([url], FOLLOWS);
    await before.connected();
    const seen = await followOf(alice, bob.did);
    await before.recorder.until(() => before.recorder.received.length >= 1);
    const from = before.subscription.position();
    before.streams.close();
    const missed = await followOf(bob, alice.did);

    using after = follow([url], FOLLOWS, { from });
    await after.recorder.until(() => after.recorder.received.length > 0);

    expect(before.recorder.received.map(line)).toEqual([`create ${alice.did} ${FOLLOW}/${seen}`]);
    expect(after.recorder.received.map(line)).toEqual([`create ${bob.did} ${FOLLOW}/${missed}`]);
    expect(after.recorder.gaps).toEqual([]);
  });

  test('a cursor from the future is told as a gap, and the stream begins now', async () => {
    const time = Date.now() - 60_000;
    using stream = follow([url], FOLLOWS, { from: { source: url, cursor: 1_000_000, time } });
    await stream.recorder.until(() => stream.recorder.gaps.length >= 1);
    const rkey = await followOf(authors[0]!, authors[1]!.did);
    await stream.recorder.until(() => stream.recorder.received.length >= 1);

    expect(stream.recorder.gaps).toEqual([
      { from: time, to: expect.any(Number), reason: expect.stringContaining('does not take the cursor') },
    ]);
    expect(stream.recorder.received.map(line)).toEqual([`create ${authors[0]!.did} ${FOLLOW}/${rkey}`]);
  });

  test('going on at another host is told as a gap: its sequence numbers are its own', async () => {
    const time = Date.now() - 60_000;
    const from = { source: 'wss://elsewhere.example/xrpc/com.atproto.sync.subscribeRepos', cursor: 7, time };
    using stream = follow([url], FOLLOWS, { from });
    await stream.recorder.until(() => stream.recorder.gaps.length >= 1);

    expect(stream.recorder.gaps[0]).toMatchObject({
      from: time,
      reason: `${new URL(url).host} cannot go on from where elsewhere.example was left`,
    });
  });

  test('two subscriptions share one connection, and each gets its own', async () => {
    await using proxy = await startInterruptingProxy(new URL(network.pds));
    const [alice, bob] = authors as [Author, Author];
    using stream = follow([`ws://${proxy.host}${PATH}`], { collections: [], dids: [alice.did] });
    await stream.connected();
    const recorder = createRecorder();
    const second = stream.streams.subscribe({ collections: ['app.bsky.feed.*'], dids: [bob.did] }, recorder);

    const follows = await followOf(alice, bob.did);
    await followOf(bob, alice.did);
    const [post] = await bob.write([POST]);
    await recorder.until(() => recorder.received.length >= 1);
    second.close();
    await bob.write([POST]);
    await followOf(alice, bob.did);
    await stream.recorder.until(() => stream.recorder.received.length >= 2);

    expect(recorder.received.map(line)).toEqual([
      `create ${post!.uri.replace('at://', '').replace('/', ' ')}`,
    ]);
    expect(line(stream.recorder.received[0]!)).toBe(`create ${alice.did} ${FOLLOW}/${follows}`);
    expect(proxy.connections).toBe(1);
  });
});
