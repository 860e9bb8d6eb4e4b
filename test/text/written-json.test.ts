import { describe, expect, test } from 'vitest';
import {
  mayBeOdd,
  memberNames,
  numberOf,
  parseWritten,
  readJson,
  writeJson,
} from '../../src/text/written-json.js';
import { jsonDocument } from '../../src/tui/json/json-document.js';
import { valueText } from '../../src/tui/json/json-text.js';
import { randomFrom } from '../support/random.js';

/** Names and values of the outermost members, as the record pane has them. */
function shown(json: string): readonly (readonly [string | undefined, string])[] {
  return jsonDocument(readJson(json)).lines.flatMap((line) =>
    line.kind === 'open' || line.kind === 'close' ? [] : [[line.key, valueText(line)] as const],
  );
}

describe('numbers are shown as they were written', () => {
  test.each([
    '0',
    '-0',
    '-0.0',
    '1.0',
    '1.10',
    '1e400',
    '-1e400',
    '1E5',
    '1e+5',
    '1e-400',
    '0.1234567890123456789',
    '9007199254740993',
    '-9223372036854775808',
    '18446744073709551615',
    '100000000000000000000000',
    '123',
    '1.5',
  ])('%s', (number) => {
    expect(shown(`{"a":${number},"b":[${number} , 1]}`)).toEqual([
      ['a', number],
      [undefined, number],
      [undefined, '1'],
    ]);
    expect(shown(` ${number} `)).toEqual([[undefined, number]]);
  });
});

describe('members stand in the order in which they were sent', () => {
  test.each([
    ['names that are integers', '{"zeta":1,"10":"ten","9":"nine","alpha":2}', ['zeta', '10', '9', 'alpha']],
    ['only integers', '{"3":1,"2":1,"1":1}', ['3', '2', '1']],
    [
      'what is nearly an integer',
      '{"01":1,"1":1,"-1":1,"1.5":1,"":1,"0":1}',
      ['01', '1', '-1', '1.5', '', '0'],
    ],
    ['the largest index', '{"4294967295":1,"4294967294":1,"a":1}', ['4294967295', '4294967294', 'a']],
    ['names with escapes', '{"b\\u0061":1,"\\u0031":1,"\\"}":1,"0":1}', ['ba', '1', '"}', '0']],
    [
      'a name that JavaScript knows',
      '{"b":1,"__proto__":2,"1":3,"constructor":4}',
      ['b', '__proto__', '1', 'constructor'],
    ],
    ['a name that comes twice', '{"b":1,"1":1,"b":2}', ['b', '1']],
  ])('%s', (_, json, names) => {
    expect(shown(json).map(([name]) => name)).toEqual(names);
  });

  test('in objects within objects and lists', () => {
    const json = '{"x":[{"b":{"2":1,"1":2},"1":0}]}';
    expect(shown(json).map(([name]) => name)).toEqual(['2', '1', '1']);
  });
});

test.each([
  '',
  '{',
  '[1,]',
  '{"a":1,}',
  '{"a" 1}',
  "{'a':1}",
  '01',
  '1.',
  'nul',
  '"a',
  '{"a":1}x',
  '\ufeff{}',
])('%j is no JSON', (text) => {
  expect(() => readJson(text)).toThrow(SyntaxError);
});

test('depth costs no stack', () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  expect(() => jsonDocument(readJson(deep))).not.toThrow();
});

test('is what JSON.parse makes of it, whatever it is', () => {
  const random = randomFrom(7);
  function anything(depth: number): unknown {
    const kind = random.below(depth === 0 ? 4 : 6);
    if (kind === 0) return random.below(1000) - 500;
    if (kind === 1) return ['', 'a"b', '\\', '\n\u2028', 'ü👍', '{"a":[1]}'][random.below(6)];
    if (kind === 2) return random.below(2) === 0;
    if (kind === 3) return null;
    const count = random.below(5);
    if (kind === 4) return Array.from({ length: count }, () => anything(depth - 1));
    return Object.fromEntries(
      Array.from({ length: count }, () => [`k${random.below(9)}`, anything(depth - 1)]),
    );
  }
  for (let round = 0; round < 500; round++) {
    const value = anything(4);
    for (const indent of [0, 2]) expect(readJson(JSON.stringify(value, null, indent))).toEqual(value);
  }
});

test('names of other objects are their own', () => {
  expect(memberNames({ b: 1, a: 2 })).toEqual(['b', 'a']);
});

const numbers = [
  '0',
  '-0',
  '-0.0',
  '0.0',
  '1.0',
  '1.10',
  '10',
  '100',
  '-12.5',
  '0.5',
  '1e400',
  '-1E-400',
  '1e5',
  '0.000001',
  '0.0000001',
  '-0.00000012',
  '0.1234567890123456789',
  '0.30000000000000004',
  '123456789012345.6',
  '1234567890123456.7',
  '9007199254740991',
  '9007199254740993',
  '1725911162329308',
  '-9223372036854775808',
  '18446744073709551615',
  '123456789012345680000',
];

describe('JSON is written as it was read', () => {
  test.each(numbers)('%s', (number) => {
    for (const json of [
      number,
      `[${number}]`,
      `{"a":${number},"b":[1,${number}]}`,
      `{"1":${number},"0":{}}`,
    ]) {
      expect(writeJson(readJson(json))).toBe(json);
      expect(writeJson(parseWritten(json))).toBe(json);
      expect(writeJson(parseWritten(` ${json.replaceAll(/[[:,{]/g, '$& \n')} `))).toBe(json);
    }
    expect(JSON.stringify([parseWritten(number)])).toBe(`[${number === '-0' ? '-0' : number}]`);
  });

  test.each([
    '{"b":1,"10":2,"9":3,"a":4}',
    '{"z":{"2":[],"1":{}},"0":"a\\"b"}',
    '{"__proto__":{"constructor":1},"toString":2}',
    '[[[]],{},"",null,true,false]',
    '"\\ud800"',
  ])('%s', (json) => {
    for (const read of [readJson, parseWritten]) expect(writeJson(read(json))).toBe(json);
  });

  test('an escaped name may be an integer, too', () => {
    expect(writeJson(parseWritten('{"b":1,"\\u0031":2}'))).toBe('{"b":1,"1":2}');
  });

  test('what JSON does not have is null, and bigints are integers', () => {
    expect(writeJson([Number.NaN, Number.POSITIVE_INFINITY, undefined, 2n ** 64n, -0])).toBe(
      '[null,null,null,18446744073709551616,-0]',
    );
  });

  test('depth costs no stack', () => {
    const deep = `${'{"1":['.repeat(10_000)}-0${']}'.repeat(10_000)}`;
    expect(writeJson(parseWritten(deep))).toBe(deep);
  });
});

test.each([
  '{"text":"1e5 and -0, 1.10 of it","createdAt":"2024-02-21T03:11:45.120Z","n":12,"m":[1,2,30]}',
  '{"time_us":1725911162329308,"did":"did:plc:a"}',
])('what holds nothing odd is not walked: %s', (json) => {
  expect(mayBeOdd(json)).toBe(false);
});

test.each([
  ['1.10', 1.1],
  ['-0', -0],
  ['1e2', 100],
  ['12', 12],
  ['1e400', undefined],
  ['"1"', undefined],
  ['[1]', undefined],
  ['null', undefined],
])('%s is worth %s', (json, worth) => {
  expect(numberOf(readJson(json))).toBe(worth);
});
