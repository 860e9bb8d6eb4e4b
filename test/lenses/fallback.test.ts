import { expect, test } from 'vitest';
import { fallbackLens } from '../../src/lenses/fallback.js';
import { CELL_MAX_CHARACTERS } from '../../src/text/cell-text.js';
import { parseWritten } from '../../src/text/written-json.js';

const bob = 'did:plc:bobbobbobbobbobbobbobbob';
const names = (did: string) => (did === bob ? 'bob.test' : undefined);
const read = (value: unknown) => fallbackLens.cells(value, names)[0];

test.each<[string, unknown, string]>([
  [
    'a blog entry',
    {
      $type: 'com.whtwnd.blog.entry',
      content: '# Hi\n\nthere',
      title: 'Hello',
      theme: 'github',
      createdAt: '2024-02-21T03:11:45Z',
    },
    'Hello · # Hi ⏎ there · theme: github',
  ],
  [
    'a bookmark: what it is about before the rest',
    { tags: ['a', 'b', 'c'], read: false, subject: 'https://example.com/x' },
    'subject: https://example.com/x · tags: [3] · read: false',
  ],
  ['a reference to an account', { subject: bob }, 'subject: @bob.test'],
  [
    'a strong reference',
    { subject: { uri: `at://${bob}/app.bsky.feed.post/3k`, cid: 'bafy' } },
    'subject: @bob.test · post 3k',
  ],
  [
    'a blob',
    { image: { $type: 'blob', ref: { $link: 'bafk' }, mimeType: 'image/png', size: 12_345 } },
    'image: image/png 12 kB',
  ],
  [
    'a CID and bytes',
    { head: { $link: 'bafyrei' }, key: { $bytes: 'AAAAAAAA' } },
    'head: bafyrei · key: 6 B',
  ],
  ['words some objects further in', { main: { block: { title: 'Inside' } } }, 'main: Inside'],
  ['an object that says nothing, by its members', { size: { width: 3, height: 4 } }, 'size: {width, height}'],
  ['an integer past 2^53, with every digit', { n: 9007199254740993n }, 'n: 9007199254740993'],
  ['a member that is null', { gone: null }, 'gone: null'],
  ['a date that is none: it is not in the created column', { createdAt: 'Tuesday' }, 'createdAt: Tuesday'],
  ['a $type that is none', { $type: 4 }, '$type: 4'],
  ['a headline of another type', { name: { first: 'A' }, text: 3 }, 'name: {first} · text: 3'],
  ['no members', {}, '{}'],
  ['null', null, 'null'],
  ['a number', 12, '12'],
  ['a text', 'a\nb', 'a ⏎ b'],
  ['an array', ['a', { title: 'b' }, [1, 2]], '[3] · a · b · [2]'],
  ['an empty array', [], '[0]'],
  ['no value', undefined, ''],
])('reads %s', (_, value, row) => {
  const cells = fallbackLens.cells(value, names);
  expect(cells).toEqual([row]);
  expect(cells).toHaveLength(fallbackLens.columns.length);
});

test('asks for the handles of the DIDs that it shows', () => {
  expect(
    fallbackLens.dids({
      subject: { uri: `at://${bob}/a.b.c/d` },
      by: 'did:web:example.com',
      text: bob,
      not: 'did:',
    }),
  ).toEqual([bob, 'did:web:example.com']);
});

test('of a hundred thousand members it reads the first few', () => {
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]));
  expect(read(wide)).toMatch(/^k0: 0 · k1: 1 · .* · k11: 11$/);
});

test('a thousand levels are not walked', () => {
  let deep: unknown = { title: 'bottom' };
  for (let level = 0; level < 1000; level += 1) deep = { a: deep };
  expect(read(deep)).toBe('a: {a}');
});

test('many short texts and a long one still fit a cell', () => {
  const value = { name: 'n'.repeat(500), title: 't'.repeat(499), text: 'x'.repeat(1_000) };
  expect(read(value)?.length).toBe(CELL_MAX_CHARACTERS);
});

test.each([
  ['1e400', '1e400'],
  ['-0', '-0'],
  ['1.10', '1.10'],
  ['0.1234567890123456789', '0.1234567890123456789'],
  ['9007199254740993', '9007199254740993'],
  ['12', '12'],
])('a number is shown as it was written: %s', (number, shown) => {
  expect(read(parseWritten(`{"n":${number}}`))).toBe(`n: ${shown}`);
  expect(read(parseWritten(`{"name":${number},"list":[${number}]}`))).toBe(`name: ${shown} · list: [1]`);
  expect(read(parseWritten(`[${number}]`))).toBe(`[1] · ${shown}`);
  expect(read(parseWritten(`{"image":{"mimeType":"image/png","size":${number}}}`))).toMatch(
    /^image: image\/png/,
  );
});

test('members stand in the order in which they were sent', () => {
  expect(read(parseWritten('{"zeta":1,"10":"ten","9":"nine","o":{"b":{},"1":{}}}'))).toBe(
    'zeta: 1 · 10: ten · 9: nine · o: {b, 1}',
  );
});

test('a size that was written with a fraction is a size', () => {
  expect(read(parseWritten('{"image":{"mimeType":"image/png","size":12345.0}}'))).toBe(
    'image: image/png 12 kB',
  );
});
