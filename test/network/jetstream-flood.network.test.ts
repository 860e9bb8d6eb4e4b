import { isCid, isDid, isNsid, isTid } from '@atcute/lexicons/syntax';
import { afterEach, describe, expect, test } from 'vitest';
import { connect } from './jetstream-client.js';
import { type Jetstream, startJetstream } from './jetstream-server.js';
import { syntheticEvent } from './jetstream-synthetic.js';

let jetstream: Jetstream;

afterEach(async () => {
  await jetstream?.close();
});

const EVENTS = Array.from({ length: 5000 }, (_, index) => syntheticEvent(index));
const COMMITS = EVENTS.filter((event) => event.kind === 'commit');

describe('made-up events', () => {
  test('are the same in every run', () => {
    expect(EVENTS.slice(1000, 1010)).toEqual(
      Array.from({ length: 10 }, (_, index) => syntheticEvent(1000 + index)),
    );
    expect(new Set(EVENTS.map((event) => JSON.stringify(event))).size).toBe(EVENTS.length);
  });

  test('have valid DIDs, record keys, revisions and CIDs', () => {
    for (const { did, rev, collection, rkey, cid } of COMMITS) {
      expect([did, collection].map((text) => isDid(text) || isNsid(text))).toEqual([true, true]);
      expect(isTid(rev)).toBe(true);
      expect(rkey === 'self' || isTid(rkey)).toBe(true);
      if (cid !== undefined) expect(isCid(cid)).toBe(true);
    }
  });

  test('are mixed as on the network', () => {
    const share = (holds: (event: (typeof COMMITS)[number]) => boolean) =>
      COMMITS.filter(holds).length / EVENTS.length;
    expect(share(({ collection }) => collection === 'app.bsky.feed.like')).toBeGreaterThan(0.4);
    expect(share(({ operation }) => operation === 'delete')).toBeCloseTo(0.08, 1);
    expect(share(({ operation }) => operation === 'update')).toBeCloseTo(0.03, 1);
    expect(EVENTS.length - COMMITS.length).toBeGreaterThan(10);
  });

  test('delete only what was created before', () => {
    const created = new Set<string>();
    for (const { did, operation, collection, rkey } of COMMITS) {
      const uri = `${did}/${collection}/${rkey}`;
      if (operation === 'delete') expect(created.has(uri)).toBe(true);
      else created.add(uri);
    }
  });
});

describe('a flood', () => {
  test('brings every event once and in order, though the log holds far fewer', async () => {
    jetstream = await startJetstream({ version: 2, retention: 2000 });
    using client = await connect(jetstream.url);
    await jetstream.flood({ total: 20_000 });
    await client.until(20_000);

    expect(client.frames.map(({ payload }) => payload.seq)).toEqual(
      Array.from({ length: 20_000 }, (_, index) => index + 1),
    );
  });

  test('comes at a rate, and goes on where the one before ended', async () => {
    jetstream = await startJetstream({ version: 1 });
    using client = await connect(jetstream.url);
    await jetstream.flood({ total: 50, rate: 5000 });
    await jetstream.flood({ total: 50, rate: 5000, from: 50 });
    await client.until(100);

    const dids = client.frames.map(({ did }) => did);
    expect(dids).toEqual(EVENTS.slice(0, 100).map(({ did }) => did));
  });

  test('ends with the Jetstream', async () => {
    jetstream = await startJetstream({ version: 1 });
    const flooding = jetstream.flood({ total: 1_000_000, rate: 100 });
    const failed = expect(flooding).rejects.toThrow('aborted');
    await jetstream.close();
    await failed;
  });
});
