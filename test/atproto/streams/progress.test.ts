import { describe, expect, test } from 'vitest';
import { arrived, isPast, progressed, settled } from '../../../src/atproto/streams/arrivals.js';
import type { StreamPosition } from '../../../src/atproto/streams/event-stream.js';
import {
  asking,
  begunAnew,
  type Forgotten,
  filterChanged,
  left,
  opened,
  outdated,
  type Progress,
  progressFrom,
  refused,
} from '../../../src/atproto/streams/progress.js';
import { protocolOf } from '../../../src/atproto/streams/protocols.js';
import type { StreamKind } from '../../../src/keep/stream-url.js';
import { parseStreamUrl } from '../../../src/keep/stream-url.js';

const PATHS: Readonly<Record<StreamKind, string>> = {
  jetstream: '/subscribe',
  'jetstream-v2': '/xrpc/network.bsky.jetstream.subscribeEvents',
  firehose: '/xrpc/com.atproto.sync.subscribeRepos',
};
/** Milliseconds since 1970 of a second of these tests. */
const at = (second: number): number => 1_783_000_000_000 + second * 1000;
const microseconds = (second: number): number => at(second) * 1000;
/** Later than all that happens here. */
const NOW = at(1_000_000);
const urlOf = (kind: StreamKind, host = 'a'): string => `ws://${host}.test${PATHS[kind]}`;

/** A cursor that the source has for something of that second: a Jetstream v1 has the time, the others have a number. */
const cursorOf = (kind: StreamKind, second: number): number =>
  kind === 'jetstream' ? microseconds(second) : second;

/** What becomes of a progress, step by step. */
class Story {
  progress: Progress;
  /** `gap from-to`, `past n` or `event n`, in seconds. */
  readonly told: string[] = [];
  #kind: StreamKind = 'jetstream';

  constructor(from?: StreamPosition) {
    this.progress = progressFrom(from, NOW);
  }

  connect(kind: StreamKind, { host = 'a', forgotten }: { host?: string; forgotten?: Forgotten } = {}): this {
    this.#kind = kind;
    const source = parseStreamUrl(urlOf(kind, host));
    this.progress = opened(asking(left(this.progress), source, protocolOf(source), { forgotten }), at(100));
    return this;
  }

