import {
  blockOfBytes,
  emptyNodes,
  entry,
  high0,
  leaf,
  node,
  oddNode,
  one,
  plainEntry,
  tree,
} from './made.js';
import type { Row } from './row.js';

/** What is wrong with the form of nodes. */
export const nodes: readonly Row[] = [
  ['a node with a member too many', 'node-shape', () => oddNode({ e: [plainEntry()], l: null, x: 1 })],
  ['a node without left', 'node-shape', () => oddNode({ e: [plainEntry()] })],
  ['an entry with a member too many', 'node-shape', () => oddNode({ e: [plainEntry({ x: 1 })], l: null })],
  [
    'an entry without right',
    'node-shape',
    async () => {
      const { t, ...rest } = plainEntry();
      return oddNode({ e: [rest], l: null });
    },
  ],
  ['a prefix of less than nothing', 'node-shape', () => oddNode({ e: [plainEntry({ p: -1 })], l: null })],
  [
    'a node whose members are in another order',
    'node-shape',
    async () => {
      const { body } = await leaf();
      // `l` before `e`.
      return tree(await blockOfBytes(Uint8Array.from([0xa2, ...body.subarray(4), ...body.subarray(1, 4)])));
    },
  ],
  [
    'a subtree that is a raw block',
    'node-shape',
    async () => {
      const raw = await blockOfBytes(Uint8Array.from([1]), 0x55);
      return tree(await node(raw.cid, entry(high0)), raw);
    },
  ],
  ['a subtree that is a record', 'node-shape', async () => tree(await node(one.cid, entry(high0)))],
  ['an empty node on top', 'empty-node', () => emptyNodes(1)],
  [
    'an empty leaf',
    'empty-node',
    async () => {
      const empty = await leaf();
      return tree(await node(empty.cid, entry(high0)), empty);
    },
  ],
  ['a tower of 300 empty nodes', ['empty-node', 'key-layer'], () => emptyNodes(300)],
];
