import { describe, expect, test } from 'vitest';
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

describe('a record under its lexicon', () => {
  test('is valid', async () => {
    expect(await client.validate(post({}))).toEqual({ status: 'valid' });
  });

  test('is told all that is wrong in it', async () => {
    const facets = [{ index: { byteStart: -1, byteEnd: 2 }, features: [] }, { features: [] }];
    expect(await client.validate(post({ text: undefined, createdAt: 'yesterday', facets, n: 1.5 }))).toEqual({
      status: 'invalid',
      issues: [
        {
          path: 'n',
          message: expect.stringContaining('Expected one of null, boolean, integer'),
        },
        { path: '', message: 'Missing required key "text"' },
        { path: 'facets[0].index.byteStart', message: 'integer too small (minimum 0, got -1)' },
        { path: 'facets[1]', message: 'Missing required key "index"' },
        { path: 'createdAt', message: expect.stringContaining('Invalid datetime') },
      ],
    });
  });

  test('is not known where nobody knows the lexicon', async () => {
    const record = { collection: 'com.example.thing', rkey: 'self', json: '{}' };
    expect(await client.validate(record)).toEqual({ status: 'unknown', missing: ['com.example.thing'] });
  });
});
