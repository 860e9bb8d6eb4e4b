import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { KeptFiles } from '../../../src/keep/kept-files.js';
import type { State } from '../../../src/store/state.js';
import { storedWatch } from '../../../src/store/watch/stored-watch.js';
import type { Watch, WatchLine } from '../../../src/store/watch/watch-state.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { isFull } from '../../support/full.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { type Deed, type FollowTraffic, startFollowTraffic } from '../../support/watch/follow-traffic.js';
import { type SpoiledSource, sources } from '../../support/watch/spoiled-source.js';
import { startRun } from '../../support/watch/started-run.js';
import { openRun, type WatchRun } from '../../support/watch/watch-run.js';

/** How much comes and goes: a little each day, and what issue 3 asks for where that is wanted (CONTRIBUTING.md). */
const size = isFull
  ? { watched: 3, followers: 30, cuts: 20, stalls: 3, follows: 500, unfollows: 200 }
  : { watched: 2, followers: 8, cuts: 5, stalls: 1, follows: 40, unfollows: 15 };
const timeout = isFull ? 900_000 : 120_000;

let network: SeededNetwork;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Some follow already, of whom only the list tells and not an event. */
async function newTraffic(): Promise<FollowTraffic> {
  const traffic = await startFollowTraffic(network, size);
  await traffic.round();
  await network.processAll();
  traffic.forget();
  return traffic;
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
async function expectTruth(run: WatchRun, { watched, deeds }: FollowTraffic): Promise<void> {
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

type Fault = 'cut' | 'stall';

/** So many of each, the stalls spread among the cuts. */
function faultsOf(cuts: number, stalls: number): readonly Fault[] {
  const all = cuts + stalls;
  const isStall = (index: number): boolean => (index * stalls) % all < stalls && stalls > 0;
  return Array.from({ length: all }, (_, index) => (isStall(index) ? 'stall' : 'cut'));
}

/** A round of coming and going for each fault, which strikes in its middle. `until` waits for a connection, too. */
async function trouble(
  source: SpoiledSource,
  traffic: FollowTraffic,
  faults: readonly Fault[],
  until: (isBack: () => boolean) => Promise<void>,
): Promise<void> {
  for (const fault of faults) {
    const going = traffic.round();
    const before = source.connections;
    source[fault]();
    await until(() => source.connections > before);
    expect(source.connections).toBeGreaterThan(before);
    await going;
  }
}

describe.each(sources)('followers that come and go, by %s', (_, open) => {
  let source: SpoiledSource;

  beforeAll(async () => {
    source = await open(network.pds);
  });

  afterAll(() => source?.[Symbol.asyncDispose]());

  test(
    'are told exactly while the connection is cut and stalled again and again',
    async () => {
      const traffic = await newTraffic();
      const run = openRun({ ...network, folder: await temporaryFolder(), url: source.url });
      closing.push(run.close);
      await run.watch(traffic.watched.map(({ did }) => did));
      // A firehose that has said nothing yet cannot be asked to go on from anywhere.
      await traffic.round();
      await run.until(({ watches }) => [...watches.values()].some(({ lines }) => lines.length > 0));

      const { did } = traffic.watched[0]!;
      await trouble(source, traffic, faultsOf(size.cuts, size.stalls), (isBack) =>
        run.until(({ watches }) => isBack() && watches.get(did)!.stream?.state === 'connected'),
      );

      await expectTruth(run, traffic);
      expect(traffic.count.follows).toBeGreaterThanOrEqual(size.follows);
      expect(traffic.count.unfollows).toBeGreaterThanOrEqual(size.unfollows);
      for (const { did } of traffic.watched) {
        const { live, away, lines } = run.of(did);
        expect(live).toEqual({ gained: countOf('followed', lines), lost: countOf('unfollowed', lines) });
        expect(away).toBeUndefined();
      }
    },
    timeout,
  );

  test(
    'are told exactly by a run that is killed and the one after it together',
    async () => {
      const traffic = await newTraffic();
      const { did } = traffic.watched[0]!;
      const settings = { ...network, folder: await temporaryFolder(), url: source.url };
      const faults = faultsOf(size.cuts, isFull ? size.stalls : 0);
      const half = Math.ceil(faults.length / 2);

      await using first = await startRun(settings, [did]);
      await traffic.round();
      await first.until(({ lines }) => lines > 0);
      await trouble(source, traffic, faults.slice(0, half), (isBack) =>
        first.until(({ connected }) => isBack() && connected),
      );
      // In the middle of it, while it still works on what comes.
      const going = traffic.round();
      let before: number | undefined;
      await first.until(({ lines }) => {
        before ??= lines;
        return lines > before;
      });
      await first.kill();
      await going;
      await traffic.round();
      const kept = storedWatch(await new KeptFiles(settings.folder, { failed: () => {} }).load(did))!;
      expect(kept.lines.length).toBeGreaterThan(0);

      const second = openRun(settings);
      closing.push(second.close);
      await second.watch([did]);
      const { away } = second.of(did);
      expect(away!.gained + away!.lost).toBeGreaterThan(0);
      await trouble(source, traffic, faults.slice(half), (isBack) =>
        second.until(({ watches }) => isBack() && watches.get(did)!.stream?.state === 'connected'),
      );

      await expectTruth(second, { ...traffic, watched: traffic.watched.slice(0, 1) });
      const tally = second.of(did);
      expect(countOf('followed', kept.lines) + tally.away!.gained + tally.live.gained).toBe(
        countOf('followed', tally.lines),
      );
      expect(countOf('unfollowed', kept.lines) + tally.away!.lost + tally.live.lost).toBe(
        countOf('unfollowed', tally.lines),
      );
      expect(countOf('gap', tally.lines)).toBe(0);
    },
    timeout,
  );
});
