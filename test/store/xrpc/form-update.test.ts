import { describe, expect, test } from 'vitest';
import type { QueryDef } from '../../../src/atproto/lexicons/lexicon-doc.js';
import type { XrpcAddress } from '../../../src/places/xrpc/xrpc-address.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import type { MethodFormOverlay } from '../../../src/store/xrpc/form-state.js';
import { methodForm, type Prefill, submitted } from '../../../src/store/xrpc/form-update.js';

const def: QueryDef = {
  type: 'query',
  description: 'Lists things.',
  parameters: {
    type: 'params',
    required: ['actor', 'uri', 'others'],
    properties: {
      limit: { type: 'integer', maximum: 100 },
      actor: { type: 'string', format: 'at-identifier' },
      uri: { type: 'string', format: 'at-uri' },
      others: { type: 'array', items: { type: 'string', format: 'at-identifier' }, maxLength: 2 },
      author: { type: 'string', format: 'at-identifier' },
    },
  },
};
const json = JSON.stringify({ lexicon: 1, id: 'a.b.c', defs: { main: def } });
const lexicon = { nsid: 'a.b.c', json, doc: JSON.parse(json), origin: { kind: 'bundled' } } as const;
const query: XrpcAddress = { kind: 'xrpc', nsid: 'a.b.c', service: undefined, params: [] };
const prefill: Prefill = {
  actor: 'alice.test',
  did: 'did:plc:a',
  uri: 'at://did:plc:a/app.bsky.feed.post/3k',
  collection: 'app.bsky.feed.post',
  rkey: '3k',
};
const known = { kind: 'query', lexicon, def } as const;
const form = methodForm(query, known, prefill);

const texts = ({ fields }: MethodFormOverlay): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map(({ name, prompt }) => [name, prompt.text]));
const typed = (from: MethodFormOverlay, given: Readonly<Record<string, string>>): MethodFormOverlay => ({
  ...from,
  fields: from.fields.map((field) => ({
    ...field,
    prompt: promptOf(given[field.name] ?? field.prompt.text),
  })),
});

describe('a form', () => {
  test('begins with what has to be there, filled in with what is selected, and ends with the service', () => {
    expect(Object.entries(texts(form))).toEqual([
      ['actor', 'alice.test'],
      ['uri', 'at://did:plc:a/app.bsky.feed.post/3k'],
      ['others', 'alice.test'],
      ['limit', ''],
      ['author', ''],
      ['service', ''],
    ]);
    expect(form.description).toBe('Lists things.');
  });

  test('of a query that is at hand has its parameters, and nothing else', () => {
    const params = [
      ['limit', '5'],
      ['others', 'a.test'],
      ['others', 'b.test'],
    ] as const;
    const again = methodForm({ ...query, service: 'a.test', params }, known, prefill);
    expect(texts(again)).toMatchObject({ actor: '', limit: '5', others: 'a.test b.test', service: 'a.test' });
    expect(again.fields[again.at]?.name).toBe('actor');
  });

  test('of a query without a lexicon takes parameters as they are typed, and says why', () => {
    const free = methodForm(query, { kind: 'unknown', why: 'Nobody has published it.' }, prefill);
    expect(free.fields[0]).toMatchObject({ kind: 'params', description: 'Nobody has published it.' });
    expect(submitted(typed(free, { parameters: 'q=a%20b&x=1' }))).toEqual({
      address: {
        ...query,
        params: [
          ['q', 'a b'],
          ['x', '1'],
        ],
      },
    });
  });
});

describe('what is typed', () => {
  test('becomes the query: lists by their spaces, handles without an @, nothing of what is empty', () => {
    const given = {
      actor: ' @bob.test ',
      others: 'a.test  @b.test',
      limit: '7',
      service: 'HTTP://localhost:2583',
    };
    expect(submitted(typed(form, given))).toEqual({
      address: {
        ...query,
        service: 'http://localhost:2583',
        params: [
          ['actor', 'bob.test'],
          ['uri', 'at://did:plc:a/app.bsky.feed.post/3k'],
          ['others', 'a.test'],
          ['others', 'b.test'],
          ['limit', '7'],
        ],
      },
    });
  });

  test.each([
    [{ actor: '' }, 'actor', /^actor is missing/],
    [{ limit: '101' }, 'limit', /at most 100/],
    [{ others: 'a.test b.test c.test' }, 'others', /takes 2 at most/],
    [{ service: 'no such' }, 'service', /is not a service/],
  ])('%j is not sent: the form goes there, and says why', (given, name, sentence) => {
    const result = submitted(typed(form, given));
    if (!('form' in result)) throw new Error('it was sent');
    expect(result.form.fields[result.form.at]?.name).toBe(name);
    expect(result.form.error).toMatch(sentence);
  });
});
