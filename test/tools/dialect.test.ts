import { describe, expect, test } from 'vitest';
import { dialectFaults } from './dialect/rules.js';

const faults = (text: string, constants = true) =>
  dialectFaults('scratch.ts', text, { constants }).map(({ line, message }) => `${line}: ${message}`);

describe('a constant', () => {
  test.each([
    'const pageRows = 100;',
    "export const accepted = 'a handle' as const;",
    'const dayMs = 24 * HOUR_MS;',
    'const digits = /\\d+/;',
    "const words = ['a', 'b'];",
    "const words = new Set(['a', 'b']);",
  ])('is in SCREAMING_CASE: %s', (text) => {
    expect(faults(text)).toEqual([expect.stringMatching(/^1: \w+ is a constant/)]);
    expect(faults(text, false)).toEqual([]);
  });

  test.each([
    'const PAGE_ROWS = 100;',
    'const units = { kB: 1_000 };',
    "const table = [['a', 1], ['b', 2]];",
    'const isOn = true;',
    'const now = Date.now();',
    'function f() {\n  const rows = 100;\n  return rows;\n}',
  ])('is none, or is written so already: %s', (text) => {
    expect(faults(text)).toEqual([]);
  });
});

describe('a function', () => {
  test('with a body is a declaration, inside another one, too', () => {
    const text = 'function outer() {\n  const inner = () => {\n    run();\n  };\n  return inner;\n}';
    expect(faults(text)).toEqual(['2: inner has a body: write it as a function.']);
  });

  test.each([
    'const double = (n: number) => n * 2;',
    'const reader: Reader = (n) => {\n  run(n);\n};',
    'class A {\n  m() {\n    const f = () => {\n      this.m();\n    };\n    return f;\n  }\n}',
  ])('stays an arrow where it is one expression, of a type, or needs its this: %s', (text) => {
    expect(faults(text)).toEqual([]);
  });
});

describe('an if', () => {
  test('with one short statement has no braces', () => {
    expect(faults('if (a) {\n  run();\n}')).toEqual([
      '1: One short statement has no braces: write it behind the if.',
    ]);
  });

  test('of more than one line has braces', () => {
    expect(faults('if (a)\n  run();')).toEqual(['1: An if of more than one line has braces.']);
  });

  test.each([
    'if (a) run();',
    'if (a) {\n  run();\n} else {\n  stop();\n}',
    'if (a) {\n  // A comment has its line.\n  run();\n}',
    `if (${'a'.repeat(100)}) {\n  run(something);\n}`,
    'if (a) {\n  for (const b of a) run(b);\n}',
  ])('is well written: %s', (text) => {
    expect(faults(text)).toEqual([]);
  });
});
