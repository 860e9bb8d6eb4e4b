import { expect, test } from 'vitest';
import { readPostQuery } from '../../src/places/post-query.js';

const cases: readonly (readonly [typed: string, ...ReturnType<typeof expected>])[] = [
  ['Tomatoes in May', ...expected('Tomatoes in May', {}, ['tomatoes', 'in', 'may'])],
  ['"two words" three', ...expected('"two words" three', {}, ['two words', 'three'])],
  ['Größe “maps”', ...expected('Größe “maps”', {}, ['große', '“maps”'])],
  ['maps from:@alice.test', ...expected('maps from:alice.test', { author: 'alice.test' }, ['maps'])],
  ['from:me', ...expected('from:me.test', { author: 'me.test' }, [])],
  ['from:did:plc:abc x', ...expected('x', { author: 'did:plc:abc' }, ['x'])],
  ['to:bob.test', ...expected('*', { mentions: 'bob.test' }, [])],
  ['mentions:me', ...expected('*', { mentions: 'me.test' }, [])],
  ['domain:garden.example', ...expected('*', { domain: 'garden.example' }, [])],
  ['lang:pt-BR mapa', ...expected('mapa', { lang: 'pt-BR' }, ['mapa'])],
  [
    'since:2024-02-29 until:2024-03-01T12:00Z',
    ...expected('*', { since: '2024-02-29', until: '2024-03-01T12:00Z' }, []),
  ],
  ['#gardening #庭', ...expected('#gardening #庭', { tag: ['gardening', '庭'] }, ['gardening', '庭'])],
  // What is odd is words.
  ['from:alice', ...expected('from:alice', {}, ['from:alice'])],
  ['from:', ...expected('from:', {}, ['from:'])],
  ['from:a.test from:b.test', ...expected('from:a.test from:b.test', { author: 'a.test' }, ['from:b.test'])],
  ['since:2023-02-30', ...expected('since:2023-02-30', {}, ['since:2023-02-30'])],
  ['since:yesterday', ...expected('since:yesterday', {}, ['since:yesterday'])],
  ['lang:english! domain:x', ...expected('lang:english! domain:x', {}, ['lang:english!', 'domain:x'])],
  ['#1 # ##', ...expected('#1 # ##', {}, ['#1', '#', '##'])],
  [
    'https://a.test/b constructor:x',
    ...expected('https://a.test/b constructor:x', {}, ['https://a.test/b', 'constructor:x']),
  ],
  ['an "open quote', ...expected('an "open quote', {}, ['an', 'open quote'])],
];

function expected(q: string, params: Record<string, unknown>, words: readonly string[]) {
  return [q, params, words] as const;
}

test.each(cases)('%s', (typed, q, params, words) => {
  expect(readPostQuery(typed, 'me.test')).toEqual({ q, params, words });
});

test('who is not signed in is not meant by me', () => {
  expect(readPostQuery('from:me', undefined)).toEqual({ q: 'from:me', params: {}, words: ['from:me'] });
});
