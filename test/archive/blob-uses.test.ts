import { encode, toBytes } from '@atcute/cbor';
import { expect, it } from 'vitest';
import { blobUses } from '../../src/archive/blob-uses.js';
import { plainArchive } from '../support/archive/plain-archive.js';

const picture = 'bafkreiampns4rm7bp56sgz5dfdvxpnezo33oreawibzu7dpzzsiifdcirm';
const other = 'bafkreiarfyk2yxdymkywdxflmz2l6wfoeqehqpvq2xhnp5v73oqxkjjxvm';
const old = 'bafkreib3ogtbybqmkr7bmhp7jvsmwvdmxyulal3pbjat56uxns4rncqgzi';

const blob = (cid: string, size = 10) => ({
  $type: 'blob',
  ref: { $link: cid },
  mimeType: 'image/png',
  size,
});
const { signal } = new AbortController();

it('finds the blobs of all records, each with the records that refer to it', async () => {
  const archive = await plainArchive(
    [
      {
        collection: 'a.b.c',
        rkey: '1',
        value: { images: [{ image: blob(picture) }, { image: blob(other) }] },
      },
      { collection: 'a.b.c', rkey: '2', value: { avatar: { cid: old, mimeType: 'image/jpeg' } } },
      { collection: 'a.b.c', rkey: '3', value: { deep: { deeper: [[blob(picture, 99)], blob(picture)] } } },
      { collection: 'a.b.c', rkey: '4', value: { text: 'mimeType, size and cid', mimeType: 'a', cid: 1 } },
      { collection: 'a.b.c', rkey: '5', value: { strong: { uri: 'at://a', cid: other } } },
    ],
    { order: (rows) => rows.toReversed() },
  );
  const uses = await blobUses(archive, signal);
  expect(new Map(uses.map(({ cid, ...use }) => [cid, use]))).toEqual(
    new Map([
      [picture, { mimeType: 'image/png', size: expect.any(Number), rows: [2, 0] }],
      [other, { mimeType: 'image/png', size: 10, rows: [0] }],
      [old, { mimeType: 'image/jpeg', size: undefined, rows: [1] }],
    ]),
  );
});

it('passes over a record that cannot be read, and what only looks like a reference', async () => {
  const archive = await plainArchive([
    { collection: 'a.b.c', rkey: '1', value: Buffer.concat([Buffer.from([0xff]), encode(blob(picture))]) },
    { collection: 'a.b.c', rkey: '2', value: { $type: 'blob', ref: 'none', mimeType: 'image/png' } },
    { collection: 'a.b.c', rkey: '3', value: { bytes: toBytes(encode(blob(other))) } },
  ]);
  expect(await blobUses(archive, signal)).toEqual([]);
});
