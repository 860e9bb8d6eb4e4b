import { describe, expect, test } from 'vitest';
import { afterLoss, delayMsOf, firstAttempt, type Loss } from '../../../src/atproto/streams/attempts.js';
import type {
  ConnectionEvent,
  ConnectionRules,
  ConnectionState,
  Transition,
} from '../../../src/atproto/streams/connection-state.js';
import { firstConnection, transition } from '../../../src/atproto/streams/connection-transitions.js';
import type { StreamPosition } from '../../../src/atproto/streams/event-stream.js';
import { TIMINGS } from '../../../src/atproto/streams/timings.js';
import { parseStreamUrl } from '../../../src/keep/stream-url.js';

const V1 = 'ws://one.test/subscribe';
const V2 = 'ws://two.test/xrpc/network.bsky.jetstream.subscribeEvents';
const FOLLOWS = { collections: ['app.bsky.graph.follow'], dids: [] };
const OF_ONE = { collections: ['app.bsky.graph.follow'], dids: ['did:plc:a'] };

const rulesOf = (...urls: readonly string[]): ConnectionRules => ({
  sources: urls.map(parseStreamUrl),
  timings: TIMINGS,
});
const moment = (ticks: number) => ({ now: 1_000_000 + ticks, ticks });
const position = (cursor: number, source = V1): StreamPosition => ({ source, cursor, time: 1 });

const asking: ConnectionEvent = { kind: 'asking', isCompressed: false };
const opened = (ticks = 0, at?: StreamPosition): ConnectionEvent => ({
  kind: 'opened',
  at: moment(ticks),
  position: at,
});
const lost = (
  ticks: number,
  end: { reason?: string; error?: string; retryAfterMs?: number } = {},
  at?: StreamPosition,
): ConnectionEvent => ({
  kind: 'lost',
  at: moment(ticks),
  end: { reason: 'it broke off', ...end },
  position: at,
  jitter: 0.5,
});
const nonsense = (at?: StreamPosition): ConnectionEvent => ({
  kind: 'nonsense',
  at: moment(1),
  message: 'it is not JSON',
  position: at,
  jitter: 0.5,
});
const due: ConnectionEvent = { kind: 'due' };

/** The state after these events, and what the last of them brings about. */
function outcome(events: readonly ConnectionEvent[], rules = rulesOf(V1), index = 0): Transition {
  let last: Transition = { state: firstConnection(FOLLOWS, index, 0), effects: [] };
  for (const event of events) last = transition(last.state, event, rules);
  return last;
}

const names = ({ effects }: Transition): readonly string[] => effects.map(({ kind }) => kind);
const stateOf = ({ state }: Transition): ConnectionState => state;

