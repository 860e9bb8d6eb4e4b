import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  EventQueue,
  type EventQueueSettings,
  type Queued,
} from '../../../src/atproto/streams/event-queue.js';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';
import { tailQueue } from '../../../src/store/tail/tail-subscription.js';

const event = (time: number): RepoEvent => ({
  kind: 'identity',
  did: 'did:plc:a',
  time,
  cursor: time,
  handle: undefined,
});
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** An event by its time, a gap as `from-to: reason`. */
const nameOf = (one: Queued): string =>
  'reason' in one ? `${one.from}-${one.to}: ${one.reason}` : String(one.time);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function queueOf(settings: Partial<EventQueueSettings> = {}) {
  const batches: string[][] = [];
  const queue = new EventQueue({
    capacity: 4,
    drop: 'newest',
    reason: (count) => `${count} left out`,
    firstMs: 50,
    take: (batch) => void batches.push(batch.map(nameOf)),
    ...settings,
  });
  return { queue, batches };
}

describe('what comes beyond the room is left out and told', () => {
  test.each<[string, EventQueueSettings['drop'], number | undefined, number, readonly string[][]]>([
    ['nothing while there is room', 'newest', undefined, 4, [['1', '2', '3', '4']]],
    ['nothing while there is room', 'oldest', undefined, 4, [['1', '2', '3', '4']]],
    ['the newest', 'newest', undefined, 7, [['1', '2', '3', '4', '5-7: 3 left out']]],
    ['the oldest, by halves', 'oldest', undefined, 5, [['1-2: 2 left out', '3', '4', '5']]],
    ['the oldest, again', 'oldest', undefined, 9, [['1-6: 6 left out', '7', '8', '9']]],
    [
      'the newest, behind all that wait',
      'newest',
      3,
      6,
      [
        ['1', '2', '3'],
        ['4', '5-6: 2 left out'],
      ],
    ],
    ['the oldest, before all that wait', 'oldest', 2, 5, [['1-2: 2 left out', '3', '4'], ['5']]],
  ])('%s (drop the %s, batches of %s, %d events)', (_, drop, batchMax, count, expected) => {
    const { queue, batches } = queueOf({ drop, batchMax });
    for (const time of range(1, count)) queue.push(event(time));
    vi.advanceTimersByTime(1_000);
    expect(batches).toEqual(expected);
  });

  test('a gap that is left out counts with the stretch that it stands for', () => {
    const { queue, batches } = queueOf({ capacity: 1 });
    queue.push(event(1));
    queue.push({ from: 2, to: 9, reason: 'another one' });
    queue.push(event(10));
    queue.flush();
    expect(batches).toEqual([['1', '2-10: 2 left out']]);
  });

  test('and it is told once', () => {
    const { queue, batches } = queueOf();
    for (const time of range(1, 5)) queue.push(event(time));
    queue.flush();
    queue.push(event(6));
    queue.flush();
    expect(batches).toEqual([['1', '2', '3', '4', '5-5: 1 left out'], ['6']]);
  });
});

describe('batches', () => {
  test('come a moment after the first event, with all that came until then', () => {
    const { queue, batches } = queueOf();
    queue.push(event(1));
    vi.advanceTimersByTime(49);
    queue.push(event(2));
    expect([batches, queue.length]).toEqual([[], 2]);
    vi.advanceTimersByTime(1);
    expect([batches, queue.length]).toEqual([[['1', '2']], 0]);
  });

  test('come at the pace that was asked for while there is more', () => {
    const { queue, batches } = queueOf({ batchMax: 2, nextMs: (_, hasMore) => (hasMore ? 100 : 500) });
    for (const time of range(1, 4)) queue.push(event(time));
    const passed = [50, 99, 1].map((ms) => {
      vi.advanceTimersByTime(ms);
      return batches.length;
    });
    expect(passed).toEqual([1, 1, 2]);
    queue.push(event(5));
    vi.advanceTimersByTime(499);
    expect(batches).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(3);
  });

  test('are empty where something else is to be shown', () => {
    const { queue, batches } = queueOf();
    queue.wake();
    vi.advanceTimersByTime(50);
    expect(batches).toEqual([[]]);
  });

  test('do not come of what was cleared, also by the one who takes them', () => {
    const { queue, batches } = queueOf();
    queue.push(event(1));
    queue.clear();
    vi.advanceTimersByTime(1_000);
    expect(batches).toEqual([]);

    const taken: number[] = [];
    const clearing = new EventQueue({
      capacity: 4,
      drop: 'oldest',
      reason: String,
      batchMax: 1,
      firstMs: 50,
      take(batch) {
        taken.push(batch.length);
        clearing.clear();
      },
    });
    for (const time of range(1, 3)) clearing.push(event(time));
    vi.advanceTimersByTime(1_000);
    expect(taken).toEqual([1]);
  });
});

describe('the queue of a tail', () => {
  const sizes: number[] = [];
  function tail() {
    sizes.length = 0;
    return tailQueue((batch) => void sizes.push(batch.length));
  }

  test('hands over so many at a time that a key press does not wait', () => {
    const queue = tail();
    for (const time of range(1, 2_100)) queue.push(event(time));
    vi.advanceTimersByTime(1_000);
    expect(sizes).toEqual([1_000, 1_000, 100]);
  });

  test('waits less for what comes after a pause than between two batches', () => {
    const queue = tail();
    const passed = [34, 100, 100].map((ms) => {
      queue.push(event(1));
      vi.advanceTimersByTime(ms - 1);
      const before = sizes.length;
      vi.advanceTimersByTime(1);
      return sizes.length - before;
    });
    expect(passed).toEqual([1, 1, 1]);
    vi.advanceTimersByTime(1_000);
    queue.push(event(2));
    vi.advanceTimersByTime(34);
    expect(sizes).toHaveLength(4);
  });

  test('is bounded, with a gap in place of the oldest', () => {
    const queue = tail();
    for (const time of range(1, 25_000)) queue.push(event(time));
    vi.advanceTimersByTime(5_000);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(15_001);
  });
});
