import { highS } from '../../support/plc/written-log.js';
import { carOf } from '../build-repo.js';
import { blockOfBytes, one, sound, withCommit, withSignature } from './made.js';
import type { Row } from './row.js';

/** What is wrong with the commit, its account and its signature. */
export const commits: readonly Row[] = [
  ['a commit that is a record', 'commit-shape', async () => carOf(one.cid, [one])],
  [
    'a commit that is no CBOR',
    'not-dag-cbor',
    async () => {
      const block = await blockOfBytes(Uint8Array.from([0xff, 1]));
      return carOf(block.cid, [block]);
    },
  ],
  ['a commit of version 2', 'commit-shape', async () => withCommit({ version: 2 })],
  ['a commit without prev', 'commit-shape', async () => withCommit({ prev: undefined })],
  ['a commit without rev', 'commit-shape', async () => withCommit({ rev: undefined })],
  ['a prev that is no link', 'commit-shape', async () => withCommit({ prev: 'none' })],
  ['a rev that is no TID', 'commit-shape', async () => withCommit({ rev: 'first' })],
  ['a rev of the future', 'commit-shape', async () => withCommit({ rev: '5lws4nqc22222' })],
  ['a commit with a member too many', 'commit-shape', async () => withCommit({ note: 'x' })],
  ['a signature of 63 bytes', 'commit-shape', () => withSignature((bytes) => bytes.subarray(0, 63))],
  ['another account', 'wrong-account', async () => sound.car, { of: `did:plc:${'b'.repeat(24)}` }],
  [
    'a signature of another commit',
    'signature',
    () => withSignature((bytes) => Uint8Array.from(bytes).reverse()),
  ],
  ['a signature of high S', 'signature', () => withSignature((bytes) => highS(bytes, 'p256'))],
  ['a key that cannot be asked for', 'key-unknown', async () => sound.car, { isOffline: true }],
  ['a commit of no DID', 'key-unknown', async () => withCommit({ did: 'nobody' })],
];
