import { describe, expect, test } from 'vitest';
import { type Lexicon, LexiconError } from '../../../src/atproto/lexicons/lexicon.js';
import { readLexiconDoc } from '../../../src/atproto/lexicons/read-lexicon-doc.js';
import { Validator } from '../../../src/atproto/lexicons/validator.js';
import { offlineClient } from '../../support/offline-client.js';

const client = offlineClient();

const post = (fields: object) => ({
  collection: 'app.bsky.feed.post',
  rkey: '3l3qo2vutsw2b',
  json: JSON.stringify({
    $type: 'app.bsky.feed.post',
    text: 'Hello',
    createdAt: '2024-09-09T19:46:02.102Z',
    ...fields,
  }),
});

describe('a record under a lexicon that is brought along', () => {
  test('is valid', async () => {
    expect(await client.validate(post({}))).toEqual({ status: 'valid' });
  });

  test('is told all that is wrong in it', async () => {
    const facets = [{ index: { byteStart: -1, byteEnd: 2 }, features: [] }, { features: [] }];
    const odd = { text: undefined, createdAt: 'yesterday', facets, n: 1.5, 'a key': 2 ** 60 };
    const validity = await client.validate({ ...post(odd), rkey: 'hello' });
    expect(validity).toEqual({
      status: 'invalid',
      issues: [
        { path: '', message: 'Invalid record key: Invalid TID string (got "hello")' },
        { path: 'n', message: expect.stringContaining('Expected one of null, boolean, integer') },
        { path: '["a key"]', message: 'Integer past 2^53, which is not exact' },
        { path: '', message: 'Missing required key "text"' },
        { path: 'facets[0].index.byteStart', message: 'integer too small (minimum 0, got -1)' },
        { path: 'facets[1]', message: 'Missing required key "index"' },
        { path: 'createdAt', message: expect.stringContaining('Invalid datetime') },
      ],
    });
  });

  test('is told no more than a screen has room for', async () => {
    const langs = Array.from({ length: 3 }, () => 5);
    const tags = Array.from({ length: 8 }, () => 5);
    const weights = Array.from({ length: 200 }, () => 0.5);
    const validity = await client.validate(post({ langs, tags, weights }));
    expect(validity.status === 'invalid' && validity.issues.length).toBeLessThanOrEqual(52);
  });

  test.each([
    ['another type of the record', { $type: 'app.bsky.feed.like' }, '$type'],
    ['no type of the record', { $type: undefined }, '$type'],
    ['a type that is none', { $type: 5 }, '$type'],
  ])('is not valid with %s, which is told once', async (_what, fields, path) => {
    const validity = await client.validate(post(fields));
    expect(validity).toEqual({ status: 'invalid', issues: [{ path, message: expect.any(String) }] });
  });

  test.each([
    ['no JSON', '{"text":'],
    ['no object', '[]'],
    ['null', 'null'],
    ['a name that no object may have', '{"$type":"app.bsky.feed.post","__proto__":{}}'],
  ])('is not valid where it is %s', async (_what, json) => {
    expect((await client.validate({ ...post({}), json })).status).toBe('invalid');
  });

  test('is not held against anything where it is nested too deeply', async () => {
    const deep = `{"$type":"app.bsky.feed.post","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await client.validate({ ...post({}), json: deep })).toEqual({ status: 'unknown', missing: [] });
  });
});

const THING = 'com.example.thing';

/** A validator that knows these documents, and can resolve those. */
function validator(known: readonly object[], published: readonly object[] = []) {
  const asked: string[] = [];
  let revision = 0;
  function lexiconOf(doc: object): Lexicon {
    const json = JSON.stringify({ lexicon: 1, ...doc });
    const read = readLexiconDoc(json);
    return { nsid: read.id, doc: read, json, origin: { kind: 'bundled' } };
  }
  const here = new Map(known.map((doc) => [lexiconOf(doc).nsid, lexiconOf(doc)]));
  const there = new Map(published.map((doc) => [lexiconOf(doc).nsid, lexiconOf(doc)]));
  const made = new Validator({
    revision: () => revision,
    known: async (nsid) => here.get(nsid),
    async resolve(nsid) {
      asked.push(nsid);
      const found = there.get(nsid);
      if (found === undefined) throw new LexiconError('no-authority', `Nobody has ${nsid}.`);
      here.set(nsid, found);
      revision++;
      return found;
    },
  });
  const check = (value: object, resolve = false) =>
    made.validate(
      { collection: THING, rkey: 'a', json: JSON.stringify({ $type: THING, ...value }) },
      { resolve },
    );
  return { check, asked };
}

const thing = (properties: object, more: object = {}): object => ({
  id: THING,
  defs: { main: { type: 'record', key: 'any', record: { type: 'object', properties, ...more } } },
});
const part = {
  id: 'com.example.part',
  defs: { main: { type: 'object', properties: { n: { type: 'integer' } } } },
};

describe('a record whose lexicon refers to others', () => {
  const withPart = thing({ part: { type: 'ref', ref: 'com.example.part' }, name: { type: 'string' } });

  test('is not known where it has something of one that is missing', async () => {
    const { check } = validator([withPart]);
    expect(await check({ part: { n: 'x' } })).toEqual({ status: 'unknown', missing: ['com.example.part'] });
  });

  test('is valid all the same where it has nothing of that', async () => {
    expect(await validator([withPart]).check({ name: 'x' })).toEqual({ status: 'valid' });
  });

  test('is not valid where something else is wrong', async () => {
    const { check } = validator([withPart]);
    expect(await check({ part: 5, name: 5 })).toMatchObject({
      status: 'invalid',
      issues: [{ path: 'name' }],
    });
  });

  test('is held against them once they are resolved, each asked for once', async () => {
    const { check, asked } = validator([], [withPart, part]);
    expect(await check({ part: { n: 1 } })).toEqual({ status: 'unknown', missing: [THING] });
    expect(asked).toEqual([]);
    expect(await check({ part: { n: 1 } }, true)).toEqual({ status: 'valid' });
    expect(asked).toEqual([THING, 'com.example.part']);
    expect(await check({ part: { n: 'x' } })).toMatchObject({
      status: 'invalid',
      issues: [{ path: 'part.n' }],
    });
  });

  test('asks for none but those that it has something of', async () => {
    const { check, asked } = validator([withPart], [part]);
    await check({ name: 'x' }, true);
    expect(asked).toEqual([]);
  });

  test('stays unknown where they cannot be had, and asks once', async () => {
    const { check, asked } = validator([withPart]);
    const unknown = { status: 'unknown', missing: ['com.example.part'] };
    expect(await check({ part: {} }, true)).toEqual(unknown);
    expect(asked).toEqual(['com.example.part']);
  });

  test('may be in a union with types that are missing', async () => {
    const refs = ['com.example.part', 'com.example.gone#x'];
    const open = validator([part, thing({ one: { type: 'union', refs } })]);
    expect(await open.check({ one: { $type: 'com.example.part', n: 1 } })).toEqual({ status: 'valid' });
    expect(await open.check({ one: { $type: 'com.example.gone#x' } })).toEqual({
      status: 'unknown',
      missing: ['com.example.gone'],
    });
    const closed = validator([part, thing({ one: { type: 'union', closed: true, refs } })]);
    expect(await closed.check({ one: { $type: 'com.example.other' } })).toMatchObject({ status: 'invalid' });
  });
});

describe('a lexicon of a stranger', () => {
  const unknown = { status: 'unknown', missing: [THING] };
  test.each([
    ['is no record', { id: THING, defs: { main: { type: 'object', properties: {} } } }],
    ['has no main', { id: THING, defs: { other: { type: 'token' } } }],
    ['has a field of no known type', thing({ a: { type: 'sparkle' } })],
    ['contradicts itself', thing({ a: { type: 'string', maxLength: 2, default: 'long' } })],
    [
      'has a key of no known kind',
      {
        id: THING,
        defs: { main: { type: 'record', key: 'uuid', record: { type: 'object', properties: {} } } },
      },
    ],
  ])('says nothing of records where it %s', async (_what, doc) => {
    expect(await validator([doc]).check({ a: 'x' })).toEqual(unknown);
  });

  test.each([
    ['to a definition that is not there', '#gone'],
    ['to a query', 'com.example.query'],
    ['to what is no NSID', 'not one'],
    ['to nothing', ''],
    ['with several hashes', 'com.example.part#a#b'],
  ])('may refer %s', async (_what, ref) => {
    const query = { id: 'com.example.query', defs: { main: { type: 'query' } } };
    const { check } = validator([query, thing({ a: { type: 'ref', ref }, b: { type: 'string' } })]);
    expect(await check({ b: 'x' })).toEqual({ status: 'valid' });
    expect((await check({ a: 'x' })).status).toBe('unknown');
  });

  test('may refer to itself', async () => {
    const { check } = validator([thing({ a: { type: 'ref', ref: THING }, n: { type: 'integer' } })]);
    expect(await check({ a: { $type: THING, a: { $type: THING, n: 1 } } })).toEqual({ status: 'valid' });
    expect(await check({ a: { $type: THING, a: { $type: THING, n: 'x' } } })).toMatchObject({
      issues: [{ path: 'a.a.n' }],
    });
  });
});
