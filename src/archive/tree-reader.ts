import { closeSync, openSync, readSync } from 'node:fs';
import { decode, isCidLink, toCidLink } from '@atcute/cbor';
import { fromString } from '@atcute/cid';
import { bytesOfCid, cidTextAt } from '../atproto/proof/cid-bytes.js';
import { NodeLayout } from '../atproto/proof/node-layout.js';
import { KEY_MAX_BYTES, layerOf } from '../atproto/proof/tree-key.js';
import { field } from '../text/json-fields.js';
import { ArchiveError, Problems } from './archive-error.js';
import type { BlockTable } from './block-table.js';
import { scanCar } from './car-scan.js';
import { isSameState, stateOf } from './file-state.js';

/** A key of a node. */
export interface ReadEntry {
  readonly key: string;
  /** Of the key, by its hash. */
  readonly layer: number;
  /** CID of the record. */
  readonly value: string;
  /** CID of the node between this key and the next one; undefined where there is none. */
  readonly right: string | undefined;
}

/** A node of a tree as it stands in the file, whatever is wrong with it. */
export interface ReadNode {
  readonly cid: string;
  /** CID of the node before the first key. */
  readonly left: string | undefined;
  readonly entries: readonly ReadEntry[];
}

/** Reads the nodes of a tree, each when it is asked for. */
export interface TreeReader {
  /** CID of the root. */
  readonly root: string;
  /**
   * A node; undefined where it is missing, is not what its CID says, or is of no form that can be read. Throws an ArchiveError where
   * the file was changed meanwhile, and the error of the file system.
   */
  node(cid: string): ReadNode | undefined;
}

/**
 * Finds where the blocks of a CAR stand, for reading its tree. What is wrong with its blocks is not told: who opens the archive does.
 * Lets others run as it goes. Rejects as `scanCar`, and where the commit names no tree.
 */
export async function openTree(file: string, signal: AbortSignal): Promise<TreeReader> {
  const fd = openSync(file, 'r');
  try {
    const state = stateOf(fd);
    const { root: commit, blocks } = await scanCar(fd, Number(state.size), new Problems(), { signal });
    const body = bodyOf(fd, blocks, commit);
    const data = body && field(decode(body), 'data');
    if (!isCidLink(data)) {
      throw new ArchiveError({ kind: 'commit-shape', cid: commit, message: 'The commit names no tree.' });
    }
    return {
      root: data.$link,
      node: (cid) =>
        opened(file, (again) => {
          if (!isSameState(stateOf(again), state)) {
            throw new ArchiveError({ kind: 'car-shape', message: 'The file was changed while it was read.' });
          }
          const bytes = bodyOf(again, blocks, cid);
          return bytes && readEntries(cid, bytes);
        }),
    };
  } finally {
    closeSync(fd);
  }
}

/** With a descriptor of its own each time: nobody has to close a reader. */
function opened<T>(file: string, read: (fd: number) => T): T {
  const fd = openSync(file, 'r');
  try {
    return read(fd);
  } finally {
    closeSync(fd);
  }
}

/** The body of a block; undefined where it is not there, or does not hash to its CID. */
function bodyOf(fd: number, blocks: BlockTable, cid: string): Buffer | undefined {
  const bytes = bytesOfCid(toCidLink(fromString(cid)));
  const block = blocks.numberOf(new DataView(bytes.buffer), 0);
  if (block < 0 || !blocks.isGood(block)) return undefined;
  const body = Buffer.alloc(blocks.size(block));
  return readSync(fd, body, 0, body.length, blocks.offset(block)) < body.length ? undefined : body;
}

/** Undefined where the bytes are no node. A key that takes more than there is before it ends the node: those behind it cannot be known. */
function readEntries(cid: string, bytes: Buffer): ReadNode | undefined {
  const layout = new NodeLayout();
  bytes.copy(layout.room(bytes.length));
  if (!layout.parse()) return undefined;
  const entries: ReadEntry[] = [];
  let before = Buffer.alloc(0);
  for (let at = 0; at < layout.count; at++) {
    const prefix = layout.prefix(at);
    const from = layout.suffixAt(at);
    const suffix = layout.bytes.subarray(from, from + layout.suffixLength(at));
    if (prefix > before.length || prefix + suffix.length > KEY_MAX_BYTES) break;
    const key = Buffer.concat([before.subarray(0, prefix), suffix]);
    const right = layout.right(at);
    entries.push({
      key: key.toString('utf8'),
      layer: layerOf(key),
      value: cidTextAt(layout.bytes, layout.value(at)),
      right: right < 0 ? undefined : cidTextAt(layout.bytes, right),
    });
    before = key;
  }
  return { cid, left: layout.left < 0 ? undefined : cidTextAt(layout.bytes, layout.left), entries };
}
