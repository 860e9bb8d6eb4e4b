import { type CidLink, decode, fromBytes, toBytes, toCidLink } from '@atcute/cbor';
import { fromString } from '@atcute/cid';
import { P256PrivateKeyExportable, type PrivateKey } from '@atcute/crypto';
import {
  type Blocks,
  carOf as carOfBlocks,
  frameOf,
  layerOfKey,
  put,
  putCommit,
  putNode,
  putTree,
} from '../support/archive/signed-repo.js';

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

const blocksOf = (blocks: Blocks): Block[] =>
  [...blocks].map(([cid, body]) => ({ cid: toCidLink(fromString(cid)), body }));

/** The one block that is put in. */
async function putAlone(putIn: (blocks: Blocks) => Promise<string>): Promise<Block> {
  const blocks: Blocks = new Map();
  await putIn(blocks);
  return blocksOf(blocks)[0]!;
}

export const blockOf = (value: unknown): Promise<Block> => putAlone((blocks) => put(blocks, value));

export function nodeBlock({ l, e }: BuiltNode): Promise<Block> {
  const entries = e.map(({ p, k, v, t }) => ({ p, k: Buffer.from(k), v: v.$link, t: t?.$link ?? null }));
  return putAlone((blocks) => putNode(blocks, { l: l?.$link ?? null, e: entries }));
}

/** A commit over a tree; `changes` makes it another than it should be, and `undefined` leaves a member out. */
export function commitBlock(
  data: CidLink,
  changes: Readonly<Record<string, unknown>> = {},
  by: PrivateKey = signer,
): Promise<Block> {
  const of = { did: DID, data: data.$link, key: { did: signerKey, key: by }, rev: REV };
  return putAlone((blocks) => putCommit(blocks, of, changes));
}

/** A commit with another signature in the place of its own. */
export async function resigned(
  { body }: Block,
  change: (signature: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Promise<Block> {
  const value = decode(body);
  return blockOf({ ...value, sig: toBytes(change(Uint8Array.from(fromBytes(value.sig)))) });
}

export const frame = ({ cid, body }: Block): Buffer => frameOf(cid.$link, body);

export const carOf = (root: CidLink, blocks: readonly Block[]): Buffer =>
  carOfBlocks(
    [root.$link],
    blocks.map(({ cid, body }) => [cid.$link, body]),
  );

export { layerOfKey as layerOf };

export interface Entry {
  readonly key: string;
  readonly record: Block;
}

/** The tree of sorted entries, by the definition: the nodes of it, the root first. */
export async function treeOf(entries: readonly Entry[]): Promise<readonly Block[]> {
  const blocks: Blocks = new Map();
  await putTree(
    blocks,
    entries.map(({ key, record }) => [key, record.cid.$link]),
  );
  // A node is put in behind those below it.
  return blocksOf(blocks).toReversed();
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
