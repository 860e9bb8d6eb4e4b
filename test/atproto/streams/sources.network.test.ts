import { describe, expect, test } from 'vitest';
import type { CommitEvent } from '../../../src/atproto/streams/repo-event.js';
import {
  accountFrame,
  CID,
  commitFrame,
  cursorAt,
  EPOCH,
  outdatedFrame,
  RECORD,
  timeAt,
} from '../../support/streams/frames.js';
import { follow, line } from '../../support/streams/recorder.js';
import { KINDS, startScriptedStream } from '../../support/streams/scripted-stream.js';

const FOLLOWS = { collections: ['app.bsky.graph.follow'], dids: [] };

describe.each(KINDS)('%s', (kind) => {
  test('gives the same events as every other source', async () => {
    await using server = await startScriptedStream(kind, {
      async onOpen(socket) {
        socket.send(await commitFrame(kind, { seq: 1 }));
        socket.send(await commitFrame(kind, { seq: 2, operation: 'delete', rkey: 'r1' }));
        socket.send(accountFrame(kind, 3, 'did:plc:b'));
      },
    });
    using stream = follow([server.url], FOLLOWS);
    await stream.recorder.until(() => stream.recorder.received.length === 3);

    expect(stream.recorder.received.map(line)).toEqual([
      'create did:plc:a app.bsky.graph.follow/r1',
      'delete did:plc:a app.bsky.graph.follow/r1',
      'account did:plc:b false deactivated',
    ]);
    const [created, deleted] = stream.recorder.received as readonly CommitEvent[];
    expect([created!.time, created!.cursor]).toEqual([timeAt(1), cursorAt(kind, 1)]);
    expect(created!.record()).toEqual(RECORD);
    if (kind !== 'firehose') expect(created!.cid).toBe(CID);
    expect([deleted!.record(), deleted!.cid]).toEqual([undefined, undefined]);
    expect(stream.subscription.position()).toMatchObject({
      source: server.url,
      cursor: cursorAt(kind, 3),
      time: timeAt(3),
    });
  });

  test('gives nothing that the filter does not let through, whatever the server sends', async () => {
    await using server = await startScriptedStream(kind, {
      async onOpen(socket) {
        socket.send(await commitFrame(kind, { seq: 1, did: 'did:plc:b' }));
        socket.send(await commitFrame(kind, { seq: 2, collection: 'app.bsky.feed.post' }));
        socket.send(accountFrame(kind, 3, 'did:plc:b'));
        socket.send(accountFrame(kind, 4, 'did:plc:a'));
        socket.send(await commitFrame(kind, { seq: 5 }));
      },
    });
    using stream = follow([server.url], { ...FOLLOWS, dids: ['did:plc:a'] });
    await stream.recorder.until(() => stream.recorder.received.length === 2);

    expect(stream.recorder.received.map(({ cursor }) => cursor)).toEqual(
      [4, 5].map((seq) => cursorAt(kind, seq)),
    );
  });

  test('is left when it talks nonsense; what is nonsense again in the same place is passed over and told', async () => {
    await using server = await startScriptedStream(kind, {
      async onOpen(socket) {
        socket.send(await commitFrame(kind, { seq: 1 }));
        socket.send(kind === 'firehose' ? Buffer.from([0xa0, 0xff]) : '{"did":"did:plc:a","time_us"');
        socket.send(await commitFrame(kind, { seq: 3 }));
      },
    });
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 2);

    expect(stream.recorder.received.map(({ cursor }) => cursor)).toEqual(
      [1, 3].map((seq) => cursorAt(kind, seq)),
    );
    expect(server.requests).toHaveLength(2);
    expect(stream.recorder.statuses).toContainEqual(
      expect.objectContaining({ state: 'unreachable', reason: expect.stringContaining('a frame is not') }),
    );
    expect(stream.recorder.gaps).toEqual([
      {
        from: expect.any(Number),
        to: expect.any(Number),
        reason: expect.stringContaining('could not be read'),
      },
    ]);
  });

  test('that keeps less than was asked for is told as a gap, up to the first event that it has', async () => {
    const from = { cursor: cursorAt(kind, 1), time: timeAt(1) };
    await using server = await startScriptedStream(kind, {
      async onOpen(socket, index) {
        if (index === 0) {
          socket.send(await commitFrame(kind, { seq: 1 }));
          socket.send(await commitFrame(kind, { seq: 2 }));
          socket.close(1001);
          return;
        }
        if (kind !== 'jetstream') socket.send(outdatedFrame(kind));
        socket.send(await commitFrame(kind, { seq: 900 }));
      },
    });
    using stream = follow([server.url], FOLLOWS, { from: { ...from, source: server.url } });
    const { recorder } = stream;
    await recorder.until(() => recorder.received.length === 2 && recorder.gaps.length > 0);

    expect(recorder.received.map(({ time }) => time)).toEqual([timeAt(2), timeAt(900)]);
    expect(stream.recorder.gaps).toEqual([
      { from: timeAt(2), to: timeAt(900), reason: `${server.host} does not go back that far` },
    ]);
  });

  test('goes on from a little before what it sent last, and twice the same counts once', async () => {
    await using server = await startScriptedStream(kind, {
      async onOpen(socket, index) {
        for (const seq of [1000, 1001, ...(index === 0 ? [] : [1002])]) {
          const frame = await commitFrame(kind, { seq });
          socket.send(frame);
          socket.send(frame);
        }
        if (index === 0) socket.terminate();
      },
    });
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 3);

    expect(stream.recorder.received.map(({ cursor }) => cursor)).toEqual(
      [1000, 1001, 1002].map((seq) => cursorAt(kind, seq)),
    );
    const asked = server.requests.map((request) => Number(request.get('cursor') ?? Number.NaN));
    const little = { jetstream: 3_000_000, 'jetstream-v2': 100, firehose: 200 }[kind];
    expect(asked).toEqual([Number.NaN, cursorAt(kind, 1001) - little]);
    expect(stream.recorder.gaps).toEqual([]);
  });

  test('that sends a frame beyond all measure is told as a gap, and goes on', async () => {
    const huge = Buffer.alloc(6_000_000, ' ');
    await using server = await startScriptedStream(kind, {
      async onOpen(socket) {
        socket.send(await commitFrame(kind, { seq: 1 }));
        socket.send(kind === 'firehose' ? huge : huge.toString());
        socket.send(await commitFrame(kind, { seq: 2 }));
      },
    });
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 2);

    expect(stream.recorder.gaps.map(({ reason }) => reason)).toEqual(['a frame of 6 MB was skipped']);
    expect(server.requests).toHaveLength(1);
  });

  test('that answers pings is made anew after a silence without a word; one that does not is left', async () => {
    await using quiet = await startScriptedStream(kind, {
      async onOpen(socket) {
        socket.send(await commitFrame(kind, { seq: 1 }));
      },
    });
    await using dead = await startScriptedStream(kind, {
      autoPong: false,
      async onOpen(socket) {
        socket.send(await commitFrame(kind, { seq: 1 }));
      },
    });
    using first = follow([quiet.url], FOLLOWS, {
      timings: { quietMs: 60, pingAfterMs: 20, pongWithinMs: 5_000 },
    });
    using second = follow([dead.url], FOLLOWS, { timings: { pingAfterMs: 40, pongWithinMs: 40 } });
    await expect.poll(() => quiet.requests.length).toBeGreaterThan(2);
    await expect.poll(() => dead.requests.length).toBeGreaterThan(1);

    expect(new Set(first.recorder.statuses.map(({ state }) => state))).toEqual(
      new Set(['connecting', 'connected']),
    );
    expect(first.recorder.received).toHaveLength(1);
    expect(second.recorder.statuses).toContainEqual(
      expect.objectContaining({
        state: 'unreachable',
        reason: expect.stringContaining('nothing was heard for'),
      }),
    );
  });

  test('that has nothing to say keeps its connection by answering pings', async () => {
    let pings = 0;
    await using server = await startScriptedStream(kind, {
      onOpen(socket) {
        socket.on('ping', () => pings++);
      },
    });
    using stream = follow([server.url], FOLLOWS, { timings: { pingAfterMs: 20, pongWithinMs: 1_000 } });
    await expect.poll(() => pings).toBeGreaterThan(3);

    expect(server.requests).toHaveLength(1);
    expect(stream.subscription.status.state).toBe('connected');
  });

  test('of several addresses the next is tried where one does not answer', async () => {
    await using none = await startScriptedStream(kind, {
      refuse: (refuse) => {
        refuse(503, '{"error":"ServiceUnavailable","message":"warming up"}');
        return true;
      },
      onOpen() {},
    });
    await using other = await startScriptedStream(kind, {
      async onOpen(socket) {
        socket.send(await commitFrame(kind, { seq: 1 }));
      },
    });
    using stream = follow([none.url, other.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 1);

    expect(stream.subscription.status).toMatchObject({ state: 'connected', source: other.host, kind });
    expect(stream.recorder.statuses).toContainEqual(
      expect.objectContaining({
        state: 'waiting',
        reason: `${none.host}: it refused (503): warming up`,
        nextTryAt: expect.any(Number),
      }),
    );
    expect(EPOCH).toBeLessThan(stream.subscription.status.since);
  });
});

test('a commit of which a Jetstream v1 had sent only a part is gone on with in a later run', async () => {
  const parts = await Promise.all(['a', 'b', 'c'].map((rkey) => commitFrame('jetstream', { seq: 1, rkey })));
  await using server = await startScriptedStream('jetstream', {
    onOpen(socket, index) {
      for (const frame of index === 0 ? parts.slice(0, 2) : parts) socket.send(frame);
    },
  });
  const before = follow([server.url]);
  await before.recorder.until(() => before.recorder.received.length === 2);
  const from = JSON.parse(JSON.stringify(before.subscription.position()));
  before.streams.close();

  using after = follow([server.url], undefined, { from });
  await after.recorder.until(() => after.recorder.received.length > 0);

  expect(after.recorder.received.map(line)).toEqual(['create did:plc:a app.bsky.graph.follow/c']);
});
