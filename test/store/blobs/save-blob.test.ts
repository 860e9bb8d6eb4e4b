import { describe, expect, test } from 'vitest';
import { type Address, addressKey } from '../../../src/places/address.js';
import { blobAtHand } from '../../../src/store/blobs/save-blob.js';
import type { State } from '../../../src/store/state.js';
import { did, list, ready, stateOf } from '../../support/screen/screen-fixtures.js';

const CIDS = [
  'bafkreibeb75gj36wqyxtdxp54jnv3xx67wf6vxidkyznps5tkzmwrynupu',
  'bafkreic42i4zjdxympkwxkxn6vzifjb6t245b6d5wi3whs34aoru3k73vi',
];
const blob = (cid: string | undefined) => ({
  $type: 'blob',
  ref: { $link: cid },
  mimeType: 'image/png',
  size: 1,
});

/** A post that is open, with so many pictures. */
function openPost(count: number, address: Address = RECORD): State {
  const images = CIDS.slice(0, count).map((cid) => ({ image: blob(cid) }));
  const record = {
    uri: `at://${did}/app.bsky.feed.post/3k2`,
    cid: undefined,
    json: JSON.stringify({ images }),
  };
  const state = stateOf({ address, list: list(['one']) });
  return { ...state, records: new Map([[addressKey(address), ready(record)]]) };
}
const RECORD: Address = { kind: 'record', repo: 'alice.test', collection: 'app.bsky.feed.post', rkey: '3k2' };
describe('the blob at hand', () => {
  test('is that of its own place', () => {
    const address: Address = { kind: 'blob', repo: 'alice.test', cid: CIDS[0] ?? '' };
    expect(blobAtHand(stateOf({ address }))).toEqual(address);
  });

  test('is the only one of the record that is open', () => {
    expect(blobAtHand(openPost(1))).toEqual({ kind: 'blob', repo: did, cid: CIDS[0] });
  });

  test('is none where the record has several, or none, and that is said', () => {
    expect(blobAtHand(openPost(2))).toEqual({ refused: expect.stringMatching(/refers to 2 blobs/) });
    expect(blobAtHand(openPost(0))).toEqual({ refused: 'This record refers to no blob.' });
  });

  test('is in the archive where the record is', () => {
    const of = { repo: 'alice.test', copy: 0 };
    const address: Address = { kind: 'archiveRecord', of, collection: 'app.bsky.feed.post', rkey: '3k2' };
    expect(blobAtHand(openPost(1, address))).toEqual({ kind: 'archiveBlob', of, cid: CIDS[0] });
  });

  test('is none where nothing is open', () => {
    expect(blobAtHand(stateOf({ address: undefined }))).toHaveProperty('refused');
  });
});
