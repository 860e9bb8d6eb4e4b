import { createHash } from 'node:crypto';
import { encode, toBytes, toCidLink } from '@atcute/cbor';
import { CODEC_DCBOR, toString as cidText, create, fromString } from '@atcute/cid';
import { now as nowTid } from '@atcute/tid';
import type { TestKey } from '../plc/written-log.js';

/** Blocks by their CIDs, in the order in which they are sent. */
export type Blocks = Map<string, Uint8Array>;

/** A node of a tree before it is written. */
export interface DraftNode {
  l: string | null;
  e: { p: number; k: Uint8Array; v: string; t: string | null }[];
}

/** Puts a value in as a block, and gives its CID. */
export async function put(blocks: Blocks, value: unknown): Promise<string> {
  const bytes = encode(value);
  const cid = cidText(await create(CODEC_DCBOR, bytes));
  blocks.set(cid, bytes);
  return cid;
}

const link = (cid: string | null) => (cid === null ? null : toCidLink(fromString(cid)));

/** Writes a node. */
export function putNode(blocks: Blocks, { l, e }: DraftNode): Promise<string> {
  return put(blocks, {
    l: link(l),
    e: e.map(({ p, k, v, t }) => ({ p, k: toBytes(k), v: link(v), t: link(t) })),
  });
}

/** Half of the zero bits that the hash of a key begins with. */
export function layerOfKey(key: string): number {
  const hash = createHash('sha256').update(key).digest('hex');
  const bits = [...hash].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  return Math.floor(bits.indexOf('1') / 2);
}

/** The keys of a node as they are written: what a key shares with the one before it is left out. */
export function draftEntries(
  entries: readonly (readonly [key: string, cid: string, right: string | null])[],
) {
  return entries.map(([key, v, t], index) => {
    const before = entries[index - 1]?.[0] ?? '';
    let p = 0;
    while (p < before.length && before[p] === key[p]) p++;
    return { p, k: Buffer.from(key.slice(p)), v, t };
  });
}

/** The tree of those keys in order, and the CID of its root. */
export async function putTree(blocks: Blocks, keys: readonly (readonly [string, string])[]): Promise<string> {
  async function subtree(
    part: readonly (readonly [string, string])[],
    layer: number,
  ): Promise<string | null> {
    if (part.length === 0) return null;
    const own = part.flatMap(([key], index) => (layerOfKey(key) === layer ? [index] : []));
    const between = (from: number, to: number | undefined) => subtree(part.slice(from, to), layer - 1);
    const l = await between(0, own[0] ?? part.length);
    const entries = await Promise.all(
      own.map(async (at, index) => {
        const [key, cid] = part[at]!;
        return [key, cid, await between(at + 1, own[index + 1])] as const;
      }),
    );
    return putNode(blocks, { l, e: draftEntries(entries) });
  }
  if (keys.length === 0) return putNode(blocks, { l: null, e: [] });
  const root = await subtree(keys, Math.max(...keys.map(([key]) => layerOfKey(key))));
  return root!;
}

/** A commit, signed; `odd` changes its members before, `written` its signature after. */
export async function putCommit(
  blocks: Blocks,
  { did, data, key, rev = nowTid() }: { did: string; data: string; key: TestKey; rev?: string },
  odd: Record<string, unknown> = {},
  written: (signature: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> = (signature) => signature,
): Promise<string> {
  const members = { did, version: 3, data: link(data), rev, prev: null, ...odd };
  const unsigned = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  return put(blocks, { ...unsigned, sig: toBytes(written(await key.key.sign(encode(unsigned)))) });
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) + 128);
  }
}

/** A block as a CAR has it. */
export function frameOf(cid: string, bytes: Uint8Array): Buffer {
  const name = fromString(cid).bytes;
  return Buffer.concat([Uint8Array.from(varint(name.length + bytes.length)), name, bytes]);
}

/** A CAR of those blocks. The roots come first in it only where they do among the blocks. */
export function carOf(roots: readonly string[], blocks: Iterable<readonly [string, Uint8Array]>): Buffer {
  const header = encode({ version: 1, roots: roots.map(link) });
  const frames = Array.from(blocks, ([cid, bytes]) => frameOf(cid, bytes));
  return Buffer.concat([Uint8Array.from(varint(header.length)), header, ...frames]);
}
