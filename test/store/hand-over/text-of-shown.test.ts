import { expect, test } from 'vitest';
import { fileNameOf, jsonOrText, recordHanded } from '../../../src/store/hand-over/text-of-shown.js';

test.each([
  ['3klvirybw6c2b', '3klvirybw6c2b.json'],
  ['self', 'self.json'],
  ['did:plc:abc', 'did_plc_abc.json'],
  ['..', 'shown.json'],
  ['.profile', 'profile.json'],
  ['-rf', 'rf.json'],
  ['a b;$(c)`d`\n"\'', 'a_b___c__d____.json'],
  ['', 'shown.json'],
  ['a'.repeat(512), `${'a'.repeat(120)}.json`],
])('the record key %j names a file of its own everywhere', (rkey, name) => {
  expect(fileNameOf(rkey, 'json')).toBe(name);
});

test('a record is named by its key, and a document by its DID', () => {
  const record = { cid: undefined, json: '{"a":1}' };
  expect(recordHanded({ ...record, uri: 'at://did:plc:abc/app.bsky.feed.post/3k' }).name).toBe('3k.json');
  expect(recordHanded({ ...record, uri: 'did:plc:abc' }).name).toBe('did_plc_abc.json');
});

test('what is no JSON, or is cut short, is text that no terminal obeys', () => {
  expect(jsonOrText('{"a":1}')).toBe('{\n  "a": 1\n}\n');
  expect(jsonOrText('<p>\x1b[2J</p>\r\n{"a":')).not.toContain('\x1b');
  expect(jsonOrText('one\r\ntwo')).toBe('one\ntwo\n');
});
