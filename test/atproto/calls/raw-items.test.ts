import { describe, expect, test } from 'vitest';
import { JsonFault } from '../../../src/atproto/calls/json-scan.js';
import { parseJson, rawItem, rawItemFromText, stringifyJson } from '../../../src/atproto/calls/raw-items.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';

describe('numbers', () => {
  test.each([
    ['9007199254740993', 9007199254740993n],
    ['-12345678901234567890', -12345678901234567890n],
    ['9007199254740991', 9007199254740991],
    ['1234567890123456.5', 1234567890123456.5],
    ['12345678901234567e1', Number('12345678901234567e1')],
    ['1e400', Number.POSITIVE_INFINITY],
    ['1', 1],
  ])('%s is read as %s', (text, value) => {
    expect(parseJson(text)).toBe(value);
  });

  test('a long integer is found at any depth, and long digits in strings stay strings', () => {
    const text = '{"a":[{"b":12345678901234567890}],"c":"12345678901234567890"}';
    expect(parseJson(text)).toEqual({ a: [{ b: 12345678901234567890n }], c: '12345678901234567890' });
  });

  test('a long integer is found where thousands of levels lie beside it', () => {
    const text = `{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)},"a":[12345678901234567890],"b":1.5}`;
    expect(parseJson(text)).toMatchObject({ a: [12345678901234567890n], b: 1.5 });
  });

  test('bigints are written as the integers that they were', () => {
    const text = '{"a":[12345678901234567890,1.5,null]}';
    expect(stringifyJson(parseJson(text))).toBe(text);
  });
});

test('an item gives its JSON as it was sent and its value', () => {
  const item = rawItemFromText(' { "b" : 1,\n "a" : "\\u00e9" } ');
  expect(item.text()).toBe('{ "b" : 1,\n "a" : "\\u00e9" }');
  expect(item.value()).toEqual({ b: 1, a: 'é' });
});

test('an item keeps nothing that it parsed: two readers get two values', () => {
  const item = rawItemFromText('{"a":{}}');
  expect(item.value()).not.toBe(item.value());
});

test('text that is not one JSON value makes no item', () => {
  expect(() => rawItemFromText('{"a":1')).toThrow(JsonFault);
  expect(() => rawItem(Buffer.from('1 2'))).toThrow(JsonFault);
});

test('items from values know their places', () => {
  const items = rawItemsFromValues([{ a: 1 }, null, 2n ** 60n, undefined]);
  expect(items.length).toBe(4);
  expect([0, 1, 2, 3].map((index) => items.at(index)?.value())).toEqual([{ a: 1 }, null, 2n ** 60n, null]);
  expect(items.at(4)).toBeUndefined();
  expect(items.at(-1)).toBeUndefined();
});
