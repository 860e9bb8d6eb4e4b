import { expect, test } from 'vitest';
import { JsonCommit } from '../../../src/atproto/streams/json-commit.js';
import { readRecord } from '../../../src/atproto/streams/record-reader.js';
import { writeJson } from '../../../src/text/written-json.js';

const head = {
  did: 'did:plc:a',
  time: 1,
  cursor: 1,
  operation: 'create',
  collection: 'a.b.c',
  rkey: 'k',
} as const;
const recordOf = (json: string) =>
  new JsonCommit(head, `{"commit":{"record":${json},"cid":"bafy"}}`, ({ commit }) => commit).record();

test.each([
  '1e400',
  '-0',
  '1.10',
  '9007199254740993',
  '0.1234567890123456789',
  '{"b":1,"2":2,"1":3}',
])('a live record is written as it was sent: %s', (json) => {
  expect(writeJson(recordOf(`{"n":${json}}`))).toBe(`{"n":${json}}`);
});

test('one of the firehose keeps the order of its members', () => {
  // {"b": 1, "2": 2, "1": 3}
  expect(writeJson(readRecord(Buffer.from('a3616201613202613103', 'hex')))).toBe('{"b":1,"2":2,"1":3}');
});
