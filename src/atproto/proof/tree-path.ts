import type { ProofBlocks } from './proof-blocks.js';
import { ProofFault } from './proof-fault.js';
import { readNode, type TreeNode } from './proof-node.js';
import { layerOf } from './tree-key.js';

/** A node on the way from the root to where a key is, or would be. */
export interface PathNode {
  readonly cid: string;
  readonly layer: number;
  readonly keys: number;
}

/** Where a key led. */
export interface TreePath {
  /** The root first. */
  readonly nodes: readonly PathNode[];
  /** CID of the record; undefined where the way ends, and so no record is there. */
  readonly value: string | undefined;
}

/** Where the next node is to be, and between which keys all of its own stand. */
interface Step {
  readonly cid: string;
  readonly layer: number | undefined;
  readonly above: string | undefined;
  readonly below: string | undefined;
}

/**
 * Goes from the root of a tree to a key. Each node is held against the rules on the way: its form, that all of its keys belong on its
 * layer, one below that of the node above, and that they stand between the keys that lead to it. So a way that ends proves that there
 * is no such key.
 *
 * @throws ProofFault `missing-block` where a node on the way was not sent, else what is wrong with one
 */
export function pathTo(blocks: ProofBlocks, root: string, key: string): TreePath {
  const nodes: PathNode[] = [];
  let step: Step | undefined = { cid: root, layer: undefined, above: undefined, below: undefined };
  while (step !== undefined) {
    const { cid } = step;
    const node = readNode(blocks.block(cid, 'node'), cid);
    const layer = checkedLayer(node, step);
    nodes.push({ cid, layer, keys: node.entries.length });
    const at = node.entries.findIndex((entry) => entry.key >= key);
    const index = at === -1 ? node.entries.length : at;
    const entry = node.entries[index];
    if (entry?.key === key) return { nodes, value: entry.value };
    step = stepDown(node, index, layer, step);
  }
  return { nodes, value: undefined };
}

/** Into the subtree before an entry; undefined where there is none. */
function stepDown(node: TreeNode, index: number, layer: number, { above, below }: Step): Step | undefined {
  const before = node.entries[index - 1];
  const cid = before === undefined ? node.left : before.right;
  if (cid === undefined) return undefined;
  return {
    cid,
    layer: layer - 1,
    above: before?.key ?? above,
    below: node.entries[index]?.key ?? below,
  };
}

/** The layer of a node. Keys are ASCII, as their bytes stand in order. */
function checkedLayer(node: TreeNode, { layer: wanted, above, below }: Step): number {
  const { cid, entries, left } = node;
  const layers = entries.map(({ key }) => layerOf(Buffer.from(key, 'latin1')));
  const first = layers[0];
  if (first === undefined) return layerOfEmpty(node, wanted);
  const layer = wanted ?? first;
  if (layers.some((own) => own !== layer)) {
    throw new ProofFault('key-layer', `The node ${cid} has a key that belongs on another layer.`, cid);
  }
  const isWithin = entries.every(
    ({ key }) => (above === undefined || key > above) && (below === undefined || key < below),
  );
  if (!isWithin) {
    throw new ProofFault(
      'subtree-bounds',
      `The node ${cid} has a key that belongs elsewhere in the tree.`,
      cid,
    );
  }
  if (layer === 0 && (left !== undefined || entries.some(({ right }) => right !== undefined))) {
    throw new ProofFault('key-layer', `The node ${cid} has a subtree below the lowest layer.`, cid);
  }
  return layer;
}

/** A node without keys is a step on the way down, or the whole tree of an empty repository. */
function layerOfEmpty({ cid, left }: TreeNode, wanted: number | undefined): number {
  if (wanted === undefined && left === undefined) return 0;
  if (wanted === undefined || wanted === 0 || left === undefined) {
    throw new ProofFault('empty-node', `The node ${cid} has no keys, and is of no use where it is.`, cid);
  }
  return wanted;
}
