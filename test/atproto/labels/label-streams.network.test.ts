import { encode } from '@atcute/cbor';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { openLabelStreams } from '../../../src/atproto/labels/label-streams.js';
import type { EventStreams, Subscription } from '../../../src/atproto/streams/event-stream.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type FakeLabeler, startFakeLabeler } from '../../support/services/fake-labeler.js';
import { messageFrame } from '../../support/streams/frames.js';
import { createRecorder, EVERYTHING, line, QUICK, type Recorder } from '../../support/streams/recorder.js';

let network: SeededNetwork;
const opened: EventStreams[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => {
  for (const streams of opened.splice(0)) streams.close();
});

interface Followed {
  readonly recorder: Recorder;
  readonly subscription: Subscription;
}

function followed(origin: string, cursor?: number): Followed {
  const streams = openLabelStreams(new URL(origin), { timings: QUICK });
  opened.push(streams);
  const recorder = createRecorder();
  const source = `${origin.replace('http', 'ws')}/xrpc/com.atproto.label.subscribeLabels`;
  const from = cursor === undefined ? undefined : { source, cursor, time: Date.now() };
  return { recorder, subscription: streams.subscribe(EVERYTHING, recorder, { from }) };
}

const connected = ({ recorder, subscription }: Followed) =>
  recorder.until(() => subscription.status.state === 'connected');
const lines = ({ recorder }: Followed) => recorder.received.map(line);

test('a real labeler tells all that it said from a cursor on, each with its signature', async () => {
  const { labeler, labels } = network.around;
  const { recorder } = followed(labeler.url, 0);
  await recorder.until(() => recorder.received.length >= labels.length);
  const first = recorder.received[0];
  expect(first).toMatchObject({
    kind: 'label',
    did: labels[0]?.uri,
    label: { src: labeler.did, val: 'spam' },
  });
  expect(first?.kind === 'label' && first.json).toHaveProperty('sig.$bytes');
  expect(lines({ recorder, subscription: undefined as never })).toContain(
    `− ${labels.find(({ neg }) => neg)?.val} ${labels.find(({ neg }) => neg)?.uri}`,
  );
});

describe('of a labeler that misbehaves', () => {
  async function follow(
    cursor?: number,
  ): Promise<Followed & { readonly labeler: FakeLabeler; [Symbol.asyncDispose](): Promise<void> }> {
    const labeler = await startFakeLabeler({ plc: network.plc });
    const one = followed(labeler.origin, cursor);
    await connected(one);
    return { ...one, labeler, [Symbol.asyncDispose]: async () => await labeler[Symbol.asyncDispose]() };
  }

  test('it goes on after a cut where it was, and misses nothing', async () => {
    await using one = await follow();
    const { labeler, recorder } = one;
    await labeler.say({ uri: 'did:plc:a', val: 'one' });
    await recorder.until(() => recorder.received.length === 1);
    labeler.cut();
    await labeler.say({ uri: 'did:plc:a', val: 'two', neg: true });
    await recorder.until(() => recorder.received.length === 2);
    await labeler.say({ uri: 'at://did:plc:b/a.b.c/d', val: 'three' });
    await recorder.until(() => recorder.received.length === 3);
    expect(lines(one)).toEqual(['+ one did:plc:a', '− two did:plc:a', '+ three at://did:plc:b/a.b.c/d']);
    expect(recorder.received[2]?.did).toBe('did:plc:b');
    expect(recorder.gaps).toEqual([]);
    expect(labeler.asked.filter((asked) => asked.includes('subscribeLabels'))).toEqual([
      '/xrpc/com.atproto.label.subscribeLabels',
      '/xrpc/com.atproto.label.subscribeLabels?cursor=1',
    ]);
  });

  test('what it has forgotten is a gap', async () => {
    await using one = await follow();
    const { labeler, recorder } = one;
    await labeler.say({ uri: 'did:plc:a', val: 'one' });
    await recorder.until(() => recorder.received.length === 1);
    // Nobody is let in until it has forgotten.
    labeler.cut();
    labeler.oldest = 3;
    for (const val of ['two', 'three', 'four']) await labeler.say({ uri: 'did:plc:a', val });
    await recorder.until(() => recorder.gaps.length === 1 && recorder.received.length === 2);
    expect(recorder.gaps[0]?.reason).toMatch(/does not go back that far/);
    expect(lines(one)).toEqual(['+ one did:plc:a', '+ four did:plc:a']);
  });

  test('one that refuses a cursor is gone on with from now on, and that is a gap', async () => {
    await using labeler = await startFakeLabeler({ plc: network.plc });
    const one = followed(labeler.origin, 99);
    await connected(one);
    const anew = () => labeler.asked.some((asked) => asked.endsWith('subscribeLabels'));
    await one.recorder.until(() => anew() && one.subscription.status.state === 'connected');
    await labeler.say({ uri: 'did:plc:a', val: 'later' });
    await one.recorder.until(() => one.recorder.received.length === 1);
    expect(one.recorder.gaps).toHaveLength(1);
  });

  test('a label that is none costs itself, and a frame that is none a connection', async () => {
    await using one = await follow();
    const { labeler, recorder } = one;
    const label = { ver: 1, src: labeler.did, uri: 'did:plc:a', val: 'good', cts: '2026-01-01T00:00:00Z' };
    labeler.send(messageFrame('#labels', { seq: 1, labels: [null, 'x', { val: 'x' }, label] }));
    await recorder.until(() => recorder.received.length === 1);
    expect(recorder.gaps.map(({ reason }) => reason)).toContain('a label that cannot be read was skipped');
    labeler.send(messageFrame('#unheard-of', { seq: 2 }));
    labeler.send('a sign of life');
    labeler.send(new Uint8Array(0));
    labeler.send(encode({ op: 7, t: '#labels' }));
    labeler.send(Buffer.from('garbage of no kind'));
    await recorder.until(() =>
      recorder.statuses.some(({ state }) => state !== 'connected' && state !== 'connecting'),
    );
    await connected(one);
    expect(lines(one)).toEqual(['+ good did:plc:a']);
  });

  test('an error of its own is told, and it is tried again', async () => {
    await using one = await follow();
    const { labeler, recorder } = one;
    labeler.cut({ error: 'ConsumerTooSlow', message: 'you are too slow' });
    await recorder.until(() =>
      recorder.statuses.some(({ reason }) => reason?.includes('you are too slow') === true),
    );
    await connected(one);
  });

  test('a private host that a stranger named is not connected to', async () => {
    await using labeler = await startFakeLabeler({ plc: network.plc });
    const guard = hostPolicy(['https://plc.example']);
    const streams = openLabelStreams(new URL(labeler.origin), { timings: QUICK, guard });
    opened.push(streams);
    const recorder = createRecorder();
    streams.subscribe(EVERYTHING, recorder);
    await recorder.until(() =>
      recorder.statuses.some(({ reason }) => reason?.includes('it is a private address') === true),
    );
    expect(labeler.asked).toEqual([]);
  });
});
