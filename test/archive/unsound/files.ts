import { encode } from '@atcute/cbor';
import { carOf, frame } from '../build-repo.js';
import { damaged, headed, one, sound, two, withBlock, without } from './made.js';
import type { Row } from './row.js';

/** What is wrong with the file, and with blocks. */
export const files: readonly Row[] = [
  ['a web page', 'car-shape', async () => Buffer.from('<!doctype html><p>Sign in'.repeat(20))],
  [
    'a header of version 2',
    'car-shape',
    async () => headed(encode({ roots: [sound.commit.cid], version: 2 })),
  ],
  ['a header without roots', 'no-commit', async () => headed(encode({ roots: [], version: 1 }))],
  ['a length that does not end', 'car-shape', async () => Buffer.concat([sound.car, Buffer.alloc(9, 0xff)])],
  [
    'a length that is padded',
    'car-shape',
    async () => Buffer.concat([sound.car, Buffer.from([0xa5, 0]), frame(two)]),
  ],
  [
    'a block of 3 MB',
    'car-shape',
    async () => Buffer.concat([sound.car, frame({ cid: one.cid, body: Buffer.alloc(3e6) })]),
  ],
  ['a block of no length', 'car-shape', async () => Buffer.concat([sound.car, Buffer.alloc(4)])],
  ['a file of no length', 'truncated', async () => Buffer.alloc(0)],
  ['a file that is cut in a block', ['truncated', 'missing-block'], async () => sound.car.subarray(0, -5)],
  ['a file that is cut in its header', 'truncated', async () => sound.car.subarray(0, 30)],
  [
    'a file that is cut between blocks',
    'missing-block',
    async () => carOf(sound.commit.cid, sound.blocks.slice(0, -1)),
  ],
  [
    'a record that is another',
    'block-hash',
    async () => withBlock(sound.entries[7]!.record, damaged(sound.entries[7]!.record)),
  ],
  ['a node that is another', 'block-hash', async () => withBlock(sound.nodes[1]!, damaged(sound.nodes[1]!))],
  ['a commit that is another', 'block-hash', async () => withBlock(sound.commit, damaged(sound.commit))],
  [
    'a block of another that nothing names',
    'block-hash',
    async () => carOf(sound.commit.cid, [...sound.blocks, damaged(two)]),
  ],
  ['no commit', 'no-commit', async () => without(sound.commit)],
  ['no root of the tree', 'missing-block', async () => without(sound.nodes[0]!)],
  ['a node that is missing', 'missing-block', async () => without(sound.nodes[1]!)],
  ['a record that is missing', 'missing-block', async () => without(sound.entries[7]!.record)],
];