describe('a connection', () => {
  test.each<[string, readonly ConnectionEvent[], string, string, readonly string[]]>([
    ['that is being made', [asking], 'connecting', 'connecting', []],
    ['that came about', [asking, opened()], 'open', 'connected', ['watch', 'tell']],
    ['that is lost', [asking, opened(), lost(5)], 'waiting', 'unreachable', ['leave', 'tell', 'wait']],
    ['that is due again', [asking, lost(5), due], 'connecting', 'unreachable', ['tell', 'connect']],
    [
      'that is silent for too long',
      [asking, opened(), { kind: 'silent', position: position(1) }],
      'connecting',
      'connected',
      ['leave', 'tell', 'connect'],
    ],
    [
      'that is silent, and has no place to go on from',
      [asking, opened(), { kind: 'silent', position: undefined }],
      'open',
      'connected',
      [],
    ],
    ['that is closed', [asking, { kind: 'closed', now: 9 }], 'closed', 'closed', ['leave', 'tell']],
    ['that was closed', [asking, { kind: 'closed', now: 9 }, lost(9), due], 'closed', 'closed', []],
    ['that is held', [asking, opened(), { kind: 'held', isHeld: true }], 'open', 'connected', ['pause']],
    [
      'that was held while it was made',
      [asking, { kind: 'held', isHeld: true }, opened()],
      'open',
      'connected',
      ['pause', 'watch', 'tell'],
    ],
  ])('%s', (_, events, phase, status, effects) => {
    const last = outcome(events);
    expect([stateOf(last).phase.kind, stateOf(last).status.state]).toEqual([phase, status]);
    expect(names(last)).toEqual(effects);
  });

  test('says since when it is what it is, and when it is tried again', () => {
    const first = outcome([asking, lost(5)]);
    expect(first.state.status).toEqual({
      state: 'unreachable',
      since: 1_000_005,
      reason: 'one.test: it broke off',
      nextTryAt: 1_000_005 + TIMINGS.backoffMs,
    });
    expect(outcome([asking, lost(5), due]).state.status).toMatchObject({
      since: 1_000_005,
      nextTryAt: undefined,
    });
    expect(outcome([asking, lost(5), due, asking, lost(8)]).state.status.since).toBe(1_000_005);
  });

  test('bears a silence for longer each time that nothing came, until something does', () => {
    const silent: ConnectionEvent = { kind: 'silent', position: position(1) };
    const twice = [asking, opened(), silent, asking, opened(), silent];
    expect(outcome([...twice, asking, opened()]).effects[0]).toEqual({
      kind: 'watch',
      silenceMs: TIMINGS.quietMs * 4,
    });
    const came = outcome([...twice, { kind: 'advanced' }, asking, opened()]);
    expect(came.effects[0]).toEqual({ kind: 'watch', silenceMs: TIMINGS.quietMs });
  });
});

describe('a filter', () => {
  test.each([
    ['changes the open socket of a Jetstream v1', V1, ['send']],
    ['has a Jetstream v2 connected to anew, a moment later', V2, ['wait']],
    ['is nothing to a firehose', 'ws://three.test/xrpc/com.atproto.sync.subscribeRepos', []],
  ])('%s', (_, url, effects) => {
    const last = outcome([asking, opened(), { kind: 'filtered', filter: OF_ONE }], rulesOf(url));
    expect(names(last)).toEqual(effects);
    expect(last.state.phase).toMatchObject({ kind: 'open', asked: OF_ONE });
  });

  test('that changes while the connection is made is told when it came about', () => {
    const filtered: ConnectionEvent = { kind: 'filtered', filter: OF_ONE };
    expect(names(outcome([asking, filtered, opened()]))).toEqual(['watch', 'tell', 'send']);
    expect(names(outcome([filtered, asking, opened()]))).toEqual(['watch', 'tell']);
  });
});

describe('a frame that cannot be read', () => {
  const met = [asking, opened(), nonsense(position(7)), due, asking, opened()];

  test('costs the connection once', () => {
    expect(names(outcome(met.slice(0, 3)))).toEqual(['leave', 'tell', 'wait']);
  });

  test('is passed over where it comes again in the same place', () => {
    expect(outcome([...met, nonsense(position(7))]).effects).toEqual([
      { kind: 'pass over', reason: 'a frame could not be read: it is not JSON' },
    ]);
  });

  test('costs the connection in another place', () => {
    expect(names(outcome([...met, nonsense(position(8))]))).toContain('leave');
  });

  test('costs the connection where there are too many of them', () => {
    const many = Array.from({ length: 10 }, () => nonsense(position(7)));
    expect(names(outcome([...met, ...many]))).toEqual(['pass over']);
    expect(names(outcome([...met, ...many, nonsense(position(7))]))).toContain('leave');
  });

  test('that WebSocket itself does not have has the cursor given up when it comes again', () => {
    const broken = lost(5, { error: 'malformed' }, position(7));
    expect(names(outcome([asking, opened(), broken]))).toEqual(['leave', 'tell', 'wait']);
    expect(names(outcome([asking, opened(), broken, due, asking, opened(), broken]))[0]).toBe(
      'refuse cursor',
    );
  });
});

