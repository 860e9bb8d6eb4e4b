import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import type {
  EventStreams,
  StreamListener,
  StreamStatus,
} from '../../../src/atproto/streams/event-stream.js';
import { createEventStreams } from '../../../src/atproto/streams/event-streams.js';
import type { CommitEvent } from '../../../src/atproto/streams/repo-event.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { entryOf } from '../../../src/store/tail/tail-entry.js';
import { deadOrigin } from '../../faults/service.js';
import { startJetstream } from '../../network/jetstream-server.js';
import { noWatch } from '../../support/no-watch.js';
import { quiet } from '../../support/quiet-store.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const close of closing.splice(0).reverse()) await close();
});

const everything = { collections: [], dids: [] };

const post = (number: number): CommitEvent => ({
  kind: 'commit',
  operation: 'create',
  did: 'did:plc:ragtjsm2j2vknwkz3zp4oxrd',
  time: number,
  cursor: number,
  collection: 'app.bsky.feed.post',
  rkey: String(number),
  cid: undefined,
  record: () => ({ text: `post ${number}` }),
});

async function openStore(streams: EventStreams): Promise<AppStore> {
  const origin = await deadOrigin();
  const client = createClient({ plc: origin, appview: origin, timeoutMs: 60_000 });
  const store = createAppStore({
    client,
    ...quiet,
    watch: { ...noWatch, streams: () => streams },
  });
  closing.push(
    () => client.close(),
    () => store.close(),
  );
  return store;
}

/** A stream by hand: what the listener is told is what the test tells it. */
function handStream() {
  let listener: StreamListener | undefined;
  const status: StreamStatus = {
    state: 'connected',
    source: 'stream.test',
    kind: 'jetstream',
    since: 0,
    reason: undefined,
    nextTryAt: undefined,
    behind: 0,
    eventsPerSecond: 0,
  };
  const streams: EventStreams = {
    subscribe(_filter, told) {
      listener = told;
      return {
        status,
        position: () => undefined,
        reached: () => undefined,
        update: () => {},
        close: () => {},
      };
    },
    close: () => {},
  };
  return { streams, status, tell: () => listener! };
}

describe('the state changes a few times a second', () => {
  test('whatever comes: events, statuses, gaps', async () => {
    const { streams, status, tell } = handStream();
    const store = await openStore(streams);
    vi.useFakeTimers();
    store.actions.setStream(everything);
    let changes = 0;
    store.subscribe(() => changes++);
    for (let millisecond = 0; millisecond < 2_000; millisecond++) {
      tell().events([post(millisecond * 2), post(millisecond * 2 + 1)]);
      tell().status({ ...status, eventsPerSecond: millisecond });
      if (millisecond % 10 === 0) tell().gap({ from: 0, to: millisecond, reason: 'of the test' });
      vi.advanceTimersByTime(1);
    }

    expect(changes).toBeLessThanOrEqual(11);
    expect(changes).toBeGreaterThan(8);
    vi.advanceTimersByTime(200);
    const { counts, stream, shown } = store.getState().tail!;
    expect(counts.get('app.bsky.feed.post')).toBe(4_000);
    expect(stream?.eventsPerSecond).toBe(1_999);
    expect(shown.length).toBe(4_200);
  });

  test('under a flood from a Jetstream, of which nothing is left out untold', async () => {
    const jetstream = await startJetstream({ version: 1 });
    const streams = createEventStreams({ urls: [jetstream.url] });
    closing.push(
      () => jetstream.close(),
      () => streams.close(),
    );
    const store = await openStore(streams);
    store.actions.setStream(everything);
    await jetstream.until(() => jetstream.connections.length > 0);
    const total = 8_000;
    let changes = 0;
    const started = performance.now();
    const all = new Promise<void>((resolve) => {
      let before = store.getState().tail;
      store.subscribe(({ tail }) => {
        if (tail !== before) changes++;
        before = tail;
        if (tail!.shown.length >= total) resolve();
      });
    });
    await jetstream.flood({ total });
    await all;

    expect(changes).toBeLessThanOrEqual(((performance.now() - started) / 1000) * 10 + 2);
    expect(store.getState().tail!.shown.length).toBe(total);
  });
});

test('what is kept of an event is what is shown of it, not the frame that it came in', () => {
  let read = 0;
  const event: CommitEvent = {
    ...post(1),
    record() {
      read++;
      return { text: 'x'.repeat(100_000) };
    },
  };
  const entry = entryOf(event);

  expect(read).toBe(1);
  expect(Object.values(entry).some((value) => typeof value === 'function')).toBe(false);
  expect(JSON.stringify(entry).length).toBeLessThan(1_000);
  expect(entry).toMatchObject({ text: expect.stringMatching(/^x{399}…$/) });
});
