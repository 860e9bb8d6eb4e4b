import { describe, expect, test } from 'vitest';
import type { StreamStatus } from '../../../src/atproto/streams/event-stream.js';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import type { LiveState } from '../../../src/store/live/live-state.js';
import type { Pane } from '../../../src/store/visits/visits-state.js';
import { firstVisit } from '../../../src/store/visits/visits-update.js';
import type { Watch, WatchesState, WatchLine } from '../../../src/store/watch/watch-state.js';
import {
  newsOf,
  newWatch,
  withFacts,
  withLines,
  withStatus,
  withStored,
  withWatch,
  withWatchBegun,
} from '../../../src/store/watch/watch-update.js';

const did = 'did:plc:alice';
const quietStream = { stream: undefined, polling: false };
const fresh = newWatch({ did, repo: 'alice.test', since: 1_000 }, quietStream);

const line = (id: number, kind: WatchLine['kind'], fields: Partial<WatchLine> = {}): WatchLine => ({
  id,
  time: id,
  kind,
  did: `did:plc:${id}`,
  away: false,
  ...fields,
});

const status = (state: StreamStatus['state'], since: number, eventsPerSecond = 0): StreamStatus => ({
  state,
  source: 'jetstream.test',
  kind: 'jetstream-v2',
  since,
  reason: undefined,
  nextTryAt: undefined,
  behind: undefined,
  eventsPerSecond,
});

const tally = ({ live, away }: Watch): string =>
  `+${live.gained} −${live.lost}${away ? ` away +${away.gained} −${away.lost}` : ''}`;

describe('what is counted', () => {
  const resumed = withStored(fresh, { lines: [], at: 500 });
  test.each<[what: string, watch: Watch, lines: WatchLine[], tally: string]>([
    ['nothing at first', fresh, [], '+0 −0'],
    ['who comes and who is back', fresh, [line(1, 'followed'), line(2, 'returned')], '+2 −0'],
    ['who leaves and who is lost', fresh, [line(1, 'unfollowed'), line(2, 'lost')], '+0 −2'],
    ['no gap', fresh, [line(1, 'gap')], '+0 −0'],
    [
      'what happened meanwhile by itself',
      resumed,
      [line(1, 'followed', { away: true }), line(2, 'unfollowed', { away: true }), line(3, 'followed')],
      '+1 −0 away +1 −1',
    ],
    ['nothing of a time that nobody counts', fresh, [line(1, 'followed', { away: true })], '+0 −0'],
  ])('%s', (_, watch, lines, expected) => expect(tally(withLines(watch, lines))).toBe(expected));
});

describe('the lines', () => {
  const ids = ({ lines }: Watch) => lines.map(({ id }) => id);

  test('stand newest first, above those of an earlier run', () => {
    const watch = withStored(fresh, { lines: [line(2, 'followed'), line(1, 'followed')], at: 500 });
    expect(ids(withLines(watch, [line(3, 'followed'), line(4, 'followed')]))).toEqual([4, 3, 2, 1]);
  });

  test('are ten thousand at most', () => {
    const many = Array.from({ length: 10_001 }, (_, id) => line(id, 'followed'));
    const { lines } = withLines(fresh, many);
    expect([lines.length, lines.at(-1)?.id]).toEqual([10_000, 1]);
  });

  test('say more once more is known; the others are the same objects, by which their text is remembered', () => {
    const watch = withLines(fresh, [line(1, 'followed'), line(2, 'followed')]);
    const named = withFacts(watch, new Map([[2, { handle: 'bob.test' }]]));
    expect(named.lines[0]).toEqual({ ...watch.lines[0], handle: 'bob.test' });
    expect(named.lines[1]).toBe(watch.lines[1]);
  });
});

