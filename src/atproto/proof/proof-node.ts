import { cidTextAt } from './cid-bytes.js';
import { NodeLayout } from './node-layout.js';
import { ProofFault } from './proof-fault.js';
import { KEY_MAX_BYTES } from './tree-key.js';

export interface NodeEntry {
  /** `collection/rkey`. */
  readonly key: string;
  /** CID of the record. */
  readonly value: string;
  /** CID of the subtree between this key and the next; undefined where there is none. */
  readonly right: string | undefined;
}

/** One node of the tree of a repository. */
export interface TreeNode {
  readonly cid: string;
  /** CID of the subtree before the first key. */
  readonly left: string | undefined;
  readonly entries: readonly NodeEntry[];
}

/**
 * Reads a node (atproto.com/specs/repository, “MST Structure”): its members and no others in their one form, prefixes as long as they
 * can be, keys in order.
 *
 * @throws ProofFault `node-shape`, `key-prefix` or `key-order`
 */
export function readNode(body: Uint8Array, cid: string): TreeNode {
  const layout = new NodeLayout();
  layout.room(body.length).set(body);
  if (!layout.parse()) throw oddNode(cid);
  const linkAt = (at: number): string | undefined => (at < 0 ? undefined : cidTextAt(layout.bytes, at));
  const entries: NodeEntry[] = [];
  let before = Buffer.alloc(0);
  for (let entry = 0; entry < layout.count; entry++) {
    const prefix = layout.prefix(entry);
    const from = layout.suffixAt(entry);
    const suffix = layout.bytes.subarray(from, from + layout.suffixLength(entry));
    if (prefix > before.length) {
      const why = `The node ${cid} has a key that takes more than there is before it.`;
      throw new ProofFault('key-prefix', why, cid);
    }
    if (prefix + suffix.length > KEY_MAX_BYTES) throw oddNode(cid);
    const key = Buffer.concat([before.subarray(0, prefix), suffix]);
    checkOrder(before, key, prefix, cid, entry === 0);
    const value = cidTextAt(layout.bytes, layout.value(entry));
    entries.push({ key: key.toString('latin1'), value, right: linkAt(layout.right(entry)) });
    before = key;
  }
  return { cid, left: linkAt(layout.left), entries };
}

function checkOrder(before: Buffer, key: Buffer, prefix: number, cid: string, isFirst: boolean): void {
  if (isFirst) return;
  if (Buffer.compare(before, key) >= 0) {
    throw new ProofFault('key-order', `The keys of the node ${cid} are not in order.`, cid);
  }
  if (before[prefix] === key[prefix] && prefix < before.length) {
    throw new ProofFault('key-prefix', `The node ${cid} has a prefix that is shorter than it could be.`, cid);
  }
}

const oddNode = (cid: string): ProofFault =>
  new ProofFault('node-shape', `The node ${cid} of the tree is not of the form that nodes have.`, cid);
