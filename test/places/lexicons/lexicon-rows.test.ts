import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../src/places/address.js';
import { lexiconRows } from '../../../src/places/lexicons/lexicon-rows.js';
import { PLANT } from '../../support/lexicons/fake-lexicons.js';

/** The rows as one reads them: each on a line, with what Enter opens. */
function read(document: unknown, only?: string): readonly string[] {
  const nsid = (document as { id: string }).id;
  return lexiconRows(nsid, document, only).map(({ depth, name, type, need, meaning, opens }) => {
    const cells = [`${'  '.repeat(depth)}${name}`, type, need, meaning].map((text) => text ?? '').join(' | ');
    return opens ? `${cells} → ${formatAddress(opens)}` : cells;
  });
}

const of = (main: unknown, others: Record<string, unknown> = {}) => ({
  lexicon: 1,
  id: 'a.b.c',
  defs: { main, ...others },
});

test('a record: its fields with type, need, limits and meaning, and where its refs lead', () => {
  expect(read(PLANT)).toEqual([
    'main | record, key tid |  | One plant of a garden.',
    '  plantedAt | string, datetime | required | ',
    '  name | string | required | at most 64 graphemes, at most 640 bytes · What it is called.',
    '  heightCm | integer | optional or null | 0 to 500, 10 by default',
    '  isIndoor | boolean | optional | ',
    '  gardener | string, did | optional | ',
    '  place | #place | optional |  → lexicon:com.example.garden.plant#place',
    '  light | string | optional | known: full com.example.garden.defs#shade',
    '    defs#shade |  |  | com.example.garden.defs#shade → lexicon:com.example.garden.defs#shade',
    '  picture | blob | optional | image/*, at most 1.0 MB',
    '  label | bytes | optional | at most 32 bytes',
    '  soil | cid-link | optional | ',
    '  tags | array of string | optional | at most 8 items, each at most 64 bytes',
    '  neighbours | array of strongRef | optional | com.atproto.repo.strongRef → lexicon:com.atproto.repo.strongRef',
    '  diary | union of 2 | optional | closed: nothing else',
    '    #note |  |  |  → lexicon:com.example.garden.plant#note',
    '    images |  |  | app.bsky.embed.images → lexicon:app.bsky.embed.images',
    '  pot | object | optional | ',
    '    size | integer | required | at least 1',
    '  anything | unknown | optional | ',
    'place | object |  |  → lexicon:com.example.garden.plant#place',
    '  bed | string | optional | ',
    'note | object |  |  → lexicon:com.example.garden.plant#note',
    '  text | string | optional | ',
  ]);
});

test('one definition by its name, and none where there is none', () => {
  expect(read(PLANT, 'place')).toEqual(['place | object |  | ', '  bed | string | optional | ']);
  expect(read(PLANT, 'toString')).toEqual([]);
});

test('a query: parameters, output, errors', () => {
  const query = {
    type: 'query',
    description: 'Plants of a garden.',
    parameters: {
      type: 'params',
      required: ['garden'],
      properties: {
        garden: { type: 'string', format: 'at-identifier' },
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
        sort: { type: 'string', enum: ['name', 'height'], default: '' },
      },
    },
    output: {
      encoding: 'application/json',
      schema: {
        type: 'object',
        required: ['plants'],
        properties: { plants: { type: 'array', items: { type: 'ref', ref: 'a.b.defs#view' } } },
      },
    },
    errors: [{ name: 'GardenNotFound', description: 'There is none.' }, {}],
  };
  expect(read(of(query))).toEqual([
    'main | query |  | Plants of a garden.',
    '  ask |  |  | asks for its parameters, then shows what it answers → xrpc:a.b.c',
    '  parameters | params |  | ',
    '    garden | string, at-identifier | required | ',
    '    limit | integer | optional | 1 to 100, 50 by default',
    '    sort | string | optional | one of name height, “” by default',
    '  output | application/json |  | ',
    '    plants | array of defs#view | required | a.b.defs#view → lexicon:a.b.defs#view',
    '  errors |  |  | ',
    '    GardenNotFound | error |  | There is none.',
    '    ? | error |  | ',
  ]);
});

