import { encode } from '@atcute/cbor';
import { buildRepo, carOf } from '../build-repo.js';
import { commits } from './commits.js';
import { files } from './files.js';
import { keys } from './keys.js';
import { entry, headed, keysOn, leaf, node, POST, post, sound, top, tree, two, withCommit } from './made.js';
import { nodes } from './nodes.js';
import { records } from './records.js';
import type { UnsoundRepo } from './row.js';

/** What is wrong with repositories, each alone: of the file, of the commit, of nodes, of keys, and of records. */
export const unsoundRepos: readonly UnsoundRepo[] = [...files, ...commits, ...nodes, ...keys, ...records].map(
  ([name, kinds, made, more]) => ({ name, kinds: [kinds].flat(), car: made, ...more }),
);

/** Odd, and sound: what a strict reader could refuse and may not. */
export const oddSoundRepos: readonly Pick<UnsoundRepo, 'name' | 'car'>[] = [
  { name: 'no records', car: async () => (await buildRepo({})).car },
  {
    name: 'blocks that come twice, and others that nothing names',
    car: async () => carOf(sound.commit.cid, [two, ...sound.blocks, ...sound.blocks]),
  },
  { name: 'the commit at the end', car: async () => carOf(sound.commit.cid, sound.blocks.toReversed()) },
  {
    name: 'two roots, the first of them the commit',
    car: async () => headed(encode({ roots: [sound.commit.cid, sound.nodes[0]!.cid], version: 1 })),
  },
  { name: 'a commit that names the one before', car: () => withCommit({ prev: sound.commit.cid }) },
  {
    name: 'two keys of one record',
    car: async () => (await buildRepo({ [`${POST}/1`]: post('x'), [`${POST}/2`]: post('x') })).car,
  },
  {
    name: 'a record key with a colon',
    car: async () => (await buildRepo({ [`${POST}/a:b`]: post('x') })).car,
  },
  {
    name: 'a node without keys between two layers',
    car: async () => {
      const below = await leaf(entry(keysOn(0).findLast((key) => key < top)!));
      const between = await node(below.cid);
      return tree(await node(between.cid, entry(top)), between, below);
    },
  },
];
