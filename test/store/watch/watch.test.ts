import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { createEventStreams } from '../../../src/atproto/streams/event-streams.js';
import { KeptFiles } from '../../../src/config/kept-files.js';
import { createAppStore } from '../../../src/store/create-store.js';
import type { State } from '../../../src/store/state.js';
import type { Watch, WatchLine } from '../../../src/store/watch/watch-state.js';
import { type InterruptingProxy, startInterruptingProxy } from '../../atproto/streams/interrupting-proxy.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type Deed, type FollowTraffic, startFollowTraffic } from './follow-traffic.js';

const firehose = '/xrpc/com.atproto.sync.subscribeRepos';
/** The real ones wait for minutes where a test has no time to. */
const timings = {
  backoff: 10,
  backoffLongest: 100,
  batch: 10,
  // Not so short that a busy machine is taken for a dead connection.
  pingAfter: 500,
  pongWithin: 4_000,
  gapEnd: 500,
  report: 50,
};

const patience = 30_000;

let network: SeededNetwork;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atscope-watch-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** One run of the program, without its screen. */
function openRun(folder: string, url: string, pollEvery = 600_000) {
  const client = createClient({ plc: network.plc, appview: network.appview, timeout: 60_000 });
  const files = new KeptFiles(folder, (error) => {
    throw error;
  });
  const store = createAppStore({
    client,
    recents: { list: () => [], add: () => {} },
    effects: { copy: () => undefined, openUrl: () => Promise.resolve() },
    watch: {
      streams: () => createEventStreams({ urls: [url], timings }),
      archive: files,
      limit: 100_000,
      pollEvery,
    },
  });
  const until = (condition: (state: State) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (!condition(store.getState())) return;
        stop();
        clearTimeout(guard);
        resolve();
      };
      const stop = store.subscribe(check);
      // Only against hanging.
      const guard = setTimeout(() => {
        stop();
        reject(new Error(`waited in vain for ${condition}`));
      }, patience);
      check();
    });
  let closed = false;
  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    store.close();
    await Promise.all([files.flush(), client.close()]);
  }
  closing.push(close);
  return {
    store,
    until,
    close,
    of: (did: string): Watch => store.getState().watches.get(did)!,
    /** Starts watching some accounts, and waits until their lists are read and the stream is there. */
    async watch(dids: readonly string[]): Promise<void> {
      for (const did of dids) {
        store.actions.goTo({ kind: 'repo', repo: did });
        store.actions.toggleWatch();
        await until(({ watches }) => watches.has(did));
      }
      await until(({ watches }) =>
        dids.every((did) => {
          const watch = watches.get(did);
          return watch?.baseline.status === 'ready' && watch.stream?.state === 'connected';
        }),
      );
    },
  };
}

const countOf = (kind: WatchLine['kind'], lines: readonly Pick<WatchLine, 'kind'>[]): number =>
  lines.filter((line) => line.kind === kind).length;

/** What each follower did, in the order of the lines; the followers in alphabetical order. */
function byFollower(deeds: readonly string[]): readonly string[] {
  const who = (deed: string): string => deed.split(' ')[1]!;
  return [...deeds].sort((a, b) => who(a).localeCompare(who(b)));
}

const told = ({ lines }: Watch): readonly string[] =>
  lines.toReversed().map(({ kind, handle, did, reason }) => `${kind} ${handle ?? did ?? reason}`);

/** Waits until as much is told as has happened, and compares it. */
async function expectTruth(run: ReturnType<typeof openRun>, { watched, deeds }: FollowTraffic) {
  const truth = (did: string): readonly Deed[] => deeds.get(did) ?? [];
  const isComplete = ({ watches }: State): boolean =>
    watched.every(({ did }) => {
      const { lines } = watches.get(did)!;
      return (
        lines.length >= truth(did).length &&
        lines.every(({ kind, handle }) => kind === 'gap' || handle !== undefined)
      );
    });
  // What is missing is seen best in the comparison.
  await run.until(isComplete).catch(() => {});
  for (const { did } of watched) {
    const { lines } = run.of(did);
    expect(byFollower(told(run.of(did)))).toEqual(byFollower(truth(did)));
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  }
}

