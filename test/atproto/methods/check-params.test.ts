import { describe, expect, test } from 'vitest';
import type { ParamsDef } from '../../../src/atproto/lexicons/lexicon-doc.js';
import { paramProblems } from '../../../src/atproto/methods/check-params.js';
import { paramSpecs, takes } from '../../../src/atproto/methods/param-spec.js';
import type { QueryParam } from '../../../src/atproto/methods/query-params.js';

const params: ParamsDef = {
  type: 'params',
  required: ['actor'],
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    actor: { type: 'string', format: 'at-identifier' },
    deep: { type: 'boolean', default: false },
    sort: { type: 'string', enum: ['latest', 'top'] },
    uris: { type: 'array', items: { type: 'string', format: 'at-uri' }, minLength: 2, maxLength: 3 },
    short: { type: 'string', minLength: 2, maxLength: 4, maxGraphemes: 2 },
    level: { type: 'integer', enum: [1, 2] },
    only: { type: 'string', const: 'a' },
    odd: { type: 'unknown' },
    strange: { type: 'string', format: 'no-such-format' },
  },
};

const specs = paramSpecs(params);
const problems = (...given: readonly QueryParam[]): readonly string[] =>
  paramProblems('a.b.c', specs, given).map(({ sentence }) => sentence);
const ALICE: QueryParam = ['actor', 'alice.test'];
const uri = (rkey: string): QueryParam => ['uris', `at://did:plc:a/app.bsky.feed.post/${rkey}`];

test('parameters that have to be there come first, in the order of the lexicon', () => {
  expect(specs.map(({ name }) => name).slice(0, 3)).toEqual(['actor', 'limit', 'deep']);
});

describe('what may be sent', () => {
  test.each<readonly QueryParam[]>([
    [ALICE],
    [['actor', 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa']],
    [ALICE, ['limit', '1'], ['deep', 'true'], ['sort', 'top'], ['level', '2'], ['only', 'a']],
    [ALICE, uri('3k'), uri('3l')],
    [ALICE, ['short', '🇩🇪'], ['odd', '{}'], ['strange', 'anything']].filter(
      ([name]) => name !== 'short',
    ) as QueryParam[],
  ])('%j', (...given) => expect(problems(...given)).toEqual([]));
});

describe('each that may not be sent has a sentence', () => {
  test.each<[readonly QueryParam[], RegExp]>([
    [[], /^actor is missing: it is a handle or a DID\.$/],
    [[ALICE, ['actor', 'bob.test']], /^actor is given 2 times/],
    [[['actor', 'alice']], /^actor is “alice”: it is a handle or a DID\.$/],
    [[ALICE, ['foo', '1'], ['foo', '2']], /^“foo” is no parameter of a\.b\.c, which takes actor, limit, /],
    [[ALICE, ['limit', '101']], /^limit is “101”: it is at most 100\.$/],
    [[ALICE, ['limit', '0']], /^limit is “0”: it is at least 1\.$/],
    [[ALICE, ['limit', '1.5']], /^limit is “1\.5”: it is a whole number\.$/],
    [[ALICE, ['limit', '']], /^limit is “”: it is a whole number\.$/],
    [[ALICE, ['limit', '99999999999999999999']], /it is a whole number\.$/],
    [[ALICE, ['deep', 'yes']], /^deep is “yes”: it is true or false\.$/],
    [[ALICE, ['sort', 'Top']], /^sort is “Top”: it is latest or top\.$/],
    [[ALICE, ['level', '3']], /^level is “3”: it is 1 or 2\.$/],
    [[ALICE, ['only', 'b']], /^only is “b”: it is a\.$/],
    [[ALICE, uri('3k')], /^uris has 1 values: it takes 2 at least\.$/],
    [[ALICE, uri('a'), uri('b'), uri('c'), uri('d')], /^uris has 4 values: it takes 3 at most\.$/],
    [[ALICE, uri('a'), ['uris', 'at://']], /^uris is “at:\/\/”: it is an at:\/\/ URI\.$/],
    [[ALICE, ['short', 'a']], /it has at least 2 bytes\.$/],
    [[ALICE, ['short', 'abcde']], /it has at most 4 bytes\.$/],
    [[ALICE, ['short', 'abc']], /it has at most 2 characters\.$/],
    [[ALICE, ['__proto__', 'x']], /^“__proto__” is no parameter/],
  ])('%j', (given, sentence) => {
    const told = problems(...given);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(sentence);
  });

  test('all that is wrong is told', () => {
    expect(problems(['limit', 'a'], ['foo', 'b'])).toHaveLength(3);
  });

  test('a method that takes nothing says so', () => {
    expect(paramProblems('a.b.c', [], [['x', '1']])[0]?.sentence).toBe(
      '“x” is no parameter of a.b.c, which takes no parameters.',
    );
  });

  test('nothing of what is given can move the cursor', () => {
    expect(problems(['actor', '\u001b[2J\u009b1m']).join()).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });
});

test('what a parameter takes is said in a few words', () => {
  const words = Object.fromEntries(specs.map((spec) => [spec.name, takes(spec)]));
  expect(words).toMatchObject({
    actor: 'a handle or a DID',
    limit: 'a whole number, 1–100; 50 where none is given',
    deep: 'true or false; false where none is given',
    sort: 'latest or top',
    uris: 'several, each an at:// URI, at most 3 of them',
    odd: 'text',
  });
});
