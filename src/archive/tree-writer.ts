import { fsyncSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CidLinkWrapper, decode, encode, isCidLink } from '@atcute/cbor';
import { bytesOfCid, CID_BYTES } from '../atproto/proof/cid-bytes.js';
import { NodeLayout } from '../atproto/proof/node-layout.js';
import { isObject } from '../text/json-fields.js';
import type { BlockTable } from './block-table.js';
import type { FileWindow } from './file-window.js';
import { PartWriter } from './part-writer.js';

/** A CAR that blocks are taken from. */
export interface BlockSource {
  readonly fd: number;
  readonly blocks: BlockTable;
  readonly window: FileWindow;
  /** By the number of the block, 1 where it is written. */
  readonly written: Uint8Array;
}

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes that are written. */
  onProgress?(bytes: number): void;
}

/** A block, and where it is. */
interface Found {
  readonly source: BlockSource;
  readonly block: number;
}

/** One node whose subtrees and records are being written. */
interface Level {
  readonly node: NodeLayout;
  /** -1 before the subtree at the left. */
  entry: number;
}

/** So many nodes take some milliseconds. */
const NODES_A_TURN = 512;

/**
 * Writes a tree to a file in pre-order, each block once. What is missing or no node is left out: whoever opens the file finds that.
 * No node is entered twice, so that it ends whatever a stranger's tree is like.
 */
export class TreeWriter {
  readonly #fd: number;
  readonly #out: PartWriter;
  readonly #sources: readonly BlockSource[];
  readonly #levels: Level[] = [];
  #depth = 0;

  constructor(fd: number, sources: readonly BlockSource[]) {
    this.#fd = fd;
    this.#out = new PartWriter(fd);
    this.#sources = sources;
  }

  /** `root`: the CID of the commit. The file is on the disk then. Lets others run now and then. Throws the reason of the signal. */
  async write(root: Uint8Array<ArrayBuffer>, { signal, onProgress }: WriteOptions): Promise<void> {
    const header = encode({ roots: [new CidLinkWrapper(root)], version: 1 });
    this.#out.put(varint(header.length));
    this.#out.put(header);
    const commit = this.#block(new DataView(root.buffer, root.byteOffset), 0);
    const tree = commit === undefined ? undefined : treeOf(bodyOf(commit));
    if (tree !== undefined) this.#enter(new DataView(tree.buffer, tree.byteOffset), 0);
    while (this.#depth > 0) {
      for (let step = 0; step < NODES_A_TURN && this.#depth > 0; step++) this.#step();
      onProgress?.(this.#out.bytes);
      await nextTurn();
      signal?.throwIfAborted();
    }
    this.#out.flush();
    fsyncSync(this.#fd);
    onProgress?.(this.#out.bytes);
  }

  /** Writes the records of the node at hand as far as its next subtree. */
  #step(): void {
    const level = this.#levels[this.#depth - 1];
    if (level === undefined) return;
    const { node } = level;
    while (level.entry < node.count) {
      const entry = level.entry++;
      if (entry >= 0) this.#block(node.view, node.value(entry));
      const subtree = entry < 0 ? node.left : node.right(entry);
      if (subtree >= 0 && this.#enter(node.view, subtree)) return;
    }
    this.#depth--;
  }

  #enter(view: DataView, at: number): boolean {
    const found = this.#block(view, at);
    if (found === undefined) return false;
    const level = this.#levels[this.#depth] ?? { node: new NodeLayout(), entry: -1 };
    this.#levels[this.#depth] = level;
    const { source, block } = found;
    const size = source.blocks.size(block);
    source.window.read(level.node.room(size), source.blocks.offset(block), size);
    if (!level.node.parse()) return false;
    level.entry = -1;
    this.#depth++;
    return true;
  }

  /** Writes the block whose CID stands at `at`, and says where it is; undefined where it is written already, or is not there. */
  #block(view: DataView, at: number): Found | undefined {
    for (const source of this.#sources) {
      const { blocks, written, fd } = source;
      const block = blocks.numberOf(view, at);
      if (block < 0 || !blocks.isGood(block)) continue;
      if (written[block] === 1) return undefined;
      written[block] = 1;
      const offset = blocks.offset(block);
      const size = blocks.size(block);
      // A scan takes no length that is padded: the frame is as it would be written here.
      this.#out.copy(fd, offset - CID_BYTES - varintBytes(CID_BYTES + size), offset + size);
      return { source, block };
    }
    return undefined;
  }
}

function bodyOf({ source: { blocks, window }, block }: Found): Uint8Array {
  const body = Buffer.alloc(blocks.size(block));
  window.read(body, blocks.offset(block));
  return body;
}

function treeOf(commit: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    const value: unknown = decode(commit);
    return isObject(value) && isCidLink(value.data) ? bytesOfCid(value.data) : undefined;
  } catch {
    // Is said of the file that is written.
    return undefined;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

/** How many bytes a number has as a varint. */
function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest > 0x7f; rest >>>= 7) bytes++;
  return bytes;
}
