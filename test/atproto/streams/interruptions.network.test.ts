import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StreamKind } from '../../../src/keep/stream-url.js';
import { type Author, signUp } from '../../network/author.js';
import { type Jetstream, startJetstream } from '../../network/jetstream-server.js';
import { type PdsNetwork, startPdsNetwork } from '../../network/network.js';
import { startInterruptingProxy } from '../../support/streams/interrupting-proxy.js';
import { follow, line } from '../../support/streams/recorder.js';

const FOLLOW = 'app.bsky.graph.follow';
const FOLLOWS = { collections: [FOLLOW], dids: [] };

let network: PdsNetwork;
let authors: readonly Author[];

beforeAll(async () => {
  network = await startPdsNetwork();
  authors = await Promise.all(
    Array.from({ length: 5 }, (_, index) => signUp(network.pds, `author${index}.test`)),
  );
});

afterAll(async () => {
  await network?.stop();
});

/** A source of what the PDS writes, whose connections can be spoiled. */
interface Source extends AsyncDisposable {
  readonly url: string;
  connections(): number;
  cut(): void;
  stall(): void;
}

async function startSource(kind: StreamKind): Promise<Source> {
  if (kind === 'firehose') {
    const proxy = await startInterruptingProxy(new URL(network.pds));
    return {
      url: `ws://${proxy.host}/xrpc/com.atproto.sync.subscribeRepos`,
      connections: () => proxy.connections,
      cut: proxy.cut,
      stall: proxy.stall,
      [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
    };
  }
  const jetstream = await startJetstreamOf(kind);
  return {
    url: jetstream.url,
    connections: () => jetstream.connections.length,
    cut: () => jetstream.faults.cut(),
    stall: () => jetstream.faults.stall(),
    [Symbol.asyncDispose]: () => jetstream.close(),
  };
}

async function startJetstreamOf(kind: StreamKind): Promise<Jetstream> {
  return await startJetstream({ version: kind === 'jetstream' ? 1 : 2, firehose: network.pds });
}

/** Writes a follow and gives its record key. */
async function followOf(author: Author, subject: string): Promise<string> {
  const [ref] = await author.write([
    { collection: FOLLOW, value: { subject, createdAt: new Date().toISOString() } },
  ]);
  return ref!.uri.split('/').at(-1)!;
}

/** Two follows and the undoing of one, noted in `truth`. */
async function writeSome(author: Author, truth: string[]): Promise<void> {
  const first = await followOf(author, author.did);
  const second = await followOf(author, author.did);
  await author.delete(FOLLOW, first);
  for (const rkey of [first, second]) truth.push(`create ${author.did} ${FOLLOW}/${rkey}`);
  truth.push(`delete ${author.did} ${FOLLOW}/${first}`);
}

test.each([
  'jetstream',
  'jetstream-v2',
  'firehose',
] as const)('a %s that is cut twenty times and stalled three times loses nothing, doubles nothing and tells of no gap', {
  timeout: 300_000,
}, async (kind) => {
  await using source = await startSource(kind);
  using stream = follow([source.url], FOLLOWS, {
    timings: { handshakeMs: 2_000, pingAfterMs: 100, pongWithinMs: 500 },
  });
  await stream.connected();
  const truth: string[] = [];

  await writeSome(authors[0]!, truth);
  await stream.recorder.until(() => stream.recorder.received.length > 0);
  for (let round = 0; round < 23; round++) {
    const writing = Promise.all(authors.map((author) => writeSome(author, truth)));
    const before = source.connections();
    if (round % 8 === 4) source.stall();
    else source.cut();
    await stream.recorder.until(
      () => source.connections() > before && stream.subscription.status.state === 'connected',
    );
    await writing;
  }
  await stream.recorder.until(() => stream.recorder.received.length >= truth.length);

  expect(source.connections()).toBeGreaterThan(23);
  expect(stream.recorder.received.map(line).sort()).toEqual(truth.sort());
  expect(stream.recorder.gaps).toEqual([]);
});

describe.each(['jetstream', 'jetstream-v2'] as const)('a %s', (kind) => {
  test('that sends events twice, out of order, and refuses and breaks off between loses and doubles nothing', async () => {
    await using jetstream = await startJetstreamOf(kind);
    using stream = follow([jetstream.url], FOLLOWS);
    await stream.connected();
    const truth: string[] = [];

    jetstream.faults.duplicate(5);
    jetstream.faults.reorder(3);
    await writeSome(authors[0]!, truth);
    await stream.recorder.until(() => stream.recorder.received.length > 0);
    jetstream.faults.refuse(2);
    jetstream.faults.cut(1001);
    await Promise.all([writeSome(authors[1]!, truth), writeSome(authors[2]!, truth)]);
    jetstream.faults.refuse(1, 'broken off');
    jetstream.faults.cut();
    await writeSome(authors[3]!, truth);
    await stream.recorder.until(() => stream.recorder.received.length >= truth.length);

    expect(stream.recorder.received.map(line).sort()).toEqual(truth.sort());
    expect(stream.recorder.gaps).toEqual([]);
  });

  test.each([
    'json',
    'shape',
    'binary',
    'websocket',
  ] as const)('whose frames are nonsense (%s) is left and connected to again, and nothing is missing', async (nonsense) => {
    await using jetstream = await startJetstreamOf(kind);
    using stream = follow([jetstream.url], FOLLOWS);
    await stream.connected();
    const truth: string[] = [];
    await writeSome(authors[0]!, truth);
    await stream.recorder.until(() => stream.recorder.received.length === truth.length);

    jetstream.faults.malformed(nonsense);
    await jetstream.until(() => jetstream.connections.length === 2);
    await writeSome(authors[1]!, truth);
    await stream.recorder.until(() => stream.recorder.received.length === truth.length);

    expect(stream.recorder.received.map(line).sort()).toEqual(truth.sort());
    expect(stream.recorder.gaps).toEqual([]);
  });

  test('that has let go of what was missed is told as a gap', async () => {
    await using jetstream = await startJetstreamOf(kind);
    const before = follow([jetstream.url], FOLLOWS);
    await before.connected();
    await writeSome(authors[0]!, []);
    await before.recorder.until(() => before.recorder.received.length === 3);
    const from = before.subscription.position()!;
    before.streams.close();
    await writeSome(authors[1]!, []);
    await jetstream.processed();
    jetstream.faults.tooOld();

    // A Jetstream v1 says nothing: only where it goes on much later than it was asked to is it known.
    const long = kind === 'jetstream' ? 3_600_000 : 0;
    using after = follow([jetstream.url], FOLLOWS, {
      from: { ...from, cursor: from.cursor - long * 1000, time: from.time - long },
    });
    await after.connected();
    const truth: string[] = [];
    await writeSome(authors[2]!, truth);
    await after.recorder.until(() => after.recorder.received.length === 3);

    expect(after.recorder.received.map(line).sort()).toEqual(truth.sort());
    // Some events that are late may be out of their order: it is told once no earlier ones come behind them.
    await after.recorder.until(() => after.recorder.gaps.length > 0);
    expect(after.recorder.gaps).toEqual([
      {
        from: from.time - long,
        to: expect.any(Number),
        reason: expect.stringContaining(new URL(jetstream.url).host),
      },
    ]);
  });

  test('with zstd or without gives every event of a flood', async () => {
    await using jetstream = await startJetstreamOf(kind);
    using stream = follow([jetstream.url]);
    await stream.connected();
    const first = stream.recorder.received.length;
    await jetstream.flood({ total: 5_000 });
    await stream.recorder.until(() => stream.recorder.received.length >= first + 5_000);

    expect(stream.recorder.received).toHaveLength(first + 5_000);
    expect(stream.recorder.gaps).toEqual([]);
  });
});
