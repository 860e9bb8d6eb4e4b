import { expect, test } from 'vitest';
import type { Lexicon } from '../../../src/atproto/lexicons/lexicon.js';
import { newKey } from '../../../src/jobs/changes/record-key.js';

const lexicon = (key: string): Lexicon => ({
  nsid: 'com.example.thing',
  doc: {
    lexicon: 1,
    id: 'com.example.thing',
    defs: { main: { type: 'record', key, record: { type: 'object', properties: {} } } },
  },
  json: '',
  origin: { kind: 'bundled' },
});
const TID = /^3[a-z2-7]{12}$/;

test.each<[string, Lexicon | undefined, object]>([
  ['a TID', lexicon('tid'), { rkey: expect.stringMatching(TID), isFresh: true }],
  ['any key', lexicon('any'), { rkey: expect.stringMatching(TID), isFresh: true }],
  ['no known rule', undefined, { rkey: expect.stringMatching(TID), isFresh: true }],
  ['one word', lexicon('literal:self'), { rkey: 'self', isFresh: false }],
])('of %s', async (_, known, key) => {
  expect(await newKey('com.example.thing', known)).toEqual(key);
});

test('a key that says what the record is has to be named', async () => {
  await expect(newKey('com.example.thing', lexicon('nsid'))).rejects.toThrow(
    'name it, as in com.example.thing/…',
  );
});
