import { createHash } from 'node:crypto';
import { type CidLink, decode, encode as encodeCbor, fromBytes, toBytes, toCidLink } from '@atcute/cbor';
import { create, fromString } from '@atcute/cid';
import { P256PrivateKeyExportable, type PrivateKey } from '@atcute/crypto';

/** A block: its CID, 36 bytes, and its body. */
export interface Block {
  readonly cid: CidLink;
  readonly body: Uint8Array;
}

export interface BuiltNode {
  readonly l: CidLink | null;
  readonly e: readonly {
    readonly p: number;
    readonly k: string;
    readonly v: CidLink;
    readonly t: CidLink | null;
  }[];
}

export const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
export const REV = '3lws4nqc22222';

/** The key that all repositories of the tests are signed with. */
export const signer = await P256PrivateKeyExportable.createKeypair();
export const signerKey = await signer.exportPublicKey('did');

export async function blockOf(value: unknown): Promise<Block> {
  const body = encodeCbor(value);
  return { cid: toCidLink(await create(0x71, body)), body };
}

export const nodeBlock = ({ l, e }: BuiltNode): Promise<Block> =>
  blockOf({ l, e: e.map(({ k, ...entry }) => ({ ...entry, k: toBytes(Buffer.from(k)) })) });

/** A commit over a tree; `changes` makes it another than it should be, and `undefined` leaves a member out. */
export async function commitBlock(
  data: CidLink,
  changes: Readonly<Record<string, unknown>> = {},
  by: PrivateKey = signer,
): Promise<Block> {
  const members = Object.entries({ did: DID, version: 3, data, rev: REV, prev: null, ...changes });
  const unsigned = Object.fromEntries(members.filter(([, value]) => value !== undefined));
  const sig = await by.sign(encodeCbor(unsigned) as Uint8Array<ArrayBuffer>);
  return blockOf({ ...unsigned, sig: toBytes(sig) });
}

/** A commit with another signature in the place of its own. */
export async function resigned(
  { body }: Block,
  change: (signature: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Promise<Block> {
  const value = decode(body);
  return blockOf({ ...value, sig: toBytes(change(Uint8Array.from(fromBytes(value.sig)))) });
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}

export const frame = ({ cid, body }: Block): Uint8Array =>
  Buffer.concat([Uint8Array.from(varint(36 + body.length)), fromString(cid.$link).bytes, body]);

export function carOf(root: CidLink, blocks: readonly Block[]): Buffer {
  const header = encodeCbor({ roots: [root], version: 1 });
  return Buffer.concat([Uint8Array.from(varint(header.length)), header, ...blocks.map(frame)]);
}

export function layerOf(key: string): number {
  const digest = createHash('sha256').update(key).digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.indexOf('1') >> 1;
}

export interface Entry {
  readonly key: string;
  readonly record: Block;
}

/** The tree of sorted entries, by the definition: the nodes of it, the root first. */
export async function treeOf(entries: readonly Entry[]): Promise<readonly Block[]> {
  const layer = Math.max(0, ...entries.map(({ key }) => layerOf(key)));
  return subtree(entries, layer);
}

async function subtree(entries: readonly Entry[], layer: number): Promise<readonly Block[]> {
  const nodes: Block[] = [];
  async function below(from: number, to: number): Promise<CidLink | null> {
    if (from === to) return null;
    const inner = await subtree(entries.slice(from, to), layer - 1);
    nodes.push(...inner);
    return inner[0]!.cid;
  }
  const own = entries.flatMap(({ key }, index) => (layerOf(key) === layer ? [index] : []));
  const l = await below(0, own[0] ?? entries.length);
  const e: BuiltNode['e'][number][] = [];
  let before = '';
  for (const [at, index] of own.entries()) {
    const { key, record } = entries[index]!;
    let p = 0;
    while (p < before.length && before[p] === key[p]) p++;
    e.push({ p, k: key.slice(p), v: record.cid, t: await below(index + 1, own[at + 1] ?? entries.length) });
    before = key;
  }
  return [await nodeBlock({ l, e }), ...nodes];
}

/** A sound repository of records by their paths; `changes` are to its commit. */
export async function buildRepo(
  records: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>> = {},
) {
  const entries = await Promise.all(
    Object.keys(records)
      .sort()
      .map(async (key) => ({ key, record: await blockOf(records[key]) })),
  );
  const nodes = await treeOf(entries);
  const commit = await commitBlock(nodes[0]!.cid, changes);
  const blocks = [commit, ...nodes, ...entries.map(({ record }) => record)];
  return { commit, nodes, entries, blocks, car: carOf(commit.cid, blocks) };
}
