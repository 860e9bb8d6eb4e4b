import { describe, expect, test } from 'vitest';
import { JsonFault, memberText, scanObject, scanValue } from '../../../src/atproto/calls/json-scan.js';

const texts = [
  'null',
  ' true ',
  'false',
  '0',
  '-0.5e+10',
  '01',
  '1.',
  '.5',
  '-',
  '1e',
  '+1',
  'NaN',
  'nul',
  '"a"',
  '"a',
  '"\\u00e9\\n\\"\\\\\\/"',
  '"\\u00g0"',
  '"\\x"',
  '"tab\tinside"',
  '"é 猫 👩‍👩‍👧"',
  '[]',
  '[ ]',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1,2',
  '{}',
  '{"a":1,"b":[{"c":null}]}',
  '{"a":1,}',
  '{"a"}',
  '{"a":}',
  '{a:1}',
  '{"a":1]',
  '[1}',
  '{"a":1} x',
  '',
  '  ',
  '<html></html>',
];

const page =
  '{"cursor":"3kl","records":[{"uri":"at://a","value":{"text":"\\"quoted\\" \\\\ ] } ,","n":[1,-2.5e3,[[]],{}]}},null,7,"x",[]]}';

/** Numbers that look random and are the same in each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof JsonFault || error instanceof SyntaxError) return false;
    throw error;
  }
}

describe('the scanner takes what JSON.parse takes, and nothing else', () => {
  test.each(texts)('%j', (text) => {
    expect(accepts(() => scanValue(Buffer.from(text)))).toBe(accepts(() => JSON.parse(text)));
  });

  test('a page cut after any byte is cut short', () => {
    for (let length = 0; length < page.length; length++) {
      const cut = Buffer.from(page.slice(0, length));
      expect(() => scanObject(cut, 'records')).toThrow(expect.objectContaining({ cutShort: true }));
    }
  });

  test('a page with any of its bytes changed', () => {
    const random = randomFrom(1);
    const bytes = '{}[]",:\\0123456789.-+eEtrufalsn \n\t\u0000xé';
    const misjudged: string[] = [];
    for (let round = 0; round < 20_000; round++) {
      const at = Math.floor(random() * page.length);
      const text = page.slice(0, at) + bytes[Math.floor(random() * bytes.length)] + page.slice(at + 1);
      const scanned = accepts(() => scanObject(Buffer.from(text), 'records'));
      if (scanned !== accepts(() => JSON.parse(text))) misjudged.push(text);
    }
    expect(misjudged).toEqual([]);
  });
});

test('the spans of elements are their JSON, byte for byte', () => {
  const bytes = Buffer.from('{"records": [ {"text" : "a,b]}\\"" } , null,  1.50 ,"猫", [ ] ],"cursor":"c"}');
  const { elements, members } = scanObject(bytes, 'records')!;
  const found = Array.from({ length: elements!.length / 2 }, (_, index) =>
    bytes.toString('utf8', elements![index * 2], elements![index * 2 + 1]),
  );
  expect(found).toEqual(['{"text" : "a,b]}\\"" }', 'null', '1.50', '"猫"', '[ ]']);
  expect([...members.keys()]).toEqual(['records', 'cursor']);
});

test('a name that is spelled with escapes is the same name', () => {
  expect(scanObject(Buffer.from('{"rec\\u006frds":[1]}'), 'records')?.elements).toHaveLength(2);
});

test('of a name that comes twice the last counts, as with JSON.parse', () => {
  expect(scanObject(Buffer.from('{"records":[1,2],"records":{}}'), 'records')?.elements).toBeUndefined();
  expect(scanObject(Buffer.from('{"records":{},"records":[1]}'), 'records')?.elements).toHaveLength(2);
});

test('a byte order mark is passed over', () => {
  expect(scanObject(Buffer.from('\uFEFF{"records":[]}'), 'records')?.elements).toHaveLength(0);
});

test('what is JSON but no object is told apart from what is no JSON', () => {
  expect(scanObject(Buffer.from('[1]'), 'records')).toBeUndefined();
  expect(() => scanObject(Buffer.from('[1'), 'records')).toThrow(JsonFault);
});

test('nesting is followed as deep as it goes, without using the stack', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  expect(scanValue(Buffer.from(nested(1_000_000)))).toEqual({ start: 0, end: 2_000_000 });
  const page = Buffer.from(`{"records":[1,${nested(5000)},${'{"a":'.repeat(5000)}2${'}'.repeat(5000)},3]}`);
  expect(scanObject(page, 'records')?.elements).toHaveLength(8);
  expect(() => scanValue(Buffer.from(`${'['.repeat(5000)}${']'.repeat(4999)}}`))).toThrow('not JSON at byte');
});

describe('the text of one member', () => {
  test.each([
    ['an object', '{"uri":"at://a","value":{"a":1}}', '{"a":1}'],
    ['digits past 2^53, to the last one', '{"value":{"n":9007199254740993}}', '{"n":9007199254740993}'],
    ['white space inside, not around', '{ "value" :\n { "a" : 1 }\t, "cid":"b" }', '{ "a" : 1 }'],
    ['braces and quotes in strings', '{"a":"}\\"{","value":"]\\\\"}', '"]\\\\"'],
    ['a bare word', '{"value":null}', 'null'],
    ['a bare number before another member', '{"value":-1.5e3 ,"b":2}', '-1.5e3'],
    ['an array', '{"value":[1,[2,{}]],"b":2}', '[1,[2,{}]]'],
    ['a member of the same name further in is passed over', '{"a":{"value":1},"value":2}', '2'],
    ['an escaped name', '{"v\\u0061lue":3}', '3'],
    ['the last of two, as JSON.parse does', '{"value":1,"value":2}', '2'],
  ])('cuts out %s', (_, json, text) => {
    expect(memberText(json, 'value')).toBe(text);
    expect(JSON.parse(text)).toEqual(JSON.parse(json).value);
  });

  test.each(['{}', '{"a":1}', '[]', '"value"', 'null', '  12 '])('finds nothing in %s', (json) => {
    expect(memberText(json, 'value')).toBeUndefined();
  });
});
