import { encode } from '@atcute/cbor';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { accountFrame, CID, commitFrame, commitV2, RECORD, timeAt } from '../../support/streams/frames.js';
import { follow, line } from '../../support/streams/recorder.js';
import { startScriptedStream } from '../../support/streams/scripted-stream.js';

/** A follow, its undoing, and then so many more, a tenth of a millisecond apart, as a Jetstream v1 sends them. */
function burst(count: number): readonly string[] {
  const frame = (index: number, operation: string, rkey: string): string =>
    JSON.stringify({
      did: 'did:plc:a',
      time_us: timeAt(0) * 1000 + index * 100,
      kind: 'commit',
      commit: {
        rev: `rev${index}`,
        operation,
        collection: RECORD.$type,
        rkey,
        ...(operation === 'create' && { record: RECORD, cid: CID }),
      },
    });
  const others = Array.from({ length: count }, (_, index) => frame(index + 3, 'create', `r${index}`));
  return [frame(1, 'create', 'first'), frame(2, 'delete', 'first'), ...others];
}

/** On a busy machine so many frames take their time, which is no silence of the source. */
const PATIENT = { handshakeMs: 60_000, pingAfterMs: 60_000, pongWithinMs: 60_000, quietMs: 300_000 };

/** Sends frames, and says when they are out. */
async function send(socket: WebSocket, frames: readonly (string | Buffer)[]): Promise<void> {
  for (const frame of frames) socket.send(frame);
  await new Promise((sent) => socket.send(frames.at(-1) ?? '', sent));
}

describe('a Jetstream that begins before the cursor that was asked for tells nothing twice (jetstream#343)', () => {
  test.each([5_000, 22_000, 40_000])('after %d events within the overlap', async (count) => {
    const frames = burst(count);
    const last = burst(count + 1).at(-1)!;
    await using server = await startScriptedStream('jetstream', {
      async onOpen(socket, index) {
        await send(socket, index === 0 ? frames : [...frames, last]);
        if (index === 0) socket.close(1001);
      },
    });
    using stream = follow([server.url], undefined, { queue: 100_000, timings: PATIENT });
    await stream.recorder.until(() => stream.recorder.received.length > frames.length);

    expect(stream.recorder.received.map(line).filter((one) => one.endsWith('/first'))).toHaveLength(2);
    expect(stream.recorder.received).toHaveLength(frames.length + 1);
    expect(stream.recorder.gaps).toEqual([]);
  });

  test('after an hour of events, on the same host and on another one of version 2', async () => {
    const hour = await Promise.all(
      Array.from({ length: 3_000 }, (_, index) => commitFrame('jetstream-v2', { seq: index + 1 })),
    );
    const elsewhere = Array.from({ length: 3_001 }, (_, index) => {
      const what = {
        rev: `rev${index + 1}`,
        operation: 'create',
        collection: RECORD.$type,
        record: RECORD,
        cid: CID,
      };
      const time = new Date(timeAt(index + 1)).toISOString();
      return commitV2({ ...what, rkey: `r${index + 1}`, did: 'did:plc:a', seq: 900_000 + index, time });
    });
    await using first = await startScriptedStream('jetstream-v2', {
      refuse: (refuse, index) => {
        if (index > 0) refuse(503, 'gone');
        return index > 0;
      },
      async onOpen(socket) {
        await send(socket, hour);
        socket.close(1001);
      },
    });
    await using second = await startScriptedStream('jetstream-v2', {
      onOpen: (socket) => send(socket, elsewhere),
    });
    using stream = follow([first.url, second.url]);
    await stream.recorder.until(() => stream.recorder.received.length > hour.length);

    expect(stream.recorder.received.map(line)).toEqual(
      Array.from({ length: 3_001 }, (_, index) => `create did:plc:a ${RECORD.$type}/r${index + 1}`),
    );
    expect(second.requests[0]!.get('cursor')).toBe(String(timeAt(3_000) * 1000 - 3_000_000));
    expect(stream.recorder.gaps).toEqual([]);
  });

  test('and what it had not sent before the connection was lost is not taken for that', async () => {
    const sent = burst(30_000);
    await using server = await startScriptedStream('jetstream', {
      async onOpen(socket, index) {
        // The first connection leaves one out in the middle of the last seconds.
        await send(socket, index === 0 ? sent.filter((_, at) => at !== 20_000) : sent);
        if (index === 0) socket.close(1001);
      },
    });
    using stream = follow([server.url], undefined, { queue: 100_000, timings: PATIENT });
    await stream.recorder.until(() => stream.recorder.received.length === sent.length);
    expect(new Set(stream.recorder.received.map(line)).size).toBe(sent.length);
  });
});

