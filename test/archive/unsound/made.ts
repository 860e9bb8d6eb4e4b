import { toBytes, toCidLink } from '@atcute/cbor';
import { create } from '@atcute/cid';
import {
  type Block,
  blockOf,
  buildRepo,
  carOf,
  commitBlock,
  frame,
  layerOf,
  nodeBlock,
  resigned,
} from '../build-repo.js';

export const POST = 'app.bsky.feed.post';
export const post = (text: string) => ({ $type: POST, text });
export const sound = await buildRepo({
  ...Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`${POST}/${1000 + index}`, post(`text ${index}`)]),
  ),
  'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile' },
});
export const one = await blockOf(post('one'));
export const two = await blockOf(post('two'));

export type Entry = Parameters<typeof nodeBlock>[0]['e'][number];
export type Link = Block['cid'] | null;
export const entry = (k: string, p = 0, t: Link = null, record = one): Entry => ({ p, k, v: record.cid, t });
export const node = (l: Link, ...e: Entry[]) => nodeBlock({ l, e });
export const leaf = (...e: Entry[]) => node(null, ...e);

/** The repository of a tree, the root first, whose records are all the same. */
export async function tree(root: Block, ...more: readonly Block[]): Promise<Buffer> {
  const commit = await commitBlock(root.cid);
  return carOf(commit.cid, [commit, root, ...more, one]);
}

/** The first keys of each layer, in order. */
export function keysOn(layer: number, from = 1000): string[] {
  const keys = Array.from({ length: 2000 }, (_, index) => `${POST}/${from + index}`);
  return keys.filter((key) => layerOf(key) === layer);
}
export const [low0 = '', low1 = '', low2 = ''] = keysOn(0);
export const [high0 = '', high1 = ''] = keysOn(1);
/** With keys of the lower layers before it. */
export const top = keysOn(2).at(-1) ?? '';
export const [afterHigh = ''] = keysOn(0, 9000);
/** Of two keys, what the second has behind what they share. */
export function shared(key: string, before: string): { p: number; k: string } {
  let p = 0;
  while (p < before.length && key[p] === before[p]) p++;
  return { p, k: key.slice(p) };
}
export function next(key: string, before: string, t: Link = null): Entry {
  const { p, k } = shared(key, before);
  return entry(k, p, t);
}

export async function withCommit(changes: Readonly<Record<string, unknown>>): Promise<Buffer> {
  const commit = await commitBlock(sound.nodes[0]!.cid, changes);
  return carOf(commit.cid, [commit, ...sound.blocks.slice(1)]);
}

export async function withSignature(change: Parameters<typeof resigned>[1]): Promise<Buffer> {
  const commit = await resigned(sound.commit, change);
  return carOf(commit.cid, [commit, ...sound.blocks.slice(1)]);
}

/** The sound repository with another block in place of one. */
export const withBlock = (block: Block, other: Block): Buffer =>
  carOf(
    sound.commit.cid,
    sound.blocks.map((each) => (each === block ? other : each)),
  );
export const without = (block: Block): Buffer =>
  carOf(
    sound.commit.cid,
    sound.blocks.filter((each) => each !== block),
  );

/** One byte of a block is another. */
export function damaged({ cid, body }: Block): Block {
  const bytes = Uint8Array.from(body);
  bytes[bytes.length - 1]! ^= 1;
  return { cid, body: bytes };
}

export const withPath = async (path: string, value: unknown = one): Promise<Buffer> =>
  (await buildRepo({ [path]: value === one ? { $type: path.split('/')[0] } : value })).car;

/** A repository of one record whose block is as it is given. */
export async function withRecord(record: Block): Promise<Buffer> {
  const root = await leaf(entry(low0, 0, null, record));
  const commit = await commitBlock(root.cid);
  return carOf(commit.cid, [commit, root, record]);
}
export async function blockOfBytes(body: Uint8Array<ArrayBuffer>, codec: 0x55 | 0x71 = 0x71): Promise<Block> {
  return { cid: toCidLink(await create(codec, body)), body };
}

/** A node by its members, whatever they are. */
export const oddNode = async (members: Record<string, unknown>): Promise<Buffer> =>
  tree(await blockOf(members));
export const plainEntry = (members: Record<string, unknown> = {}) => ({
  k: toBytes(Buffer.from(low0)),
  p: 0,
  t: null,
  v: one.cid,
  ...members,
});
export const headed = (header: Uint8Array): Buffer =>
  Buffer.concat([Uint8Array.from([header.length]), header, ...sound.blocks.map(frame)]);

export async function emptyNodes(count: number): Promise<Buffer> {
  const nodes = [await leaf(entry(low0))];
  while (nodes.length <= count) nodes.unshift(await node(nodes[0]!.cid));
  return await tree(nodes[0]!, ...nodes.slice(1));
}
