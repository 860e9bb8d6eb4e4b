import { encode } from '@atcute/cbor';
import { describe, expect, test } from 'vitest';
import type { StreamKind } from '../../../src/keep/stream-url.js';
import { textField } from '../../../src/text/json-fields.js';
import {
  CID,
  commitFrame,
  commitV2,
  cursorAt,
  messageFrame,
  RECORD,
  timeAt,
} from '../../support/streams/frames.js';
import { follow, line } from '../../support/streams/recorder.js';
import { startScriptedStream } from '../../support/streams/scripted-stream.js';

const NSID = 'network.bsky.jetstream.subscribeEvents';
const did = 'did:plc:a';
const time = new Date(timeAt(2)).toISOString();
const unheard = { rev: 'rev2', operation: 'merge', collection: RECORD.$type, rkey: 'r2' };

const v1 = (fields: object): string => JSON.stringify({ did, time_us: timeAt(2) * 1000, ...fields });
const v2 = (type: string, fields: object): string =>
  JSON.stringify({ $type: 'message', payload: { $type: `${NSID}#${type}`, ...fields } });
const firehose = (header: object, body: unknown): Buffer => Buffer.concat([encode(header), encode(body)]);

/** Texts are in hex. */
const cbor = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part.replaceAll(' ', ''), 'hex') : Buffer.from(part),
    ),
  );

/** The beginning of a map, what stands there, and three members: a big integer, a float, undefined. */
const odd = (head: string, ...parts: readonly (string | Uint8Array)[]): Buffer =>
  cbor(head, ...parts, '6162 1bffffffffffffffff', '6166 f93e00', '6175 f7');

const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
const deepCommit = { rev: 'rev2', operation: 'create', collection: RECORD.$type, rkey: 'r2', cid: CID };

/** Each between two events: none of them costs the connection. The last column is whether it has a place in the stream. */
const FRAMES: readonly (readonly [StreamKind, string, string | Buffer, boolean])[] = [
  ['jetstream', 'an empty frame', '', false],
  ['jetstream', 'a word', 'ping', false],
  ['jetstream', 'a comment', ': keep-alive', false],
  ['jetstream', 'null', 'null', false],
  ['jetstream', 'a list', '[]', false],
  ['jetstream', 'an empty object', '{}', false],
  ['jetstream', 'a heartbeat', '{"kind":"heartbeat"}', false],
  ['jetstream', 'a heartbeat with a time', `{"kind":"heartbeat","time_us":${timeAt(2) * 1000}}`, true],
  ['jetstream', 'a heartbeat with a time that is none', '{"kind":"heartbeat","time_us":"now"}', false],
  ['jetstream', 'a kind never heard of', v1({ kind: 'label', label: { val: 'spam' } }), true],
  ['jetstream', 'no kind', v1({}), true],
  ['jetstream', 'an operation never heard of', v1({ kind: 'commit', commit: unheard }), true],
  ['jetstream-v2', 'an empty frame', '', false],
  ['jetstream-v2', 'a word', 'pong', false],
  ['jetstream-v2', 'an empty object', '{}', false],
  ['jetstream-v2', 'a message type never heard of', '{"$type":"heartbeat","at":1}', false],
  ['jetstream-v2', 'a kind never heard of', v2('label', { seq: 2, time, did }), true],
  ['jetstream-v2', 'a kind never heard of, without a place', v2('heartbeat', {}), false],
  ['jetstream-v2', 'a kind with a time that is none', v2('label', { seq: 2, time: 'soon' }), false],
  [
    'jetstream-v2',
    'a kind of others',
    '{"$type":"message","payload":{"$type":"com.example.x#commit"}}',
    false,
  ],
  ['jetstream-v2', 'an info never heard of', v2('info', { name: 'Maintenance' }), false],
  ['jetstream-v2', '#sync', v2('sync', { seq: 2, time, did, sync: {} }), true],
  ['jetstream-v2', 'an operation never heard of', commitV2({ ...unheard, seq: 2, time, did }), true],
  ['firehose', 'an empty frame', Buffer.alloc(0), false],
  ['firehose', 'a text', 'ping', false],
  ['firehose', 'an operation of frames never heard of', firehose({ op: 2, t: '#ping' }, {}), false],
  ['firehose', 'a type never heard of', messageFrame('#label', { seq: 2, time }), true],
  ['firehose', 'a type never heard of, without a place', messageFrame('#ping', {}), false],
  ['firehose', 'a type whose body is no map', messageFrame('#ping', [1, 2]), false],
  ['firehose', 'a type with a negative place', messageFrame('#label', { seq: -1, time }), false],
  ['firehose', 'a header without a type', firehose({ op: 1 }, { seq: 2, time }), true],
  [
    'firehose',
    'a type with what DAG-CBOR forbids',
    Buffer.concat([
      encode({ op: 1, t: '#label' }),
      odd('a5', encode('seq'), '02', encode('time'), encode(time)),
    ]),
    true,
  ],
  [
    'firehose',
    'a commit with a member that is nested deep',
    Buffer.concat([
      encode({ op: 1, t: '#commit' }),
      cbor('a6', encode('seq'), '02', encode('repo'), encode(did), encode('rev'), encode('rev2')),
      cbor(encode('time'), encode(time), encode('ops'), '80', encode('new'), '81'.repeat(20_000), '00'),
    ]),
    true,
  ],
  [
    'firehose',
    'a type never heard of that is nested deep',
    Buffer.concat([
      encode({ op: 1, t: '#label' }),
      cbor('a3', encode('seq'), '02', encode('time'), encode(time), encode('new'), '81'.repeat(20_000), '00'),
    ]),
    true,
  ],
  ['firehose', '#sync', messageFrame('#sync', { seq: 2, time, did, rev: 'rev2' }), true],
  ['firehose', 'an info never heard of', messageFrame('#info', { name: 'Maintenance' }), false],
];