/** Several rounds of coming and going, in each of which the connection is broken off or falls silent. */
async function trouble(
  run: ReturnType<typeof openRun>,
  proxy: InterruptingProxy,
  traffic: FollowTraffic,
  rounds: number,
): Promise<void> {
  // A firehose that has said nothing yet cannot be asked to go on from anywhere.
  await traffic.round();
  await run.until(({ watches }) => [...watches.values()].some(({ lines }) => lines.length > 0));
  for (let round = 0; round < rounds; round++) {
    const going = traffic.round();
    const before = proxy.connections;
    if (round % 8 === 4) proxy.stall();
    else proxy.cut();
    const did = traffic.watched[0]!.did;
    await run.until(() => proxy.connections > before && run.of(did).stream?.state === 'connected');
    await going;
  }
}

describe('followers that come and go', () => {
  test('are told exactly while the connection is cut twenty times and stalled three times', async () => {
    const traffic = await startFollowTraffic(network, { watched: 3, followers: 30 });
    // So that some follow already, of whom only the list tells and not an event.
    await traffic.round();
    await network.processAll();
    traffic.forget();
    const proxy = await startInterruptingProxy(new URL(network.pds));
    closing.push(() => proxy[Symbol.asyncDispose]());
    const run = openRun(await newFolder(), `ws://${proxy.host}${firehose}`);
    await run.watch(traffic.watched.map(({ did }) => did));

    await trouble(run, proxy, traffic, 23);

    await expectTruth(run, traffic);
    expect(traffic.count.follows).toBeGreaterThanOrEqual(500);
    expect(traffic.count.unfollows).toBeGreaterThanOrEqual(200);
    for (const { did } of traffic.watched) {
      const { live, away, lines } = run.of(did);
      expect(live).toEqual({ gained: countOf('followed', lines), lost: countOf('unfollowed', lines) });
      expect(away).toBeUndefined();
    }
  }, 180_000);

  test('are told exactly by a run that is killed and the one after it together', async () => {
    const traffic = await startFollowTraffic(network, { watched: 1, followers: 12 });
    await traffic.round();
    await network.processAll();
    traffic.forget();
    const proxy = await startInterruptingProxy(new URL(network.pds));
    closing.push(() => proxy[Symbol.asyncDispose]());
    const { did } = traffic.watched[0]!;
    const url = `ws://${proxy.host}${firehose}`;
    const folder = await newFolder();
    const first = openRun(folder, url);
    await first.watch([did]);
    await trouble(first, proxy, traffic, 3);
    // What a killed run leaves is what is on the disk at that moment, while it is still at work.
    const left = await newFolder();
    const going = traffic.round();
    await cp(folder, left, { recursive: true, filter: (path) => !basename(path).startsWith('.') });
    await first.close();
    await going;
    await traffic.round();
    const kept = (await new KeptFiles(left, () => {}).load(did)) as Pick<Watch, 'lines'>;
    expect(kept.lines.length).toBeGreaterThan(0);

    const second = openRun(left, url);
    await second.watch([did]);
    const { away } = second.of(did);
    expect(away!.gained + away!.lost).toBeGreaterThan(0);
    await trouble(second, proxy, traffic, 3);

    await expectTruth(second, traffic);
    const tally = second.of(did);
    expect(countOf('followed', kept.lines) + tally.away!.gained + tally.live.gained).toBe(
      countOf('followed', tally.lines),
    );
    expect(countOf('unfollowed', kept.lines) + tally.away!.lost + tally.live.lost).toBe(
      countOf('unfollowed', tally.lines),
    );
    expect(countOf('gap', tally.lines)).toBe(0);
  }, 180_000);
});