  bring(...seconds: readonly number[]): this {
    for (const second of seconds) this.bringOne(cursorOf(this.#kind, second), at(second), String(second));
    return this;
  }

  bringOne(cursor: number, time: number, name = String(cursor), now = NOW): this {
    const { progress, gap } = arrived(this.progress, cursor, time, now);
    if (gap) this.told.push(`gap ${secondOf(gap.from)}-${secondOf(gap.to)}`);
    this.told.push(`${isPast(progress, cursor, time, 1) ? 'past' : 'event'} ${name}`);
    this.progress = progressed(progress, cursor, time, now);
    return this;
  }

  change(next: (progress: Progress) => Progress): this {
    this.progress = next(this.progress);
    return this;
  }
}

const secondOf = (time: number | undefined): string =>
  time === undefined ? '?' : String((time - at(0)) / 1000);
const story = (from?: StreamPosition): Story => new Story(from);

function positionAt(kind: StreamKind, second: number, host = 'a'): StreamPosition {
  return { source: urlOf(kind, host), cursor: cursorOf(kind, second), time: at(second) };
}

describe.each(['jetstream', 'jetstream-v2', 'firehose'] as const)('a place at a %s', (kind) => {
  test('goes with what comes, and never back', () => {
    const { progress, told } = story().connect(kind).bring(500, 501, 499);
    expect(progress.position).toEqual(positionAt(kind, 501));
    expect(told).toEqual(['event 500', 'event 501', 'event 499']);
  });

  test('wants nothing of before its start again, whatever comes on a later connection', () => {
    const { told } = story().connect(kind).bring(500, 501).connect(kind).bring(499, 500, 501, 502);
    expect(told.slice(2)).toEqual(['past 499', 'event 500', 'event 501', 'event 502']);
  });

  test('wants nothing up to where an earlier run ended', () => {
    const { progress, told } = story(positionAt(kind, 500)).connect(kind).bring(499, 500, 501);
    expect(told).toEqual(['past 499', 'past 500', 'event 501']);
    expect(progress.position).toEqual(positionAt(kind, 501));
  });

  test('wants nothing that has been forgotten because it came', () => {
    const forgotten = { cursor: cursorOf(kind, 502), time: at(502) };
    const { told } = story().connect(kind).bring(500, 505).connect(kind, { forgotten }).bring(501, 502, 503);
    expect(told.slice(2)).toEqual(['past 501', 'past 502', 'event 503']);
  });

  test('tells of a gap where the source says that it goes on later, up to what comes then', () => {
    const { told } = story(positionAt(kind, 500)).connect(kind).change(outdated).bring(900);
    expect(told).toEqual(['gap 500-900', 'event 900']);
  });

  test('tells of it after a while where nothing comes, and once', () => {
    const waiting = story(positionAt(kind, 500)).connect(kind).change(outdated).progress;
    const { gap, progress } = settled(waiting, at(950));
    expect(gap).toEqual({ from: at(500), to: at(950), reason: 'a.test does not go back that far' });
    expect(settled(progress, at(960)).gap).toBeUndefined();
  });
});

test.each<[StreamKind, number]>([
  ['jetstream', microseconds(500) - 3_000_000],
  ['jetstream-v2', 400],
  ['firehose', 300],
])('a %s is asked again from a little before what came last: %d', (kind, cursor) => {
  expect(story().connect(kind).bring(500).connect(kind).progress.link?.asked).toBe(cursor);
});

describe('before anything has come', () => {
  test('a source that can be asked by time is asked from when it was opened', () => {
    const { progress } = story().connect('jetstream-v2');
    expect([progress.position, progress.isGuess]).toEqual([
      { source: urlOf('jetstream-v2'), cursor: microseconds(100), time: at(100) },
      true,
    ]);
  });

  test('a firehose that is lost has a gap', () => {
    expect(story().connect('firehose').connect('firehose').bring(200).told).toEqual([
      'gap 100-200',
      'event 200',
    ]);
  });
});

describe('at another source', () => {
  test('a Jetstream v2 is asked by time, and what it sends of before that is past', () => {
    const second = story()
      .connect('jetstream-v2')
      .bring(500)
      .connect('jetstream-v2', { host: 'b' })
      .bringOne(7, at(496))
      .bringOne(8, at(498))
      .bringOne(9, at(501));
    expect(second.progress.link?.asked).toBe(microseconds(497));
    expect(second.told.slice(1)).toEqual(['past 7', 'event 8', 'event 9']);
    expect(second.progress.position).toEqual({
      source: urlOf('jetstream-v2', 'b'),
      cursor: 9,
      time: at(501),
    });
  });

  test('a firehose has a gap, since its numbers say nothing there', () => {
    const { told } = story().connect('firehose').bring(500).connect('firehose', { host: 'b' }).bring(7);
    expect(told).toEqual(['event 500', 'gap 500-500', 'event 7']);
  });

  test('what is forgotten is known by its time', () => {
    const forgotten = { cursor: undefined, time: at(499) };
    const { told } = story()
      .connect('jetstream-v2')
      .bring(500)
      .connect('jetstream-v2', { host: 'b', forgotten })
      .bringOne(7, at(499))
      .bringOne(8, at(499.5));
    expect(told.slice(1)).toEqual(['past 7', 'event 8']);
  });
});

describe('a replay from before the cursor that was asked for (jetstream#343)', () => {
  test.each([
    ['by a second', 496],
    ['by an hour', 500 - 3600],
    ['by a day', 500 - 86_400],
  ])('is past %s, and does not move the place', (_, second) => {
    const { progress, told } = story().connect('jetstream').bring(500).connect('jetstream').bring(second);
    expect(told.at(-1)).toBe(`past ${second}`);
    expect(progress.position).toEqual(positionAt('jetstream', 500));
    expect(progress.reached).toBe(microseconds(second));
  });

  test('is past also where nothing had come on the connection before', () => {
    const { progress, told } = story().connect('jetstream').connect('jetstream').bring(50, 96, 98);
    expect(told).toEqual(['past 50', 'past 96', 'event 98']);
    expect(progress.position).toEqual(positionAt('jetstream', 98));
  });
});

describe('an event from the future', () => {
  const now = at(600);

  test.each([
    ['seconds, which is what clocks differ by', 605, 605],
    ['a minute', 660, 500],
    ['an hour', 4_200, 500],
    ['years', 100_000_000, 500],
  ])('ahead by %s', (_, second, position) => {
    const { progress } = story()
      .connect('jetstream')
      .bring(500)
      .bringOne(microseconds(second), at(second), '', now);
    expect(progress.position).toEqual(positionAt('jetstream', position));
  });

  test('keeps its number where the source counts, and not its time', () => {
    const { progress } = story().connect('firehose').bring(500).bringOne(501, at(99_999), '', now);
    expect(progress.position).toEqual({ ...positionAt('firehose', 500), cursor: 501 });
  });

  test('is like all others where the clock is slow: the place then goes with the clock', () => {
    const slow = story().connect('jetstream').bring(500);
    for (let count = 0; count < 100; count++) slow.bringOne(microseconds(700), at(700), '', now);
    expect(slow.progress.position).toEqual(positionAt('jetstream', 600));
  });

  test.each([
    ['live', 605, 600],
    ['in a replay, when its time has come', 560, 600],
  ])('with others behind it leaves the place with those: %s', (_, second, clock) => {
    const replay = story(positionAt('jetstream', 500)).connect('jetstream');
    for (const one of [501, second, second, 502, 503]) {
      replay.bringOne(microseconds(one), at(one), String(one), at(clock));
    }
    expect(replay.progress.position).toEqual(positionAt('jetstream', 503));
    replay.connect('jetstream').bringOne(microseconds(504), at(504), '504', at(clock));
    expect(replay.told.at(-1)).toBe('event 504');
    expect(replay.progress.position).toEqual(positionAt('jetstream', 504));
  });

  test('that comes first where a source is asked by time does not hold the place among what is known', () => {
    const asked = story(positionAt('jetstream', 500, 'b')).connect('jetstream-v2');
    for (const [number, second] of [
      [10, 700],
      [11, 400],
      [12, 401],
    ] as const) {
      asked.bringOne(number, at(second), String(number), at(600));
    }
    expect(asked.told).toEqual(['event 10', 'past 11', 'past 12']);
    expect(asked.progress.position).toEqual({ ...positionAt('jetstream-v2', 500), cursor: 12 });
  });

  test('that an earlier run took for its place is given up, and told', () => {
    const from = { ...positionAt('jetstream', 0), cursor: NOW * 1000 + 3_600_000_000, time: NOW + 3_600_000 };
    const { progress, told } = story(from)
      .connect('jetstream')
      .bringOne(NOW * 1000 + 1, NOW, 'now');
    expect(progress.link?.asked).toBe(NOW * 1000 - 3_000_000);
    expect(told).toEqual([`gap ?-${secondOf(NOW)}`, 'event now']);
  });
});

describe('a sequence that begins anew', () => {
  test.each<[string, StreamKind, readonly [cursor: number, second: number], readonly string[]]>([
    ['far below what was asked for', 'jetstream-v2', [7, 600], ['gap 5000-5000', 'event 7']],
    ['far below what was asked for, and later', 'firehose', [7, 6000], ['gap 5000-6000', 'event 7']],
    ['just below what was asked for', 'firehose', [4799, 5001], ['gap 5000-5001', 'event 4799']],
    ['with what was asked for, and newer by far', 'firehose', [4900, 5100], ['gap 5000-5100', 'event 4900']],
    ['not: a replay of what was asked for', 'firehose', [4800, 4800], ['past 4800']],
    ['not: a replay of what was asked for', 'jetstream-v2', [4900, 4900], ['past 4900']],
    ['not: ahead of the clock, and once more', 'jetstream-v2', [4900, 1_000_120], ['past 4900']],
  ])('%s, at a %s', (_, kind, [cursor, second], told) => {
    const from = positionAt(kind, 5000);
    const anew = story(from).connect(kind).bringOne(cursor, at(second));
    expect(anew.told).toEqual(told);
    const isAnew = told.length > 1;
    expect(anew.progress.position?.cursor).toBe(isAnew ? cursor : 5000);
    if (isAnew) expect(anew.bringOne(cursor + 1, at(second)).told.at(-1)).toBe(`event ${cursor + 1}`);
  });

  test('may be announced by the source (#info FutureCursor)', () => {
    const { told, progress } = story(positionAt('jetstream-v2', 5000))
      .connect('jetstream-v2')
      .change(begunAnew)
      .bringOne(7, at(6000));
    expect(told).toEqual(['gap 5000-6000', 'event 7']);
    expect(progress.position?.cursor).toBe(7);
  });

  test('is no matter of times: an older time of a Jetstream v1 is past', () => {
    expect(story(positionAt('jetstream', 5000)).connect('jetstream').bring(7).told).toEqual(['past 7']);
  });
});

describe('a cursor that is refused', () => {
  test('is asked by time where the source has times, and the gap reaches to what comes then', () => {
    const again = story(positionAt('jetstream-v2', 500))
      .connect('jetstream-v2')
      .change((progress) => refused(progress, 'too old'))
      .connect('jetstream-v2')
      .bringOne(3, at(499))
      .bringOne(4, at(700));
    expect(again.progress.link?.asked).toBe(microseconds(497));
    expect(again.told).toEqual(['gap 500-500', 'past 3', 'event 4']);
  });

  test('is done without where it has none, and then the old numbers are wanted', () => {
    const again = story(positionAt('firehose', 500))
      .connect('firehose')
      .change((progress) => refused(progress, 'in the future'))
      .connect('firehose')
      .bringOne(3, at(700));
    expect(again.progress.link?.asked).toBeUndefined();
    expect(again.told).toEqual(['gap 500-700', 'event 3']);
  });
});

test.each([
  ['the year 1', Date.UTC(1970, 0, 1) - 62_135_596_800_000],
  ['1970', 0],
  ['ten days ago', at(500) - 10 * 86_400_000],
])('an event of %s in the sequence says nothing of when the source is', (_, time) => {
  const { progress } = story().connect('jetstream-v2').bring(500).bringOne(501, time);
  expect(progress.position).toEqual({ ...positionAt('jetstream-v2', 501), time: at(500) });
  // Another source is asked by time.
  const other = story().connect('jetstream-v2').bring(500).bringOne(501, time).connect('jetstream');
  expect(other.progress.link?.asked).toBe(microseconds(497));
});

const HUNDRED = Array.from({ length: 100 }, (_, index) => 600 + index);

describe('a Jetstream v1 says nothing where it goes on later than it was asked to', () => {
  test.each([
    [
      'begins much later than what it had sent',
      HUNDRED,
      (progress: Progress) => progress,
      HUNDRED.flatMap((second) => (second === 699 ? ['gap 500-600', 'event 699'] : [`event ${second}`])),
    ],
    ['begins a little later', [530], (progress: Progress) => progress, ['event 530']],
    [
      'was asked with another filter, which may have let nothing through',
      HUNDRED,
      filterChanged,
      HUNDRED.map((second) => `event ${second}`),
    ],
  ])('and %s', (_, seconds, change, told) => {
    const { told: all } = story()
      .connect('jetstream')
      .bring(500)
      .change(change)
      .connect('jetstream')
      .bring(...seconds);
    expect(all.slice(1)).toEqual(told);
  });

  test('which one event alone shows after a while, and the gap reaches to that', () => {
    const late = story().connect('jetstream').bring(500).connect('jetstream').bring(600).progress;
    const { gap, progress } = settled(late, at(650));
    expect(gap).toEqual({ from: at(500), to: at(600), reason: 'a.test does not go back that far' });
    expect(settled(progress, at(660)).gap).toBeUndefined();
  });

  test.each([
    ['one event', [700, 498, 500, 501]],
    ['two of them', [700, 800, 499, 501]],
    ['one that comes twice', [700, 700, 700, 499, 501]],
    ['ninety of them', [...HUNDRED.slice(10), 499, 501]],
  ])('and not where %s ahead of all others comes first, which was ahead of the clock then', (_, seconds) => {
    const again = story()
      .connect('jetstream')
      .bring(500)
      .connect('jetstream')
      .bring(...seconds);
    expect(again.told.filter((line) => line.startsWith('gap'))).toEqual([]);
    expect(again.told.at(-1)).toBe('event 501');
    expect(again.progress.position).toEqual(positionAt('jetstream', 501));
  });

  test('and what follows such an event on a later connection is not missed', () => {
    const cut = story().connect('jetstream').bring(500).connect('jetstream').bring(700).connect('jetstream');
    expect(cut.progress.link?.asked).toBe(microseconds(497));
    expect(cut.bring(499, 501).told.slice(-2)).toEqual(['past 499', 'event 501']);
  });
});