test.each(FRAMES)('of a %s, %s is passed over without connecting anew', async (kind, _, frame, hasPlace) => {
  await using server = await startScriptedStream(kind, {
    async onOpen(socket) {
      socket.send(await commitFrame(kind, { seq: 1 }));
      socket.send(frame);
    },
  });
  using stream = follow([server.url]);
  await stream.recorder.until(() => stream.recorder.received.length === 1);
  if (hasPlace) {
    await expect.poll(() => stream.subscription.position()?.time).toBe(timeAt(2));
    expect(stream.subscription.position()?.cursor).toBe(cursorAt(kind, 2));
  }
  stream.subscription.update({ collections: [], dids: [] });

  expect(stream.recorder.gaps).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

test.each([
  'jetstream',
  'jetstream-v2',
] as const)('a record of a %s that is nested deep is told, and read', async (kind) => {
  const record = { text: 'a deep one', tags: 'deep' };
  const frame =
    kind === 'jetstream'
      ? v1({ kind: 'commit', commit: { ...deepCommit, record } })
      : commitV2({ ...deepCommit, record, seq: 2, time, did });
  await using server = await startScriptedStream(kind, {
    onOpen: (socket) => socket.send(frame.replace('"deep"', nested)),
  });
  using stream = follow([server.url]);
  await stream.recorder.until(() => stream.recorder.received.length === 1);
  const [event] = stream.recorder.received;
  expect(event?.kind === 'commit' && textField(event.record(), 'text')).toBe('a deep one');
});

test('what comes behind frames never heard of is told', async () => {
  for (const kind of ['jetstream', 'jetstream-v2', 'firehose'] as const) {
    const odd = FRAMES.filter(([one]) => one === kind).map(([, , frame]) => frame);
    await using server = await startScriptedStream(kind, {
      async onOpen(socket) {
        for (const frame of odd) socket.send(frame);
        socket.send(await commitFrame(kind, { seq: 3 }));
      },
    });
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 1);
    expect(stream.recorder.received.map(line)).toEqual([`create did:plc:a ${RECORD.$type}/r3`]);
    expect([server.requests.length, stream.recorder.gaps]).toEqual([1, []]);
  }
});

test('a commit whose header says more than today is read like all others', async () => {
  const frame = await commitFrame('firehose', { seq: 1 });
  const other = Buffer.concat([encode({ t: '#commit', op: 1, version: 2 }), Buffer.from(frame).subarray(15)]);
  await using server = await startScriptedStream('firehose', { onOpen: (socket) => socket.send(other) });
  using stream = follow([server.url]);
  await stream.recorder.until(() => stream.recorder.received.length === 1);
  expect(stream.recorder.received.map(line)).toEqual([`create did:plc:a ${RECORD.$type}/r1`]);
});

test('an event of a Jetstream v2 has the time at which it was witnessed, whatever an operator set', async () => {
  const witnessedAt = new Date(timeAt(9)).toISOString().replace('Z', '000Z');
  const event = { rev: 'rev1', operation: 'create', collection: RECORD.$type, rkey: 'r1', did, seq: 1, time };
  await using server = await startScriptedStream('jetstream-v2', {
    onOpen(socket) {
      socket.send(commitV2({ ...event, record: RECORD, cid: CID, witnessedAt }));
      socket.send(v2('identity', { seq: 2, did, time, witnessedAt, identity: {} }));
    },
  });
  using stream = follow([server.url]);
  await stream.recorder.until(() => stream.recorder.received.length === 2);
  expect(stream.recorder.received.map((one) => one.time)).toEqual([timeAt(9), timeAt(9)]);
});

describe('a source that says when it wants to be asked again is asked then', () => {
  const inDate = (ms: number): string => new Date(Date.now() + ms).toUTCString();
  const inSeconds = (ms: number): string => String(Math.ceil((Date.now() + ms) / 1000));

  test.each<[string, number, () => Readonly<Record<string, string>>, number]>([
    ['seconds', 429, () => ({ 'retry-after': '120' }), 120_000],
    ['a date', 429, () => ({ 'retry-after': inDate(120_000) }), 120_000],
    ['the end of its window', 429, () => ({ 'ratelimit-reset': inSeconds(120_000) }), 120_000],
    ['a 503 with a time', 503, () => ({ 'retry-after': '120' }), 120_000],
    ['a 503 with a window only', 503, () => ({ 'ratelimit-reset': '120' }), 0],
    ['another refusal with a time', 502, () => ({ 'retry-after': '120', 'ratelimit-reset': '120' }), 0],
    ['nothing', 429, () => ({}), 0],
    ['what nobody can read', 429, () => ({ 'retry-after': 'tomorrow' }), 0],
    ['a time that is past', 429, () => ({ 'retry-after': inDate(-60_000) }), 0],
  ])('%s (%d)', async (_, status, headers, waitMs) => {
    await using server = await startScriptedStream('jetstream', {
      refuse: (refuse) => {
        refuse(status, 'no', headers());
        return true;
      },
      onOpen() {},
    });
    const asked = Date.now();
    using stream = follow([server.url]);
    await stream.recorder.until(() => stream.subscription.status.nextTryAt !== undefined);
    const wait = (stream.subscription.status.nextTryAt ?? 0) - asked;

    expect(wait).toBeGreaterThan(waitMs - 2_000);
    expect(wait).toBeLessThan(waitMs + 10_000);
  });

  test('and another one is asked meanwhile', async () => {
    await using busy = await startScriptedStream('jetstream', {
      refuse: (refuse) => {
        refuse(429, 'no', { 'retry-after': '3600' });
        return true;
      },
      onOpen() {},
    });
    await using other = await startScriptedStream('jetstream', {
      async onOpen(socket) {
        socket.send(await commitFrame('jetstream', { seq: 1 }));
      },
    });
    using stream = follow([busy.url, other.url]);
    await stream.recorder.until(() => stream.recorder.received.length === 1);
    expect(stream.subscription.status.source).toBe(other.host);
  });
});
