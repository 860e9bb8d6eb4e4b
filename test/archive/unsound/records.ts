import { encode } from '@atcute/cbor';
import { blockOf } from '../build-repo.js';
import { blockOfBytes, POST, post, withPath, withRecord } from './made.js';
import type { Row } from './row.js';

/** What is wrong with paths, and with records. */
export const records: readonly Row[] = [
  [
    'a collection in capitals',
    'record-path',
    () => withPath('App.Bsky.feed.post/1'),
    { report: 'unnormalised collection' },
  ],
  ['a collection of one segment', 'record-path', () => withPath('post/1')],
  ['a path without a slash', 'record-path', () => withPath('app.bsky.feed.post')],
  ['a record key of two dots', 'record-path', () => withPath(`${POST}/..`)],
  ['a record key of 513 characters', 'record-path', () => withPath(`${POST}/${'x'.repeat(513)}`)],
  ['a record key of nothing', 'record-path', () => withPath(`${POST}/`)],
  ['a record key with a space', 'record-path', () => withPath(`${POST}/a b`)],
  ['a record key with a slash', 'record-path', () => withPath(`${POST}/a/b`)],
  ['a record key that is not ASCII', 'record-path', () => withPath(`${POST}/é`)],
  [
    'a record of raw bytes',
    'not-dag-cbor',
    async () => withRecord(await blockOfBytes(encode(post('raw')), 0x55)),
  ],
  [
    'a record that is no CBOR',
    'not-dag-cbor',
    async () => withRecord(await blockOfBytes(Uint8Array.from([0xff, 1]))),
  ],
  [
    'a record whose length is not the shortest',
    'not-dag-cbor',
    async () => {
      const { body } = await blockOf({ $type: POST });
      // A map of one, its count in two bytes.
      return withRecord(await blockOfBytes(Uint8Array.from([0xb8, 1, ...body.subarray(1)])));
    },
  ],
  ['a record that is a list', 'record-shape', () => withPath(`${POST}/1`, ['x'])],
  ['a record without a type', 'record-shape', () => withPath(`${POST}/1`, { text: 'x' })],
  ['a record of another type', 'record-shape', () => withPath('app.bsky.feed.like/1', post('x'))],
];
