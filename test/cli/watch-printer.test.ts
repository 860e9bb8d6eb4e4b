import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchPrinter } from '../../src/cli/watch-printer.js';
import type { HistoryLine } from '../../src/places/history.js';

const line = (id: number, handle?: string): HistoryLine => ({
  id,
  time: id * 1000,
  kind: 'followed',
  did: `did:plc:${id}`,
  handle,
  away: false,
});

let printed: (string | undefined)[];
function print(text: string): void {
  const { did, handle } = JSON.parse(text);
  printed.push(handle ?? did);
}

beforeEach(() => {
  printed = [];
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('each line is printed once, oldest first, and not those that were known before', () => {
  const printer = watchPrinter(print);
  printer.take('did:w', [line(2, 'b.test'), line(1, 'a.test')]);
  expect(printed).toEqual([]);
  printer.begin('did:w', [line(1, 'a.test')]);
  printer.take('did:w', [line(3, 'c.test'), line(2, 'b.test'), line(1, 'a.test')]);
  printer.take('did:w', [line(3, 'c.test'), line(2, 'b.test'), line(1, 'a.test')]);
  expect(printed).toEqual(['b.test', 'c.test']);
});

test('a line waits for a handle, and those behind it with it', () => {
  const printer = watchPrinter(print);
  printer.begin('did:w', []);
  printer.take('did:w', [line(2, 'b.test'), line(1)]);
  expect(printed).toEqual([]);
  printer.take('did:w', [line(2, 'b.test'), line(1, 'a.test')]);
  expect(printed).toEqual(['a.test', 'b.test']);
});

test('it does not wait for ever', () => {
  const printer = watchPrinter(print);
  printer.begin('did:w', []);
  printer.take('did:w', [line(1)]);
  vi.advanceTimersByTime(2_900);
  expect(printed).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(printed).toEqual(['did:plc:1']);
});
