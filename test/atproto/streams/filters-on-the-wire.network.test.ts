import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { commitFrame } from '../../support/streams/frames.js';
import { createRecorder, follow, line } from '../../support/streams/recorder.js';
import { startScriptedStream } from '../../support/streams/scripted-stream.js';

const FOLLOW = 'app.bsky.graph.follow';
const LIKE = 'app.bsky.feed.like';

function many(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `did:plc:${index}`);
}

describe('what a server can filter by is asked of it', () => {
  test('Jetstream v1, by the URL', async () => {
    await using server = await startScriptedStream('jetstream', { onOpen() {} });
    using stream = follow([server.url], { collections: [FOLLOW, 'com.example.*'], dids: ['did:plc:a'] });
    await stream.connected();

    expect(server.requests[0]!.getAll('wantedCollections')).toEqual([FOLLOW, 'com.example.*']);
    expect(server.requests[0]!.getAll('wantedDids')).toEqual(['did:plc:a']);
    expect(server.requests[0]!.has('compress')).toBe(false);
  });

  test('Jetstream v1, by a message before anything comes, where a URL would be too long', async () => {
    await using server = await startScriptedStream('jetstream', { onOpen() {} });
    const dids = many(10_000);
    using stream = follow([server.url], { collections: [FOLLOW], dids });
    await stream.connected();

    expect(server.requests[0]!.get('requireHello')).toBe('true');
    await expect.poll(() => server.heard.length).toBe(1);
    expect(JSON.parse(server.heard[0]!)).toMatchObject({
      type: 'options_update',
      payload: { wantedCollections: [FOLLOW], wantedDids: dids },
    });
  });

  test('Jetstream v2, by its own names; what does not go into a URL is picked out here', async () => {
    await using server = await startScriptedStream('jetstream-v2', {
      async onOpen(socket) {
        socket.send(await commitFrame('jetstream-v2', { seq: 1, did: 'did:plc:other' }));
        socket.send(await commitFrame('jetstream-v2', { seq: 2, did: 'did:plc:5' }));
      },
    });
    using few = follow([server.url], { collections: [FOLLOW], dids: ['did:plc:a'] });
    await few.connected();
    using crowd = follow([server.url], { collections: [], dids: many(500) });
    await crowd.recorder.until(() => crowd.recorder.received.length === 1);

    const [first, second] = server.requests;
    expect(first!.getAll('kinds')).toEqual(['commit', 'identity', 'account']);
    expect([first!.getAll('collections'), first!.getAll('dids')]).toEqual([[FOLLOW], ['did:plc:a']]);
    expect([second!.getAll('collections'), second!.getAll('dids')]).toEqual([[], []]);
    expect(crowd.recorder.received.map(line)).toEqual([`create did:plc:5 ${FOLLOW}/r2`]);
  });
});

