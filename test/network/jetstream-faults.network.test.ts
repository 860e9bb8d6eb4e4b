import { afterEach, describe, expect, test } from 'vitest';
import { connect, pong } from './jetstream-client.js';
import { type Jetstream, startJetstream } from './jetstream-server.js';

let jetstream: Jetstream;

afterEach(async () => {
  await jetstream?.close();
});

/** Sends one made-up event after the other; each has its number as `cursor`. */
async function events(count: number): Promise<void> {
  await jetstream.flood({ total: count, from: jetstream.seq });
}

function numbers({ frames }: { frames: readonly { cursor: number }[] }): number[] {
  return frames.map(({ cursor }) => cursor);
}

describe('faults of a Jetstream', () => {
  test('cut breaks off all connections, or closes them with a code', async () => {
    jetstream = await startJetstream({ version: 1 });
    using broken = await connect(jetstream.url);
    jetstream.faults.cut();
    expect(await broken.closed).toEqual([1006, '']);

    using closed = await connect(jetstream.url);
    jetstream.faults.cut(1001);
    expect(await closed.closed).toEqual([1001, '']);
    await jetstream.until(() => jetstream.connections.every(({ isOpen }) => !isOpen));
    expect(jetstream.connections).toHaveLength(2);
  });

  test('stall silences the connections that there are, pongs and all; new ones work', async () => {
    jetstream = await startJetstream({ version: 1 });
    using stalled = await connect(jetstream.url);
    await pong(stalled);
    jetstream.faults.stall();
    let pongs = 0;
    stalled.socket.on('pong', () => pongs++);
    stalled.socket.ping();
    using other = await connect(jetstream.url);
    await events(3);
    await other.until(3);
    await pong(other);

    expect(stalled.frames).toEqual([]);
    expect(pongs).toBe(0);
    expect(jetstream.connections.map(({ pings, sent, isOpen }) => ({ pings, sent, isOpen }))).toEqual([
      { pings: 1, sent: 0, isOpen: true },
      { pings: 1, sent: 3, isOpen: true },
    ]);
  });

  test('refuse answers so many connections with a status, or breaks them off', async () => {
    jetstream = await startJetstream({ version: 2 });
    jetstream.faults.refuse(2);
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(connect(jetstream.url)).rejects.toThrow('503 {"error":"ServiceUnavailable"');
    }
    jetstream.faults.refuse(1, 'broken off');
    await expect(connect(jetstream.url)).rejects.toThrow('socket hang up');
    using client = await connect(jetstream.url);

    expect(client.frames).toEqual([]);
    expect(jetstream.refusals.map(({ status }) => status)).toEqual([503, 503, undefined]);
  });

  test('duplicate sends events twice', async () => {
    jetstream = await startJetstream({ version: 1 });
    using client = await connect(jetstream.url);
    jetstream.faults.duplicate(2);
    await events(3);
    await client.until(5);
    expect(numbers(client)).toEqual([1, 1, 2, 2, 3]);
  });

  test('reorder swaps neighbours', async () => {
    jetstream = await startJetstream({ version: 1 });
    using client = await connect(jetstream.url);
    jetstream.faults.reorder(2);
    await events(5);
    await client.until(5);
    expect(numbers(client)).toEqual([2, 1, 4, 3, 5]);
  });

  test('malformed sends what is no event', async () => {
    jetstream = await startJetstream({ version: 2 });
    using client = await connect(jetstream.url);
    for (const kind of ['json', 'shape', 'binary'] as const) jetstream.faults.malformed(kind);
    await events(1);
    await client.until(4);

    expect(client.frames[0]).toBe('{"did":"did:plc:');
    expect(client.frames[1].payload.seq).toBe('one');
    expect(client.frames[2]).toBeTypeOf('string');
    expect(client.frames[3].payload.seq).toBe(1);

    const failed = new Promise((resolve) => client.socket.once('error', resolve));
    jetstream.faults.malformed('websocket');
    expect(await failed).toMatchObject({ message: 'Invalid WebSocket frame: invalid opcode 3' });
  });

  test('oversized sends more bytes than the client asked for', async () => {
    jetstream = await startJetstream({ version: 1 });
    using client = await connect(jetstream.url, { query: { maxMessageSizeBytes: 1000 } });
    jetstream.faults.oversized(2_000_000);
    await client.until(1);
    expect(Buffer.byteLength(client.frames[0].commit.record.text)).toBe(2_000_000);
  });

  test('trickle sends events one at a time, until it is over', async () => {
    jetstream = await startJetstream({ version: 1 });
    using client = await connect(jetstream.url);
    jetstream.faults.trickle(600_000);
    await events(5);
    await client.until(1);
    await pong(client);
    expect(numbers(client)).toEqual([1]);

    jetstream.faults.trickle(1);
    await client.until(3);
    jetstream.faults.trickle(0);
    await client.until(5);
    expect(numbers(client)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a client that does not read is overtaken, and told so', async () => {
    jetstream = await startJetstream({ version: 2, retention: 100 });
    using client = await connect(jetstream.url);
    jetstream.faults.trickle(600_000);
    await jetstream.flood({ total: 300, rate: 1_000_000 });
    jetstream.faults.trickle(0);
    await client.closed;

    expect(client.frames).toHaveLength(2);
    expect(client.frames[1]).toMatchObject({ $type: 'error', error: 'ConsumerTooSlow' });
  });
});
