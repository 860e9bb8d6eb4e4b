import { expect, test } from 'vitest';
import { jsonMember } from '../../src/places/json-member.js';

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
  expect(jsonMember(json, 'value')).toBe(text);
  expect(JSON.parse(text)).toEqual(JSON.parse(json).value);
});

test.each(['{}', '{"a":1}', '[]', '"value"', 'null', '  12 '])('finds nothing in %s', (json) => {
  expect(jsonMember(json, 'value')).toBeUndefined();
});

test('nesting of any depth is walked without a stack', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  expect(jsonMember(`{"value":${deep}}`, 'value')).toBe(deep);
});