describe('a filter that changes', () => {
  test('changes the open socket of a Jetstream v1', async () => {
    let socket: WebSocket | undefined;
    await using server = await startScriptedStream('jetstream', {
      onOpen(opened) {
        socket = opened;
      },
    });
    using stream = follow([server.url], { collections: [FOLLOW], dids: [] });
    await stream.connected();
    stream.subscription.update({ collections: [LIKE], dids: ['did:plc:a'] });
    await expect.poll(() => server.heard.length).toBe(1);
    socket!.send(await commitFrame('jetstream', { seq: 1 }));
    socket!.send(await commitFrame('jetstream', { seq: 2, collection: LIKE }));
    await stream.recorder.until(() => stream.recorder.received.length > 0);

    expect(JSON.parse(server.heard[0]!).payload).toMatchObject({
      wantedCollections: [LIKE],
      wantedDids: ['did:plc:a'],
    });
    expect(stream.recorder.received.map(line)).toEqual([`create did:plc:a ${LIKE}/r2`]);
    expect(server.requests).toHaveLength(1);
  });

  test('connects to a Jetstream v2 anew, from where it was, and sends it nothing', async () => {
    await using server = await startScriptedStream('jetstream-v2', {
      async onOpen(socket, index) {
        socket.send(await commitFrame('jetstream-v2', { seq: 1001 }));
        if (index === 1) socket.send(await commitFrame('jetstream-v2', { seq: 1002, collection: LIKE }));
      },
    });
    using stream = follow([server.url], { collections: [FOLLOW], dids: [] });
    await stream.recorder.until(() => stream.recorder.received.length === 1);
    stream.subscription.update({ collections: [FOLLOW, LIKE], dids: [] });
    await stream.recorder.until(() => stream.recorder.received.length === 2);

    expect(server.requests.map((request) => request.getAll('collections'))).toEqual([
      [FOLLOW],
      [FOLLOW, LIKE],
    ]);
    expect(server.requests[1]!.get('cursor')).toBe('901');
    expect(server.heard).toEqual([]);
    expect(stream.recorder.statuses.map(({ state }) => state)).not.toContain('waiting');
  });

  test('leaves the firehose as it is', async () => {
    let socket: WebSocket | undefined;
    await using server = await startScriptedStream('firehose', {
      onOpen(opened) {
        socket = opened;
      },
    });
    using stream = follow([server.url], { collections: [FOLLOW], dids: [] });
    await stream.connected();
    stream.subscription.update({ collections: [LIKE], dids: [] });
    socket!.send(await commitFrame('firehose', { seq: 1 }));
    socket!.send(await commitFrame('firehose', { seq: 2, collection: LIKE }));
    await stream.recorder.until(() => stream.recorder.received.length > 0);

    expect(stream.recorder.received.map(line)).toEqual([`create did:plc:a ${LIKE}/r2`]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('several subscriptions', () => {
  test('for other accounts share a connection, and what each gets is its own', async () => {
    let socket: WebSocket | undefined;
    await using server = await startScriptedStream('jetstream', {
      onOpen(opened) {
        socket = opened;
      },
    });
    using stream = follow([server.url], { collections: [FOLLOW], dids: ['did:plc:a'] });
    await stream.connected();
    const recorder = createRecorder();
    const second = stream.streams.subscribe({ collections: [FOLLOW], dids: ['did:plc:b'] }, recorder);
    await expect.poll(() => server.heard.length).toBe(1);
    for (const [index, did] of ['did:plc:a', 'did:plc:b', 'did:plc:c'].entries()) {
      socket!.send(await commitFrame('jetstream', { seq: index + 1, did }));
    }
    await recorder.until(() => recorder.received.length > 0);
    second.close();
    await expect.poll(() => server.heard.length).toBe(2);

    expect(server.heard.map((text) => JSON.parse(text).payload.wantedDids)).toEqual([
      ['did:plc:a', 'did:plc:b'],
      ['did:plc:a'],
    ]);
    expect(stream.recorder.received.map(({ did }) => did)).toEqual(['did:plc:a']);
    expect(recorder.received.map(({ did }) => did)).toEqual(['did:plc:b']);
    expect(server.requests).toHaveLength(1);
    expect(second.status.state).toBe('closed');
  });

  test('that no one filter can serve have a connection each, also when they come to that later', async () => {
    await using server = await startScriptedStream('jetstream', { onOpen() {} });
    using stream = follow([server.url], { collections: [FOLLOW], dids: [] });
    await stream.connected();
    const recorder = createRecorder();
    const second = stream.streams.subscribe({ collections: [FOLLOW], dids: ['did:plc:b'] }, recorder);
    await recorder.until(() => second.status.state === 'connected');
    expect(server.requests).toHaveLength(1);
    second.update({ collections: [LIKE], dids: [] });
    await expect.poll(() => server.requests.length).toBe(2);

    expect(server.requests.map((request) => request.getAll('wantedCollections'))).toEqual([[FOLLOW], [LIKE]]);
  });
});