test('a procedure and a subscription: what is sent, what comes back, what arrives', () => {
  const input = { encoding: '*/*', description: 'The picture.' };
  const output = { encoding: 'application/json', schema: { type: 'ref', ref: '#done' } };
  expect(read(of({ type: 'procedure', input, output }))).toEqual([
    'main | procedure |  | ',
    '  input | */* |  | The picture.',
    '  output | application/json, #done |  |  → lexicon:a.b.c#done',
  ]);
  const message = { schema: { type: 'union', refs: ['#commit', '#info'] } };
  expect(read(of({ type: 'subscription', message }))).toEqual([
    'main | subscription |  | ',
    '  message | union of 2 |  | ',
    '    #commit |  |  |  → lexicon:a.b.c#commit',
    '    #info |  |  |  → lexicon:a.b.c#info',
  ]);
});

test('a permission set: its words, and what it permits', () => {
  const permissions = [
    { type: 'permission', resource: 'repo', action: ['create'], collection: ['app.bsky.feed.post'] },
    { type: 'permission', resource: 'rpc', inheritAud: true, lxm: ['app.bsky.feed.getTimeline'] },
    7,
  ];
  expect(
    read(of({ type: 'permission-set', title: 'All of it', detail: 'Everything.', permissions })),
  ).toEqual([
    'main | permission-set |  | ',
    '  title |  |  | All of it',
    '  detail |  |  | Everything.',
    '  repo | permission |  | action: create',
    '    post |  |  | app.bsky.feed.post → lexicon:app.bsky.feed.post',
    '  rpc | permission |  | inheritAud: true',
    '    getTimeline |  |  | app.bsky.feed.getTimeline → lexicon:app.bsky.feed.getTimeline',
    '  ? | permission |  | ',
  ]);
});

describe('what a stranger wrote is shown as what it is', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['a token', { type: 'token', description: 'A sign.' }, ['main | token |  | A sign.']],
    ['no type', {}, ['main | ? |  | ']],
    ['a text', 'x', ['main | ? |  | ']],
    ['null', null, ['main | ? |  | ']],
    ['a type of tomorrow', { type: 'vector' }, ['main | vector |  | ']],
    ['a record without an object', { type: 'record' }, ['main | record |  | ']],
    [
      'fields that are none',
      {
        type: 'object',
        required: 'all',
        properties: { a: 1, b: { type: 'union', refs: 'x' }, c: { type: 'array' } },
      },
      [
        'main | object |  | ',
        '  a | ? | optional | ',
        '  b | union of 0 | optional | ',
        '  c | array of ? | optional | ',
      ],
    ],
    [
      'refs that lead nowhere',
      { type: 'union', refs: ['#', 'nowhere', 7, 'a.b.c#main'] },
      [
        'main | union of 4 |  | ',
        '  # |  |  | ',
        '  nowhere |  |  | ',
        '  ? |  |  | ',
        '  #main |  |  |  → lexicon:a.b.c',
      ],
    ],
    [
      'limits that are none',
      { type: 'string', maxLength: 'x', minLength: 2, enum: [{}, null, 3], const: '' },
      ['main | string |  | at least 2 bytes, always , one of 3'],
    ],
  ])('%s', (_name, def, rows) => {
    expect(read(of(def))).toEqual(rows);
  });

  test('a name with a slash and a sign in it', () => {
    expect(read(of({ type: 'token' }, { 'a/b#c d': { type: 'token' } }))).toEqual([
      'main | token |  | ',
      'a/b#c d | token |  |  → lexicon:a.b.c#a%2Fb%23c%20d',
    ]);
  });

  test('no more rows than a screen can be asked for', () => {
    const properties = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, {}]));
    const rows = lexiconRows('a.b.c', of({ type: 'object', properties }));
    expect(rows).toHaveLength(5_001);
    expect(rows.at(-1)).toMatchObject({ name: '…', meaning: 'more than is shown' });
  });

  test('no definitions at all', () => {
    expect(lexiconRows('a.b.c', {})).toEqual([]);
    expect(lexiconRows('a.b.c', { defs: [] })).toEqual([]);
  });
});