describe('an event from the future', () => {
  test.each([
    ['an hour', 3_600_000],
    ['a day', 86_400_000],
    ['a minute', 60_000],
  ])('of %s is told, and does not silence what comes until then', async (_, aheadMs) => {
    const now = Date.now();
    const frame = (did: string, time: number) =>
      JSON.stringify({
        did,
        time_us: time * 1000,
        kind: 'commit',
        commit: {
          rev: did,
          operation: 'create',
          collection: RECORD.$type,
          rkey: 'a',
          record: RECORD,
          cid: CID,
        },
      });
    const ahead = frame('did:plc:bob', now + aheadMs);
    await using server = await startScriptedStream('jetstream', {
      onOpen: (socket, index) =>
        send(
          socket,
          index === 0 ? [frame('did:plc:first', now - 1_000), ahead] : [frame('did:plc:dave', now)],
        ),
    });
    const before = follow([server.url]);
    await before.recorder.until(() => before.recorder.received.length === 2);
    const from = before.subscription.position();
    before.streams.close();
    expect(from?.time).toBe(now - 1_000);

    using after = follow([server.url], undefined, { from });
    await after.recorder.until(() => after.recorder.received.length > 0);
    expect(after.recorder.received.map(({ did }) => did)).toEqual(['did:plc:dave']);
  });

  test('whose time has come when it is replayed takes nothing of what is replayed behind it, though the replay is cut off', async () => {
    const now = Date.now();
    const log = [
      ['first', 600],
      ['ahead', 60],
      ['second', 590],
      ['third', 580],
      ['fourth', 570],
    ] as const;
    await using server = await startScriptedStream('jetstream', {
      onOpen(socket, index) {
        for (const [name, secondsAgo] of log.slice(0, index === 0 ? 3 : undefined)) {
          const did = `did:plc:${name}`;
          const time = now - secondsAgo * 1000;
          socket.send(
            JSON.stringify({
              did,
              time_us: time * 1000,
              kind: 'commit',
              commit: { rev: did, operation: 'delete', collection: RECORD.$type, rkey: 'a' },
            }),
          );
        }
        if (index === 0) socket.close(1011);
      },
    });
    const time = now - 601_000;
    using stream = follow([server.url], undefined, {
      from: { source: server.url, cursor: time * 1000, time },
    });
    await stream.recorder.until(() => stream.recorder.received.some(({ did }) => did === 'did:plc:fourth'));
    expect(stream.recorder.received.map(({ did }) => did.slice(8)).toSorted()).toEqual(
      log.map(([did]) => did).toSorted(),
    );
    expect(stream.recorder.gaps).toEqual([]);
  });

  test('that came alone leaves the place where the stream was opened', async () => {
    const opened = Date.now();
    await using server = await startScriptedStream('jetstream', {
      async onOpen(socket) {
        await send(socket, [await commitFrame('jetstream', { seq: 10_000 })]);
      },
    });
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 1);
    const { time } = stream.subscription.position()!;
    expect(time).toBeGreaterThanOrEqual(opened);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  test('that an earlier version kept as its place is given up, and the stretch until now is told as a gap', async () => {
    await using server = await startScriptedStream('jetstream', {
      async onOpen(socket) {
        await send(socket, [
          JSON.stringify({
            did: 'did:plc:dave',
            time_us: (Date.now() + 1_000) * 1000,
            kind: 'identity',
            identity: {},
          }),
        ]);
      },
    });
    const time = Date.now() + 3_600_000;
    using stream = follow([server.url], undefined, {
      from: { source: server.url, cursor: time * 1000, time },
    });
    await stream.recorder.until(() => stream.recorder.received.length === 1);
    expect(stream.recorder.gaps).toMatchObject([{ from: undefined }]);
    expect(Number(server.requests[0]!.get('cursor'))).toBeLessThan(Date.now() * 1000);
  });
});

describe.each(['jetstream-v2', 'firehose'] as const)('a %s whose sequence begins anew', (kind) => {
  test.each([
    ['in the same run', undefined],
    ['between two runs', 5_001],
  ])('without a word, %s, is a new start with a gap (atproto-website#485, indigo#1231)', async (_, from) => {
    await using server = await startScriptedStream(kind, {
      async onOpen(socket, index) {
        if (from === undefined && index === 0) {
          await send(socket, [
            await commitFrame(kind, { seq: 3_000 }),
            await commitFrame(kind, { seq: 3_001 }),
          ]);
          socket.close(1001);
        } else {
          await send(socket, [
            await commitFrame(kind, { seq: 5, rkey: 'x' }),
            accountFrame(kind, 6, 'did:plc:b'),
          ]);
        }
      },
    });
    using stream = follow([server.url], undefined, {
      from: from === undefined ? undefined : { source: server.url, cursor: from, time: timeAt(3_001) },
    });
    await stream.recorder.until(() => stream.recorder.received.some(({ did }) => did === 'did:plc:b'));

    expect(stream.recorder.received.slice(-2).map(({ cursor }) => cursor)).toEqual([5, 6]);
    expect(stream.recorder.gaps).toEqual([
      { from: timeAt(3_001), to: expect.any(Number), reason: `${server.host} has begun to count anew` },
    ]);
    expect(stream.subscription.position()).toMatchObject({ cursor: 6 });
  });
});

test.each([
  ['jetstream-v2', 400, '{"error":"FutureCursor","message":"it is in the future"}'],
  ['firehose', 400, '{"error":"FutureCursor","message":"it is in the future"}'],
] as const)('a %s that refuses a cursor as one of the future has begun anew', async (kind, status, body) => {
  await using server = await startScriptedStream(kind, {
    refuse: (refuse, index) => {
      if (index === 0) refuse(status, body);
      return index === 0;
    },
    onOpen: async (socket) => send(socket, [await commitFrame(kind, { seq: 3_100 })]),
  });
  using stream = follow([server.url], undefined, {
    from: { source: server.url, cursor: 50_000, time: timeAt(3_000) },
  });
  await stream.recorder.until(() => stream.recorder.received.length === 1);
  expect(stream.recorder.gaps).toMatchObject([{ from: timeAt(3_000) }]);
});

test('a Jetstream v2 that says so itself (#info FutureCursor) has begun anew', async () => {
  const $type = 'network.bsky.jetstream.subscribeEvents#info';
  const info = JSON.stringify({ $type: 'message', payload: { $type, name: 'FutureCursor' } });
  await using server = await startScriptedStream('jetstream-v2', {
    onOpen: async (socket) => send(socket, [info, await commitFrame('jetstream-v2', { seq: 7 })]),
  });
  using stream = follow([server.url], undefined, {
    from: { source: server.url, cursor: 50, time: timeAt(3_000) },
  });
  await stream.recorder.until(() => stream.recorder.received.length === 1);
  expect(stream.recorder.gaps).toMatchObject([{ from: timeAt(3_000) }]);
});

test('a firehose that ends with FutureCursor has begun anew', async () => {
  await using server = await startScriptedStream('firehose', {
    async onOpen(socket, index) {
      if (index > 0) return send(socket, [await commitFrame('firehose', { seq: 7 })]);
      socket.send(Buffer.concat([encode({ op: -1 }), encode({ error: 'FutureCursor', message: 'no' })]));
    },
  });
  using stream = follow([server.url], undefined, {
    from: { source: server.url, cursor: 50_000, time: timeAt(3_000) },
  });
  await stream.recorder.until(() => stream.recorder.received.length === 1);
  expect(server.requests.map((asked) => asked.has('cursor'))).toEqual([true, false]);
  expect(stream.recorder.gaps).toHaveLength(1);
});
