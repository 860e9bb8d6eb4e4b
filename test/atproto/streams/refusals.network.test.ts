import { readFileSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { commitFrame, outdatedFrame, timeAt } from '../../support/streams/frames.js';
import { follow } from '../../support/streams/recorder.js';
import { type Refusal, startScriptedStream } from '../../support/streams/scripted-stream.js';

function xrpcError(refuse: Refusal, error: string): boolean {
  refuse(400, JSON.stringify({ error, message: `it says ${error}` }));
  return true;
}

describe('a Jetstream v2 that refuses a sequence number as too old', () => {
  test('is asked by time instead, and the gap reaches to the first event that it has', async () => {
    await using server = await startScriptedStream('jetstream-v2', {
      refuse: (refuse, index) => index === 0 && xrpcError(refuse, 'CursorTooOld'),
      async onOpen(socket) {
        socket.send(outdatedFrame('jetstream-v2'));
        socket.send(await commitFrame('jetstream-v2', { seq: 500 }));
      },
    });
    using stream = follow([server.url, 'ws://localhost:1/subscribe'], undefined, {
      from: { source: server.url, cursor: 1, time: timeAt(1) },
    });
    await stream.recorder.until(() => stream.recorder.received.length === 1);

    expect(server.requests.map((request) => request.get('cursor'))).toEqual([
      '1',
      String(timeAt(1) * 1000 - 3_000_000),
    ]);
    expect(stream.recorder.gaps).toEqual([
      {
        from: timeAt(1),
        to: timeAt(500),
        reason: `${server.host} does not take the cursor: it refused (400): it says CursorTooOld`,
      },
    ]);
  });

  test('and has nothing to send is told all the same', async () => {
    await using server = await startScriptedStream('jetstream-v2', {
      refuse: (refuse, _index, asked) => asked.has('cursor') && xrpcError(refuse, 'CursorTooOld'),
      onOpen() {},
    });
    using stream = follow([server.url], undefined, {
      from: { source: server.url, cursor: 1, time: timeAt(1) },
      timings: { gapEndMs: 20 },
    });
    await stream.recorder.until(() => stream.recorder.gaps.length === 1);

    expect(stream.recorder.gaps[0]!.from).toBe(timeAt(1));
    expect(stream.recorder.gaps[0]!.to).toBeGreaterThan(timeAt(3_600));
    expect(server.requests.map((request) => request.has('cursor'))).toEqual([true, true, false]);
  });
});

test('a position of one kind of source is gone on from at another by time', async () => {
  await using v1 = await startScriptedStream('jetstream', {
    async onOpen(socket) {
      socket.send(await commitFrame('jetstream', { seq: 1 }));
      socket.send(await commitFrame('jetstream', { seq: 2 }));
    },
  });
  await using v2 = await startScriptedStream('jetstream-v2', {
    async onOpen(socket, index) {
      socket.send(await commitFrame('jetstream-v2', { seq: 1 }));
      if (index === 0) socket.terminate();
    },
    refuse: (refuse, index) => index > 0 && xrpcError(refuse, 'Overloaded'),
  });
  using stream = follow([v2.url, v1.url]);
  await stream.recorder.until(() => stream.recorder.received.length === 2);

  expect(stream.recorder.received.map(({ time }) => time)).toEqual([timeAt(1), timeAt(2)]);
  expect(v1.requests[0]!.get('cursor')).toBe(String(timeAt(1) * 1000 - 3_000_000));
  expect(stream.subscription.status).toMatchObject({ kind: 'jetstream', source: v1.host });
  expect(stream.recorder.gaps).toEqual([]);
});

test.each([
  ['text', 503, 'service not ready', 'it refused (503): service not ready'],
  [
    'JSON',
    400,
    '{"error":"InvalidRequest","message":"invalid collection: x"}',
    'it refused (400): invalid collection: x',
  ],
  ['HTML', 502, '<html>Bad gateway</html>', 'it answered 502 and not with a stream'],
  ['more than anyone reads', 404, 'x'.repeat(1_000_000), 'the connection failed (refused)'],
])('a refusal in %s is told in words, and tried again', async (_, status, body, reason) => {
  await using server = await startScriptedStream('jetstream', {
    refuse: (refuse, index) => {
      if (index < 2) refuse(status, body);
      return index < 2;
    },
    onOpen() {},
  });
  using stream = follow([server.url]);
  await stream.connected();

  expect(stream.recorder.statuses).toContainEqual(
    expect.objectContaining({
      state: 'unreachable',
      source: server.host,
      reason: `${server.host}: ${reason}`,
      nextTryAt: expect.any(Number),
    }),
  );
  expect(stream.subscription.status).toMatchObject({ reason: undefined, nextTryAt: undefined });
});

test('no server at all is unreachable, until it is closed', async () => {
  const gone = await Promise.all([1, 2].map(() => startScriptedStream('jetstream', { onOpen() {} })));
  await Promise.all(gone.map((server) => server[Symbol.asyncDispose]()));
  using stream = follow(gone.map(({ url }) => url));
  await stream.recorder.until(() => stream.subscription.status.state === 'unreachable');
  expect(stream.recorder.statuses).toContainEqual(
    expect.objectContaining({ state: 'waiting', reason: `${gone[0]!.host}: the connection was refused` }),
  );
  expect(stream.subscription.status.reason).toBe(`${gone[1]!.host}: the connection was refused`);

  const told = stream.recorder.statuses.length;
  stream.subscription.close();
  expect(stream.subscription.status).toMatchObject({ state: 'closed', reason: undefined });
  expect(stream.recorder.statuses).toHaveLength(told);
});

describe('zstd with the dictionary of a Jetstream v2', () => {
  /** Made by `zstd --train` of frames as `commitFrame` makes them. */
  const dictionary = readFileSync(new URL('../../fixtures/frames.zdict', import.meta.url));
  const id = String(dictionary.readUInt32LE(4));

  async function startCompressing(takes: (dictionary: string | null) => boolean) {
    return await startScriptedStream('jetstream-v2', {
      answer(request, response) {
        if (request.url === '/xrpc/network.bsky.jetstream.getZstdDictionary') response.end(dictionary);
        else response.writeHead(404).end();
      },
      refuse: (refuse, _index, asked) =>
        !takes(asked.get('zstdDictionary')) && xrpcError(refuse, 'UnknownZstdDictionary'),
      async onOpen(socket, _index, asked) {
        const frame = await commitFrame('jetstream-v2', { seq: 1 });
        socket.send(asked.has('zstdDictionary') ? zstdCompressSync(frame, { dictionary }) : frame);
      },
    });
  }

  test('is used where the server gives the dictionary out', async () => {
    await using server = await startCompressing((asked) => asked === id);
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 1);
    expect(server.requests.map((request) => request.get('zstdDictionary'))).toEqual([id]);
  });

  test('is done without where the server does not take it any more', async () => {
    await using server = await startCompressing((asked) => asked === null);
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 1);
    expect(server.requests.map((request) => request.get('zstdDictionary'))).toEqual([id, null]);
    expect(stream.recorder.gaps).toEqual([]);
  });
});
