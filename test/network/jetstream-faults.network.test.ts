import { get, type IncomingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, pong } from './jetstream-client.js';
import { type Jetstream, startJetstream } from './jetstream-server.js';
import { syntheticEvent } from './jetstream-synthetic.js';

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

  test('refuse says when to ask again, where it is to', async () => {
    jetstream = await startJetstream({ version: 2 });
    jetstream.faults.refuse(1, 429, 7);
    const { status, headers } = await new Promise<{ status?: number; headers: IncomingHttpHeaders }>(
      (resolve, reject) => {
        const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
        get(jetstream.url.replace('ws', 'http'), {
          headers: { ...upgrade, 'sec-websocket-key': 'a'.repeat(24) },
        })
          .on('response', (answer) => {
            answer.resume();
            resolve({ status: answer.statusCode!, headers: answer.headers });
          })
          .on('error', reject);
      },
    );
    expect([status, headers['retry-after']]).toEqual([429, '7']);
  });

  test('early begins before the time that was asked for (bluesky-social/jetstream#343)', async () => {
    jetstream = await startJetstream({ version: 1 });
    const now = Date.now();
    jetstream.tell([syntheticEvent(1)], now - 90_000);
    jetstream.tell([syntheticEvent(2)], now - 30_000);
    jetstream.faults.early(60_000);
    using client = await connect(jetstream.url, { query: { cursor: (now - 60_000) * 1000 } });
    await client.until(2);
    expect(numbers(client)).toEqual([1, 2]);

    jetstream.faults.early(0);
    using other = await connect(jetstream.url, { query: { cursor: (now - 60_000) * 1000 } });
    await other.until(1);
    expect(numbers(other)).toEqual([2]);
  });

  test('beginAnew ends all connections, counts from 1, and takes an old number for one of now', async () => {
    jetstream = await startJetstream({ version: 1 });
    using before = await connect(jetstream.url);
    await events(5);
    await before.until(5);
    jetstream.faults.beginAnew();
    expect(await before.closed).toEqual([1006, '']);

    using after = await connect(jetstream.url, { query: { cursor: 5 } });
    jetstream.tell([syntheticEvent(9)]);
    await after.until(1);
    expect(numbers(after)).toEqual([1]);
  });

  test('frame sends any text, and halfFrame half of a frame before it breaks off', async () => {
    jetstream = await startJetstream({ version: 2 });
    using client = await connect(jetstream.url);
    jetstream.faults.frame('ping');
    await client.until(1);
    jetstream.faults.halfFrame();
    expect(await client.closed).toEqual([1006, '']);
    expect(client.frames).toEqual(['ping']);
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
