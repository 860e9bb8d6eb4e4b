import { describe, expect, test } from 'vitest';
import type { LexiconDoc } from '../../src/atproto/lexicons/lexicon-doc.js';
import { lexiconDocOf } from '../../src/atproto/lexicons/read-lexicon-doc.js';
import { lexiconLens } from '../../src/lenses/lexicon-lens.js';
import { PLANT } from '../support/lexicons/fake-lexicons.js';

const ALICE = 'did:plc:alicealicealicealicealic';
const names = (did: string): string | undefined => (did === ALICE ? 'alice.test' : undefined);

/** A lexicon of records with these properties, by the types of them. */
function records(properties: Record<string, unknown>, required: readonly string[] = []): LexiconDoc {
  const record = { type: 'object', required, properties };
  return lexiconDocOf({ lexicon: 1, id: 'a.b.c', defs: { main: { type: 'record', key: 'tid', record } } });
}

const TEXT = { type: 'string' };
const DATE = { type: 'string', format: 'datetime' };

/** Its columns, what is read marked, and in which order they go. */
const columns = (doc: LexiconDoc): readonly string[] | undefined =>
  lexiconLens(doc)?.columns.map(({ title, width, drop }) => (width === 0 ? `*${title}` : `${title} ${drop}`));

describe('which columns there are', () => {
  test.each<[string, Record<string, unknown>, readonly string[], readonly string[] | undefined]>([
    ['one text is what people read', { at: DATE, text: TEXT }, [], ['*text', 'at 5']],
    ['a name stands before a longer text', { text: TEXT, name: TEXT }, [], ['name 0', '*text']],
    ['a text that says much is no name', { body: TEXT, summary: TEXT }, [], ['*body', 'summary 5']],
    ['what has to be there comes first', { a: TEXT, b: TEXT }, ['b'], ['*b', 'a 5']],
    ['a short text is a name', { a: { ...TEXT, maxGraphemes: 30 }, b: TEXT }, ['a'], ['a 0', '*b']],
    ['createdAt stands in front of every row', { createdAt: DATE, text: TEXT }, [], ['*text']],
    [
      'numbers, a choice, an account, a record',
      {
        text: TEXT,
        stars: { type: 'integer' },
        mood: { type: 'string', knownValues: ['a'] },
        isDone: { type: 'boolean' },
        who: { type: 'string', format: 'did' },
        what: { type: 'ref', ref: 'com.atproto.repo.strongRef' },
      },
      ['stars', 'who'],
      ['*text', 'stars 2', 'mood 3', 'isDone 3', 'who 3', 'what 4'],
    ],
    [
      'without a text, an account',
      { stars: { type: 'integer' }, who: { type: 'string', format: 'handle' } },
      [],
      ['*who', 'stars 3'],
    ],
    ['without either, whatever there is', { place: { type: 'ref', ref: '#x' } }, [], ['*place']],
    ['nothing that a row could be made of', { stars: { type: 'integer' } }, [], undefined],
    ['nothing', {}, [], undefined],
    [
      'not all of a hundred',
      Object.fromEntries(
        Array.from({ length: 100 }, (_, index) => [`f${index}`, { type: 'integer' }]).concat([
          ['text', TEXT],
        ]),
      ),
      [],
      ['*text', 'f0 3', 'f1 3', 'f2 3', 'f3 3', 'f4 3'],
    ],
  ])('%s', (_name, properties, required, expected) => {
    expect(columns(records(properties, required))).toEqual(expected);
  });

  test('none for a lexicon that is not one of records', () => {
    expect(
      columns(lexiconDocOf({ lexicon: 1, id: 'a.b.c', defs: { main: { type: 'query' } } })),
    ).toBeUndefined();
    expect(columns(lexiconDocOf({ lexicon: 1, id: 'a.b.c', defs: {} }))).toBeUndefined();
  });

  test('the same lens for the same document', () => {
    const doc = records({ text: TEXT });
    expect(lexiconLens(doc)).toBe(lexiconLens(doc));
  });
});

const plants = lexiconLens(lexiconDocOf(PLANT));

const rose = {
  $type: PLANT.id,
  name: 'Rose',
  plantedAt: '2024-02-21T12:00:00Z',
  heightCm: 1234,
  isIndoor: false,
  gardener: ALICE,
  place: { bed: 'north', $type: 'a.b.c#place' },
  light: 'full',
  picture: { $type: 'blob', ref: { $link: 'bafkreia' }, mimeType: 'image/png', size: 34_000 },
  tags: ['red', 'old\nrose'],
  neighbours: [{ uri: `at://${ALICE}/com.example.garden.plant/3k`, cid: 'bafyreib' }],
  smell: 'sweet',
};

describe('a record by it', () => {
  test('its cells', () => {
    const titles = ['name', 'heightCm', 'isIndoor', 'gardener', 'light', 'plantedAt'];
    expect(plants?.columns.map(({ title }) => title)).toEqual(titles);
    const cells = plants?.cells(rose, names);
    expect(cells?.slice(0, 5)).toEqual(['Rose', '1,234', 'no', '@alice.test', 'full']);
    expect(cells?.[5]).toMatch(/^2024-02-2[12] \d\d:\d\d$/);
    expect(plants?.dids(rose)).toEqual([ALICE]);
  });

  test('its head: each field by its name, in the order of the lexicon, and what that does not know of at the end', () => {
    const parts = plants?.head?.(rose, () => undefined, names);
    expect(parts?.map(({ text }) => text.replace(/2024-02-2[12] .*/, 'DAY'))).toEqual([
      'plantedAt: DAY',
      'name: Rose',
      'heightCm: 1234',
      'isIndoor: no',
      'gardener: @alice.test',
      'place: bed north',
      'light: full',
      'picture: image/png 34 kB',
      'tags: red, old ⏎ rose',
      'neighbours: @alice.test · com.example.garden.plant 3k',
      'smell: sweet',
    ]);
    expect(parts?.flatMap(({ refersTo }) => refersTo ?? [])).toEqual([
      ALICE,
      `at://${ALICE}/com.example.garden.plant/3k`,
    ]);
  });

  test('a number stands with what it means, where that is said in a few words', () => {
    const lens = lexiconLens(
      records({
        text: TEXT,
        cm: { type: 'integer', description: 'Height in centimetres.' },
        n: { type: 'integer', description: 'long '.repeat(40) },
      }),
    );
    expect(lens?.head?.({ cm: 3, n: 4 }, () => undefined, names).map(({ text }) => text)).toEqual([
      'cm: 3 · Height in centimetres.',
      'n: 4',
    ]);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'x'],
    ['a list', [1]],
    ['no member of it', {}],
    [
      'members of other types',
      { name: 7, heightCm: 'high', isIndoor: {}, gardener: [], light: null, plantedAt: 5, tags: {} },
    ],
    ['members that are deep', { name: JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`), tags: [[[[]]]] }],
    ['a name that every object has', { constructor: 1, hasOwnProperty: 'x' }],
  ])('%s is shown as what it is', (_name, value) => {
    const cells = plants?.cells(value, names) ?? [];
    expect(cells).toHaveLength(plants?.columns.length ?? 0);
    for (const cell of cells) expect(typeof cell).toBe('string');
    for (const { text } of plants?.head?.(value, () => undefined, names) ?? [])
      expect(typeof text).toBe('string');
  });

  test('what does not fit stands in its column as what it is', () => {
    expect(
      plants?.cells({ name: 7, heightCm: 'high', isIndoor: 'maybe', plantedAt: 'spring' }, names),
    ).toEqual(['7', 'high', 'maybe', '', '', 'spring']);
  });
});
