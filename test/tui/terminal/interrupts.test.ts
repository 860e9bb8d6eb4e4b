import { expect, test } from 'vitest';
import { interruptsOfChild } from '../../../src/tui/terminal/interrupts.js';
import type { Holder } from '../../../src/tui/terminal/terminal-hold.js';

test('a SIGINT is that of the child which has the terminal, or had it a moment ago', () => {
  let time = 0;
  let heard: (holder: Holder) => void = () => {};
  const hold = {
    holder: 'us' as Holder,
    onChange(listener: (holder: Holder) => void) {
      heard = listener;
      return () => {};
    },
  };
  const isOfChild = interruptsOfChild(hold, () => time);
  function give(holder: Holder, at: number): boolean {
    time = at;
    if (holder !== hold.holder) {
      hold.holder = holder;
      heard(holder);
    }
    return isOfChild();
  }
  expect(give('us', 0)).toBe(false);
  expect(give('child', 5000)).toBe(true);
  expect(give('child', 90_000)).toBe(true);
  expect(give('us', 90_001)).toBe(true);
  expect(give('us', 90_900)).toBe(true);
  expect(give('us', 91_002)).toBe(false);
  // Stopped and gone on with: a signal from outside is meant for us.
  expect(give('shell', 92_000)).toBe(false);
  expect(give('us', 92_001)).toBe(false);
});
