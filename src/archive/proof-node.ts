import { fromBytes, isBytes, isCidLink } from '@atcute/cbor';
import { isObject, type JsonObject } from '../text/json-fields.js';
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
 * Reads a node (atproto.com/specs/repository, “MST Structure”): its members and no others, prefixes as long as they can be, keys in
 * order.
 *
 * @param value what `readCanonical` has read
 * @throws ProofFault `node-shape`, `key-prefix` or `key-order`
 */
export function readNode(value: unknown, cid: string): TreeNode {
  if (!isObject(value) || !hasMembers(value, 'e,l') || !Array.isArray(value.e)) throw oddNode(cid);
  const entries: NodeEntry[] = [];
  let before = Buffer.alloc(0);
  for (const entry of value.e as readonly unknown[]) {
    if (!isObject(entry) || !hasMembers(entry, 'k,p,t,v')) throw oddNode(cid);
    const { k, p, t, v } = entry;
    if (!isBytes(k) || typeof p !== 'number' || !isCidLink(v)) throw oddNode(cid);
    const suffix = fromBytes(k);
    if (!Number.isInteger(p) || p < 0 || p > before.length) {
      throw new ProofFault(
        'key-prefix',
        `The node ${cid} has a key that takes more than there is before it.`,
        cid,
      );
    }
    if (p + suffix.length > KEY_MAX_BYTES) throw oddNode(cid);
    const key = Buffer.concat([before.subarray(0, p), suffix]);
    checkOrder(before, key, p, cid, entries.length === 0);
    entries.push({ key: key.toString('latin1'), value: v.$link, right: linkOf(t, cid) });
    before = key;
  }
  return { cid, left: linkOf(value.l, cid), entries };
}

function checkOrder(before: Buffer, key: Buffer, p: number, cid: string, isFirst: boolean): void {
  if (isFirst) {
    if (p !== 0) throw new ProofFault('key-prefix', `The first key of the node ${cid} has a prefix.`, cid);
    return;
  }
  if (Buffer.compare(before, key) >= 0) {
    throw new ProofFault('key-order', `The keys of the node ${cid} are not in order.`, cid);
  }
  if (before[p] === key[p] && p < before.length) {
    throw new ProofFault('key-prefix', `The node ${cid} has a prefix that is shorter than it could be.`, cid);
  }
}

const oddNode = (cid: string): ProofFault =>
  new ProofFault('node-shape', `The node ${cid} of the tree is not of the form that nodes have.`, cid);

const hasMembers = (value: JsonObject, members: string): boolean =>
  Object.keys(value).sort().join() === members;

function linkOf(link: unknown, cid: string): string | undefined {
  if (link === null) return undefined;
  if (!isCidLink(link)) throw oddNode(cid);
  return link.$link;
}
