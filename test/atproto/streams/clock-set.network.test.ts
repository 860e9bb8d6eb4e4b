import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { commitFrame, cursorAt, timeAt } from '../../support/streams/frames.js';
import { follow, line } from '../../support/streams/recorder.js';
import { KINDS, startScriptedStream } from '../../support/streams/scripted-stream.js';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** By how much the clock of this machine is wrong, one after the other. */
const ERRORS_MS = [-HOUR_MS, HOUR_MS, -YEAR_MS, 0, YEAR_MS] as const;
/** More than are remembered of what comes from the future. */
const EVENTS = 600;

let errorMs = 0;

function realNow(): number {
  return performance.timeOrigin + performance.now();
}

beforeEach(() => {
  errorMs = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(realNow() + errorMs));
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(KINDS)('a %s, while the clock of the machine is set', (kind) => {
  test('back, ahead and by a year goes on, loses nothing, tells nothing twice, and keeps its place', async () => {
    const frames = await Promise.all(
      Array.from({ length: EVENTS * ERRORS_MS.length }, (_, index) => commitFrame(kind, { seq: index + 1 })),
    );
    let sent = 0;
    const open = new Set<WebSocket>();
    await using server = await startScriptedStream(kind, {
      onOpen(socket, _index, asked) {
        open.add(socket);
        const cursor = Number(asked.get('cursor') ?? Number.POSITIVE_INFINITY);
        // What is after the cursor comes again, as from any source.
        for (let seq = 1; seq <= sent; seq++) if (cursorAt(kind, seq) > cursor) socket.send(frames[seq - 1]!);
      },
    });
    using stream = follow([server.url], undefined, { timings: { pingAfterMs: 20, pongWithinMs: 60_000 } });
    const { recorder, subscription } = stream;
    await stream.connected();
    await recorder.until(() => open.size > 0);

    for (const [round, error] of ERRORS_MS.entries()) {
      errorMs = error;
      const connections = server.requests.length;
      const round0 = sent;
      for (const socket of open)
        for (let index = 0; index < EVENTS; index++) socket.send(frames[round0 + index]!);
      sent += EVENTS;
      await recorder.until(() => recorder.received.length >= sent);

      const status = subscription.status;
      expect(status.state).toBe('connected');
      expect(status.eventsPerSecond).toBeGreaterThan(0);
      expect(status.behind).toBeGreaterThanOrEqual(0);
      expect(status.behind).toBeLessThan(2 * HOUR_MS);
      expect(subscription.position()).toMatchObject({ cursor: cursorAt(kind, sent), time: timeAt(sent) });
      expect(server.requests).toHaveLength(connections);

      for (const socket of open) socket.close(1001);
      open.clear();
      await recorder.until(() => open.size > 0 && subscription.status.state === 'connected');
      expect(server.requests).toHaveLength(round + 2);
    }

    expect(recorder.received.map(line)).toEqual(
      frames.map((_, index) => `create did:plc:a app.bsky.graph.follow/r${index + 1}`),
    );
    expect(recorder.gaps).toEqual([]);
  });
});

test.each(
  (['jetstream', 'jetstream-v2'] as const).flatMap((kind) =>
    [HOUR_MS, -HOUR_MS, YEAR_MS, -YEAR_MS].map((error) => [kind, error] as const),
  ),
)('a %s that was lost before anything came goes on from when it was opened, the clock set by %d ms', async (kind, error) => {
  const opened = realNow();
  await using server = await startScriptedStream(kind, {
    onOpen(socket, index) {
      if (index === 0) socket.close(1001);
    },
  });
  errorMs = error;
  using stream = follow([server.url]);
  await stream.recorder.until(() => server.requests.length > 1);
  const asked = Number(server.requests[1]!.get('cursor')) / 1000;
  expect(asked).toBeLessThanOrEqual(realNow());
  expect(asked).toBeGreaterThan(opened - 60_000);
});
