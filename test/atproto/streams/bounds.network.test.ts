import { expect, test } from 'vitest';
import { Delivery } from '../../../src/atproto/streams/delivery.js';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';
import { commitFrame, timeAt } from '../../support/streams/frames.js';
import { createRecorder, follow } from '../../support/streams/recorder.js';
import { KINDS, startScriptedStream } from '../../support/streams/scripted-stream.js';

function event(cursor: number): RepoEvent {
  return { kind: 'identity', did: 'did:plc:a', time: timeAt(cursor), cursor, handle: undefined };
}

test('what comes while a listener is not ready is kept up to a bound, and what is dropped is told', () => {
  const recorder = createRecorder();
  const delivery = new Delivery(recorder, { everyMs: 60_000, fullAt: 10, onFlush() {} });
  const full: boolean[] = [];
  for (let cursor = 1; cursor <= 25; cursor++) {
    delivery.push(event(cursor));
    full.push(delivery.isFull);
  }
  delivery.flush();
  delivery.push(event(26));
  delivery.flush();
  delivery.close();

  expect(full.indexOf(true)).toBe(9);
  expect(recorder.batches).toEqual([20, 1]);
  expect(recorder.gaps).toEqual([
    {
      from: timeAt(21),
      to: timeAt(25),
      reason: '5 events came faster than atscope could take them, and were dropped',
    },
  ]);
});

test('a gap comes in its place among the events, and events of one batch in the order of their cursors', () => {
  const order: unknown[] = [];
  const delivery = new Delivery(
    {
      events: (batch) => order.push(batch.map(({ cursor }) => cursor)),
      gap: ({ reason }) => order.push(reason),
      status() {},
    },
    { everyMs: 60_000, fullAt: 10, onFlush() {} },
  );
  for (const cursor of [1, 3, 2]) delivery.push(event(cursor));
  delivery.push({ from: undefined, to: 0, reason: 'a gap' });
  delivery.push(event(4));
  delivery.flush();
  delivery.close();

  expect(order).toEqual([[1, 2, 3], 'a gap', [4]]);
});

test('nothing is handed over once it is closed, not even the rest of a batch', () => {
  const batches: number[] = [];
  const delivery = new Delivery(
    {
      events: (batch) => {
        batches.push(batch.length);
        delivery.close();
      },
      gap: () => batches.push(-1),
      status() {},
    },
    { everyMs: 60_000, fullAt: 10, onFlush() {} },
  );
  delivery.push(event(1));
  delivery.push({ from: undefined, to: 0, reason: 'a gap' });
  delivery.push(event(2));
  delivery.flush();

  expect(batches).toEqual([1]);
});

test.each(KINDS)('a burst of 20,000 events of a %s is held back rather than dropped', async (kind) => {
  const frames = await Promise.all(
    Array.from({ length: 20_000 }, (_, index) => commitFrame(kind, { seq: index + 1 })),
  );
  await using server = await startScriptedStream(kind, {
    onOpen(socket) {
      for (const frame of frames) socket.send(frame);
    },
  });
  using stream = follow([server.url], undefined, { queue: 500, timings: { batchMs: 50 } });
  await stream.recorder.until(() => stream.recorder.received.length === frames.length);

  expect(stream.recorder.gaps).toEqual([]);
  expect(Math.max(...stream.recorder.batches)).toBeLessThanOrEqual(1_000);
});