describe('after a loss', () => {
  test.each<[string, readonly ConnectionEvent[], number, string, readonly string[]]>([
    ['of what never came about, the next source is tried', [asking, lost(5)], 1, 'waiting', []],
    ['of one that was open, the same is tried once', [asking, opened(), lost(5)], 0, 'waiting', []],
    [
      'of one that was open for a moment only, twice, the next is tried',
      [asking, opened(), lost(5), due, asking, opened(), lost(9)],
      1,
      'waiting',
      [],
    ],
    [
      'of one that brought something, the same is tried',
      [asking, lost(5), due, asking, opened(6), lost(9, {}, position(8, V2))],
      1,
      'waiting',
      [],
    ],
    ['of the last one, none is reachable', [asking, lost(5), due, asking, lost(9)], 0, 'unreachable', []],
    [
      'for a cursor, the same is asked without it',
      [asking, lost(5, { error: 'CursorTooOld' })],
      0,
      'waiting',
      ['refuse cursor'],
    ],
    [
      'for a dictionary, the same is asked without it',
      [{ kind: 'asking', isCompressed: true }, lost(5, { error: 'UnknownZstdDictionary' })],
      0,
      'waiting',
      ['refuse dictionary'],
    ],
    [
      'for a dictionary that was not used, the next is tried',
      [asking, lost(5, { error: 'UnknownZstdDictionary' })],
      1,
      'waiting',
      [],
    ],
  ])('%s', (_, events, index, status, refusals) => {
    const last = outcome(events, rulesOf(V1, V2));
    expect(last.state.attempts.index).toBe(index);
    expect(last.state.status.state).toBe(status);
    expect(names(last).filter((name) => name.startsWith('refuse'))).toEqual(refusals);
  });
});

describe('the tries', () => {
  const loss: Loss = { ticks: 0, wasGood: false, keepsSource: false, retryAfterMs: undefined };

  test.each([
    ['the first', 1, 0.5, TIMINGS.backoffMs],
    ['the third', 3, 0.5, TIMINGS.backoffMs * 4],
    ['one a quarter earlier', 1, 0, TIMINGS.backoffMs * 0.75],
    ['one a quarter later', 1, 1, TIMINGS.backoffMs * 1.25],
    ['one after so many that it would take for ever', 50, 0.5, TIMINGS.backoffLongestMs],
  ])('%s waits', (_, failures, jitter, delay) => {
    expect(delayMsOf({ ...firstAttempt(0), failures }, 0, jitter, TIMINGS)).toBe(delay);
  });

  test.each([
    ['with one source, it is waited for', 1, 0, 60_000],
    ['with another one, that is tried', 2, 1, TIMINGS.backoffMs],
  ])('where a source says when it wants to be asked again: %s', (_, count, index, delay) => {
    const attempts = afterLoss(firstAttempt(0), count, { ...loss, retryAfterMs: 60_000 });
    expect([attempts.index, delayMsOf(attempts, 0, 0.5, TIMINGS)]).toEqual([index, delay]);
  });

  test('of two that want to be left alone, the one is tried that may be asked sooner', () => {
    const first = afterLoss(firstAttempt(0), 2, { ...loss, retryAfterMs: 60_000 });
    const second = afterLoss(first, 2, { ...loss, ticks: 1_000, retryAfterMs: 90_000 });
    expect([second.index, delayMsOf(second, 1_000, 0.5, TIMINGS)]).toEqual([0, 59_000]);
  });

  test('one that wanted to be left alone for a moment is asked again after it, while the others refuse', () => {
    let attempts = afterLoss(firstAttempt(0), 3, { ...loss, retryAfterMs: 2_000 });
    const asked: number[] = [];
    for (let ticks = 500; ticks <= 5_000; ticks += 500) {
      asked.push(attempts.index);
      attempts = afterLoss(attempts, 3, { ...loss, ticks });
    }
    expect(asked).toEqual([1, 2, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  test('a wait without end is no longer than a day', () => {
    const attempts = afterLoss(firstAttempt(0), 1, { ...loss, retryAfterMs: 1e15 });
    expect(delayMsOf(attempts, 0, 0.5, TIMINGS)).toBe(86_400_000);
  });
});
