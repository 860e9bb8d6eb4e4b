import { describe, expect, it } from 'vitest';
import { bundledLexicons } from '../../../src/atproto/lexicons/bundled-lexicons.js';
import { keyRuleOf } from '../../../src/jobs/edits/key-rule.js';
import { copyOf, skeletonOf } from '../../../src/jobs/edits/skeleton.js';
import { lexiconOf, PLANT } from '../../support/lexicons/fake-lexicons.js';

const NOW = Date.UTC(2026, 10, 27, 12);
const TIME = '2026-11-27T12:00:00.000Z';

async function skeleton(doc: unknown): Promise<unknown> {
  const lexicon = lexiconOf(doc);
  const bundled = await bundledLexicons();
  const json = await skeletonOf(lexicon.nsid, lexicon.doc, {
    known: async (nsid) => bundled.get(nsid),
    now: NOW,
  });
  return JSON.parse(json);
}

async function skeletonOfKnown(nsid: string): Promise<unknown> {
  const bundled = await bundledLexicons();
  const json = await skeletonOf(nsid, bundled.get(nsid)?.doc, {
    known: async (other) => bundled.get(other),
    now: NOW,
  });
  return JSON.parse(json);
}

/** A collection whose records must have one member. */
const demanding = (def: object, defs: object = {}) => ({
  lexicon: 1,
  id: 'com.example.thing',
  defs: {
    main: {
      type: 'record',
      key: 'tid',
      record: { type: 'object', required: ['it'], properties: { it: def } },
    },
    ...defs,
  },
});

describe('the skeleton of a record', () => {
  it('has what must be there, and the time of now', async () => {
    expect(await skeletonOfKnown('app.bsky.feed.post')).toEqual({
      $type: 'app.bsky.feed.post',
      text: '',
      createdAt: TIME,
    });
    expect(await skeleton(PLANT)).toEqual({ $type: PLANT.id, plantedAt: TIME, name: '' });
  });

  it('says when it is made where that need not be said', async () => {
    expect(await skeletonOfKnown('app.bsky.actor.profile')).toEqual({
      $type: 'app.bsky.actor.profile',
      createdAt: TIME,
    });
  });

  it('follows refs into other lexicons', async () => {
    expect(await skeletonOfKnown('app.bsky.feed.like')).toEqual({
      $type: 'app.bsky.feed.like',
      subject: { uri: 'at://', cid: '' },
      createdAt: TIME,
    });
  });

  it.each([
    ['a constant', { type: 'string', const: 'x' }, 'x'],
    ['a default', { type: 'integer', default: 7 }, 7],
    ['the first of few', { type: 'string', enum: ['red', 'green'] }, 'red'],
    ['the first that is known', { type: 'string', knownValues: ['a', 'b'] }, 'a'],
    ['the beginning of a DID', { type: 'string', format: 'did' }, 'did:'],
    ['the least integer', { type: 'integer', minimum: 3 }, 3],
    ['the greatest integer', { type: 'integer', maximum: -3 }, -3],
    ['false', { type: 'boolean' }, false],
    ['bytes', { type: 'bytes' }, { $bytes: '' }],
    ['a link', { type: 'cid-link' }, { $link: '' }],
    ['a file for a blob', { type: 'blob' }, { $file: '' }],
    ['an empty list', { type: 'array', items: { type: 'string' } }, []],
    ['as many as a list must have', { type: 'array', items: { type: 'integer' }, minLength: 2 }, [0, 0]],
    ['an object', { type: 'object', required: ['a'], properties: { a: { type: 'string' } } }, { a: '' }],
    [
      'the first of a union',
      { type: 'union', refs: ['#one', '#two'] },
      { $type: 'com.example.thing#one', n: 0 },
    ],
    ['what nobody knows', { type: 'ref', ref: 'org.nobody.thing' }, {}],
    ['a token', { type: 'ref', ref: '#token' }, {}],
  ])('has %s', async (_, def, value) => {
    const one = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } };
    expect(await skeleton(demanding(def, { one, token: { type: 'token' } }))).toEqual({
      $type: 'com.example.thing',
      it: value,
    });
  });

  it('comes to an end where a lexicon demands itself over and over', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `n${at}`);
    const again = {
      type: 'object',
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, { type: 'ref', ref: '#again' }])),
    };
    const made = JSON.stringify(await skeleton(demanding({ type: 'ref', ref: '#again' }, { again })));
    expect(made.length).toBeLessThan(20_000);
  });

  it('is the type alone where no lexicon is known', async () => {
    const deps = { known: async () => undefined, now: NOW };
    expect(await skeletonOf('org.nobody.thing', undefined, deps)).toBe('{"$type":"org.nobody.thing"}');
  });
});

describe('a copy of a record', () => {
  it('is made now, with all else as it was written', () => {
    const json = '{"2":1.10,"createdAt":"2020-01-01T00:00:00Z","1":9007199254740993}';
    expect(copyOf(json, NOW)).toBe(`{"2":1.10,"createdAt":"${TIME}","1":9007199254740993}`);
  });

  it.each(['{"createdAt":5}', '{"n": 1}', '[1]'])('is %s as it is', (json) => {
    expect(copyOf(json, NOW)).toBe(json);
  });
});

describe('the key of a new record', () => {
  it.each([
    ['app.bsky.feed.post', { kind: 'time' }],
    ['app.bsky.actor.profile', { kind: 'literal', key: 'self' }],
    ['app.bsky.feed.generator', { kind: 'own', isAny: true }],
    ['com.atproto.lexicon.schema', { kind: 'own', isAny: false }],
    ['app.bsky.feed.getTimeline', undefined],
  ])('of %s is for %o', async (nsid, rule) => {
    expect(keyRuleOf((await bundledLexicons()).get(nsid)?.doc)).toEqual(rule);
  });
});
