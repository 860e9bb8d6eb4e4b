import { expect, test } from 'vitest';
import { randomFrom } from '../support/random.js';
import { INPUTS, someInput } from './inputs.js';

const size = { columns: 39, rows: 9 };
const TRIES = 300;
const ESC = '\u001B';

test.each(INPUTS)('$name: no way to end the program, or to stop it', ({ send }) => {
  const random = randomFrom(1);
  for (let count = 0; count < TRIES; count += 1) {
    const sent = send(random, size).filter((part) => typeof part === 'string');
    expect(sent.join('')).not.toMatch(/[\u0003\u001A]/);
    const isPrompt = sent[0] === ':';
    if (isPrompt) expect(sent.slice(1).join('').split(ESC)[0]).not.toMatch(/[\u0000-\u001F]/);
    // What is behind a `:` is typed on the screen where that only closed what was open there.
    for (const key of ['q', 'w']) expect(sent).not.toContain(key);
    if (!isPrompt) expect(sent).not.toContain(':');
  }
});

test('clicks are on the screen, and not on its last line', () => {
  const random = randomFrom(2);
  const { send } = INPUTS.find(({ name }) => name === 'mouse reports')!;
  for (let count = 0; count < TRIES; count += 1) {
    for (const report of send(random, size)) {
      const [, column, row] = /;(\d+);(\d+)[Mm]$/.exec(String(report)) ?? [];
      expect(Number(column)).toBeLessThanOrEqual(size.columns);
      expect(Number(row)).toBeLessThan(size.rows);
    }
  }
});

test('each comes now and then, and the same with the same seed', () => {
  function names(seed: number): string[] {
    const random = randomFrom(seed);
    return Array.from({ length: 5_000 }, () => someInput(random).name);
  }
  expect(new Set(names(3))).toEqual(new Set(INPUTS.map(({ name }) => name)));
  expect(names(4)).toEqual(names(4));
});
