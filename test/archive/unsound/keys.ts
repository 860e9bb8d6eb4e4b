import {
  afterHigh,
  entry,
  high0,
  high1,
  keysOn,
  leaf,
  low0,
  low1,
  low2,
  next,
  node,
  shared,
  top,
  tree,
} from './made.js';
import type { Row } from './row.js';

/** What is wrong with keys, and where they stand in the tree. */
export const keys: readonly Row[] = [
  ['keys out of order', 'key-order', async () => tree(await leaf(entry(low1), next(low0, low1)))],
  ['a key twice', 'duplicate-key', async () => tree(await leaf(entry(low0), entry('', low0.length)))],
  [
    'a subtree twice',
    'subtree-bounds',
    async () => {
      const below = await leaf(entry(low0));
      return tree(await node(below.cid, entry(high0, 0, below.cid)), below);
    },
  ],
  [
    'keys of two layers in a node',
    'key-layer',
    async () => {
      const after = keysOn(0).find((key) => key > high0)!;
      return tree(await leaf(entry(high0), next(after, high0)));
    },
  ],
  [
    'a subtree on the layer of the node above',
    'key-layer',
    async () => {
      const below = await leaf(entry(high0));
      return tree(await node(below.cid, entry(high1)), below);
    },
    { report: 'wrong layer' },
  ],
  [
    'a subtree that skips a layer',
    'key-layer',
    async () => {
      const below = await leaf(entry(keysOn(0).findLast((key) => key < top)!));
      return tree(await node(below.cid, entry(top)), below);
    },
    { report: 'wrong layer' },
  ],
  [
    'a left subtree past its bound',
    'subtree-bounds',
    async () => {
      const below = await leaf(entry(afterHigh));
      return tree(await node(below.cid, entry(high0)), below);
    },
    { report: 'subtree range' },
  ],
  [
    'a right subtree before its bound',
    'subtree-bounds',
    async () => {
      const below = await leaf(entry(low0));
      return tree(await leaf(entry(high0, 0, below.cid)), below);
    },
    { report: 'subtree range' },
  ],
  [
    'a prefix of nothing',
    'key-prefix',
    async () => tree(await leaf(entry(low0), entry(low1))),
    { report: 'prefix not the longest' },
  ],
  [
    'a prefix one too short',
    'key-prefix',
    async () => {
      const { p } = shared(low1, low0);
      return tree(await leaf(entry(low0), entry(low1.slice(p - 1), p - 1)));
    },
    { report: 'prefix not the longest' },
  ],
  ['a prefix of the first key', 'key-prefix', async () => tree(await leaf(entry(low2, 3)))],
  [
    'a prefix of more than there is',
    'key-prefix',
    async () => tree(await leaf(entry(low0), entry('x', low0.length + 1))),
  ],
];