describe('the stream', () => {
  test('is broken since it first was, through all attempts, until it is connected', () => {
    const states = [
      status('connecting', 10),
      status('waiting', 20),
      status('connecting', 30),
      status('connected', 40),
      status('connecting', 50),
    ];
    const broken: (number | undefined)[] = [];
    states.reduce((watch, next) => {
      const after = withStatus(watch, next);
      broken.push(after.brokenSince);
      return after;
    }, fresh);
    expect(broken).toEqual([10, 10, 10, undefined, 50]);
  });

  test('has its last eight rates shown', () => {
    const watch = Array.from({ length: 10 }, (_, rate) => status('connected', 0, rate)).reduce(
      withStatus,
      fresh,
    );
    expect(watch.rates).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('the watches', () => {
  const state = {
    watches: new Map<string, Watch>(),
    live: { kind: 'tail' } as const,
    liveCursor: { ...atFirst, index: 7 },
    liveFilter: undefined,
  };

  test('hold one that begins, and the live pane shows it from its first line', () => {
    const after = withWatchBegun<WatchesState & LiveState>(state, fresh);
    expect(after).toMatchObject({ live: { kind: 'watch', did }, liveCursor: atFirst });
    expect(after.watches.get(did)).toBe(fresh);
  });

  test('change one by one, and not at all where it is over', () => {
    const begun = withWatchBegun<WatchesState & LiveState>(state, fresh);
    const polled = withWatch(begun, did, (watch) => ({ ...watch, polling: true }));
    expect(polled.watches.get(did)?.polling).toBe(true);
    expect(withWatch(state, did, (watch) => ({ ...watch, polling: true }))).toBe(state);
  });
});

describe('the news of new followers', () => {
  const bob = line(2, 'followed', { handle: 'bob.test', name: 'Bob' });
  const bobsNews = '+ Bob @bob.test → alice.test';

  /** All that bears on it; the keys go to the pane `focus`. */
  function stateOf(lines: WatchLine[], live: LiveState['live'], focus: Pane) {
    const visits = firstVisit([]);
    return {
      ...visits,
      visit: { ...visits.visit, focus },
      watches: new Map([[did, { ...fresh, lines }]]),
      live,
      liveCursor: atFirst,
      liveFilter: undefined,
    };
  }
  const idsOf = (lines: WatchLine[]) => new Map(lines.map(({ id }) => [id, {}]));

  test.each<[lines: WatchLine[], news: string | undefined]>([
    [[bob], bobsNews],
    [[line(1, 'followed', { handle: 'ann.test' })], '+ @ann.test → alice.test'],
    [[bob, line(1, 'followed'), line(3, 'followed')], '+ Bob @bob.test and 2 more → alice.test'],
    [[line(3, 'unfollowed'), bob], bobsNews],
    [[line(1, 'unfollowed'), line(2, 'gap')], undefined],
    [[line(1, 'followed', { away: true })], undefined],
  ])('%j', (lines, news) => expect(newsOf(stateOf(lines, undefined, 'list'), did, idsOf(lines))).toBe(news));

  test('is of the lines alone of which more came to be known', () => {
    const state = stateOf([line(3, 'followed', { handle: 'cat.test' }), bob], undefined, 'list');
    expect(newsOf(state, did, idsOf([bob]))).toBe(bobsNews);
  });

  test.each<[where: string, live: LiveState['live'], focus: Pane, news: string | undefined]>([
    ['the list beside the watch', { kind: 'watch', did }, 'list', bobsNews],
    ['the watch itself', { kind: 'watch', did }, 'live', undefined],
    ['another watch', { kind: 'watch', did: 'did:plc:other' }, 'live', bobsNews],
    ['the tail', { kind: 'tail' }, 'live', bobsNews],
  ])('depends on whether one looks at %s', (_, live, focus, news) => {
    expect(newsOf(stateOf([bob], live, focus), did, idsOf([bob]))).toBe(news);
  });

  test('is none of a watch that is over', () => {
    expect(newsOf(stateOf([bob], undefined, 'list'), 'did:plc:over', idsOf([bob]))).toBeUndefined();
  });
});
