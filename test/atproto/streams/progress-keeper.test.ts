import { expect, test } from 'vitest';
import { ProgressKeeper } from '../../../src/atproto/streams/progress-keeper.js';
import { protocolOf } from '../../../src/atproto/streams/protocols.js';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';
import { parseStreamUrl } from '../../../src/keep/stream-url.js';

const NOW = Date.now();
/** So many that the first of them are not remembered one by one any more. */
const MANY = 25_000;

const source = parseStreamUrl('wss://a.test/xrpc/network.bsky.jetstream.subscribeEvents');

test.each([
  ['two minutes', 120_000],
  ['a month', 30 * 86_400_000],
])('one event that is %s ahead of the clock silences nothing once it is forgotten', (_, aheadMs) => {
  const told: string[] = [];
  const keeper = new ProgressKeeper({
    from: undefined,
    gapEndMs: 60_000,
    onEvent: ({ did }) => told.push(did),
    onGap() {},
    onAnew() {},
  });
  function bring(did: string, cursor: number, time: number): void {
    const event: RepoEvent = { kind: 'account', did, cursor, time, active: true, status: undefined };
    const sink = keeper.sinkAt(NOW);
    sink.event(event, did);
    sink.progress(cursor, time);
  }
  function connect(): void {
    keeper.left();
    keeper.asking(source, protocolOf(source), undefined);
    keeper.opened();
  }

  connect();
  for (let count = 1; count < MANY; count++) {
    bring(`did:${count}`, count, count === 5 ? NOW + aheadMs : NOW - 2 * MANY + count);
  }
  // Only by time is it known from then on what came.
  keeper.anew();
  connect();
  bring('next', 1, NOW - 1);
  keeper.left();
  expect(told.at(-1)).toBe('next');
  expect(told).toHaveLength(MANY);
});

test.each([
  ['one event', 1, 12_000],
  ['ninety events', 90, 61_000],
  ['one of a minute later', 1, 70_000],
])('%s that came ahead of the clock and come again once they are not are told once, and no gap is', (_, count, aheadMs) => {
  const jetstream = parseStreamUrl('wss://a.test/subscribe');
  const told: string[] = [];
  const gaps: unknown[] = [];
  const keeper = new ProgressKeeper({
    from: undefined,
    gapEndMs: 60_000,
    onEvent: ({ did }) => told.push(did),
    onGap: (gap) => gaps.push(gap),
    onAnew() {},
  });
  function bring(did: string, time: number, now: number): void {
    const event = {
      kind: 'account',
      did,
      cursor: time * 1000,
      time,
      active: true,
      status: undefined,
    } as const;
    const sink = keeper.sinkAt(now);
    sink.event(event, did);
    sink.progress(event.cursor, time);
  }
  function replay(now: number): void {
    keeper.left();
    keeper.asking(jetstream, protocolOf(jetstream), undefined);
    keeper.opened();
    for (let index = 0; index < count; index++) bring(`did:ahead${index}`, NOW + aheadMs + index, now);
    bring('did:after', NOW + 1, now);
  }
  keeper.asking(jetstream, protocolOf(jetstream), undefined);
  keeper.opened();
  bring('did:before', NOW, NOW);
  replay(NOW + 1);
  replay(NOW + aheadMs);
  expect(new Set(told).size).toBe(told.length);
  expect(told).toHaveLength(count + 2);
  expect(gaps).toEqual([]);
});

test('a source that begins an hour earlier than it was asked to brings nothing new, and yet comes nearer', () => {
  const jetstream = parseStreamUrl('wss://a.test/subscribe');
  const told: string[] = [];
  const from = { source: jetstream.url.href, cursor: NOW * 1000, time: NOW };
  const keeper = new ProgressKeeper({
    from,
    gapEndMs: 60_000,
    onEvent: ({ did }) => told.push(did),
    onGap() {},
    onAnew() {},
  });
  keeper.asking(jetstream, protocolOf(jetstream), undefined);
  keeper.opened();
  expect(keeper.broughtTime).toBeUndefined();
  for (const minutes of [60, 30, 1]) {
    const time = NOW - minutes * 60_000;
    const event = { kind: 'account', did: 'did:a', cursor: time * 1000, time, active: true } as const;
    const sink = keeper.sinkAt(NOW + 1);
    sink.event({ ...event, status: undefined }, 'did:a');
    sink.progress(event.cursor, time);
    expect(keeper.broughtTime).toBe(time);
    expect(keeper.position).toEqual(from);
  }
  keeper.left();
  expect(told).toEqual([]);
});
