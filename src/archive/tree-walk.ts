import { setImmediate as nextTurn } from 'node:timers/promises';
import { cidTextAt } from '../atproto/proof/cid-bytes.js';
import { NodeLayout } from '../atproto/proof/node-layout.js';
import { KEY_MAX_BYTES, layerOf } from '../atproto/proof/tree-key.js';
import type { ProblemKind } from './archive.js';
import type { Problems } from './archive-error.js';
import type { BlockTable } from './block-table.js';
import type { FileWindow } from './file-window.js';
import { isCollectionName, isRkeyAt } from './path-syntax.js';
import type { RowTable } from './row-table.js';

/** A SHA-256 has no more than 128 pairs of zero bits, so no tree is deeper. */
const DEPTH_MAX = 129;
/** So many nodes take some milliseconds. */
const NODES_A_TURN = 1024;
const SLASH = 0x2f;
/** No layer: that of the node above is not known either. */
const UNKNOWN = DEPTH_MAX * 2;

/** What is told of each record whose body is there, and hashes to its CID. */
export type OnRecord = (path: string, cid: string, offset: number, size: number) => void;

export interface WalkInput {
  readonly blocks: BlockTable;
  readonly window: FileWindow;
  readonly rows: RowTable;
  readonly problems: Problems;
  readonly signal?: AbortSignal | undefined;
  /** Is given only where bodies are to be looked at. */
  readonly onRecord?: OnRecord | undefined;
}

/** One node that is being walked, and the key at hand. */
class Level {
  readonly node = new NodeLayout();
  readonly key = Buffer.alloc(KEY_MAX_BYTES);
  keyLength = 0;
  layer = UNKNOWN;
  /** -1 before the subtree at the left. */
  entry = -1;
  /** The key at hand by its length: most have the same, and making a view of each would cost as much as copying it. */
  readonly #views: Uint8Array[] = [];

  get keyLayer(): number {
    const view = this.#views[this.keyLength] ?? this.key.subarray(0, this.keyLength);
    this.#views[this.keyLength] = view;
    return layerOf(view);
  }
}

/**
 * Walks the tree of a repository from its root in the order of its keys, holds each node against the rules
 * (atproto.com/specs/repository), and adds a row for each record. A bad node or record is added to `problems`, and the walk goes on
 * beside it.
 */
export class TreeWalk {
  readonly #in: WalkInput;
  readonly #levels: Level[] = [];
  #depth = 0;
  /** The last key of the whole tree. */
  readonly #last = Buffer.alloc(KEY_MAX_BYTES);
  #lastLength = 0;
  /** Bytes of the collection that the last key begins with, with its slash; 0 where it has none. */
  #collectionLength = 0;
  #hasRows = false;
  #isOver = false;

  constructor(input: WalkInput) {
    this.#in = input;
  }

  /** `view` and `at`: where the CID of the root stands. Lets others run now and then. Throws the reason of the signal. */
  async walk(view: DataView, at: number): Promise<void> {
    this.#enter(view, at, UNKNOWN);
    while (this.#depth > 0 && !this.#isOver) {
      for (let step = 0; step < NODES_A_TURN && this.#depth > 0 && !this.#isOver; step++) this.#step();
      await nextTurn();
      this.#in.signal?.throwIfAborted();
    }
  }

  #level(index: number): Level {
    const level = this.#levels[index] ?? new Level();
    this.#levels[index] = level;
    return level;
  }

  /** Takes the entries of the node at hand as far as its next subtree. */
  #step(): void {
    const level = this.#level(this.#depth - 1);
    const { node } = level;
    const below = level.layer === UNKNOWN ? UNKNOWN : level.layer - 1;
    while (!this.#isOver) {
      if (level.entry >= node.count) break;
      const entry = level.entry++;
      if (entry >= 0 && !this.#take(level, entry)) break;
      const subtree = entry < 0 ? node.left : node.right(entry);
      if (subtree >= 0 && this.#enter(node.view, subtree, below)) return;
    }
    this.#depth--;
  }

  #enter(view: DataView, at: number, layer: number): boolean {
    const { blocks, window } = this.#in;
    const isRoot = this.#depth === 0;
    const block = blocks.find(view, at);
    if (block < 0) return this.#bad('missing-block', view, at, 'is missing, with all records below it');
    // That it does not hash to its CID has been said.
    if (!blocks.isGood(block)) return false;
    if (layer < 0 || this.#depth >= DEPTH_MAX) {
      return this.#bad('key-layer', view, at, 'stands below the lowest layer');
    }
    const level = this.#level(this.#depth);
    const { node } = level;
    const size = blocks.size(block);
    window.read(node.room(size), blocks.offset(block), size);
    if (!node.parse()) return this.#bad('node-shape', view, at, 'is not of the form that nodes have');
    if (node.count === 0 && (isRoot ? node.left >= 0 : node.left < 0)) {
      this.#bad('empty-node', view, at, 'has no keys, and is of no use where it is');
    }
    level.layer =
      layer === UNKNOWN && node.count > 0
        ? layerOf(node.bytes.subarray(node.suffixAt(0), node.suffixAt(0) + node.suffixLength(0)))
        : layer;
    level.entry = -1;
    level.keyLength = 0;
    this.#depth++;
    return true;
  }

  #bad(kind: ProblemKind, view: DataView, at: number, why: string): false {
    const cid = cidTextAt(new Uint8Array(view.buffer), at);
    this.#in.problems.add({ kind, cid, message: `The node ${cid} of the tree ${why}.` });
    return false;
  }

  /** One entry. False where the keys behind it cannot be known. */
  #take(level: Level, entry: number): boolean {
    const { node, key } = level;
    const { problems } = this.#in;
    const before = level.keyLength;
    const prefix = node.prefix(entry);
    const suffix = node.suffixLength(entry);
    const from = node.suffixAt(entry);
    const length = prefix + suffix;
    if (prefix > before) {
      problems.add({
        kind: 'key-prefix',
        path: textOf(this.#last, this.#lastLength),
        message: 'The key behind it takes more than there is before it.',
      });
      return false;
    }
    if (length > KEY_MAX_BYTES) {
      problems.add({
        kind: 'record-path',
        path: textOf(this.#last, this.#lastLength),
        message: `The key behind it is longer than ${KEY_MAX_BYTES} bytes.`,
      });
      return false;
    }
    const isShort = prefix < before && suffix > 0 && key[prefix] === node.bytes[from];
    const isRising = entry === 0 || compare(key, prefix, before, node.bytes, from, from + suffix) < 0;
    for (let at = 0; at < suffix; at++) key[prefix + at] = node.bytes[from + at] ?? 0;
    level.keyLength = length;
    if (isShort) {
      problems.add({
        kind: 'key-prefix',
        path: textOf(key, length),
        message: 'The key shares more with the one before it than its node says.',
      });
    }
    if (level.keyLayer !== level.layer) {
      problems.add({
        kind: 'key-layer',
        path: textOf(key, length),
        message: 'The key belongs on another layer of the tree.',
      });
    }
    const last = this.#last;
    const least = Math.min(length, this.#lastLength);
    let common = 0;
    while (common < least && key[common] === last[common]) common++;
    const order = common === least ? this.#lastLength - length : (last[common] ?? 0) - (key[common] ?? 0);
    if (this.#lastLength > 0 && order >= 0) this.#misplaced(key, length, order, isRising);
    else this.#place(level, entry, common);
    return !this.#isOver;
  }

  #misplaced(key: Buffer, length: number, order: number, isRising: boolean): void {
    const path = textOf(key, length);
    const { problems } = this.#in;
    if (order === 0) problems.add({ kind: 'duplicate-key', path, message: 'The tree has the key twice.' });
    else if (isRising) {
      problems.add({
        kind: 'subtree-bounds',
        path,
        message: 'A subtree before the key, or its own, reaches past its bounds.',
      });
    } else
      problems.add({
        kind: 'key-order',
        path,
        message: 'The key stands behind one that it should stand before.',
      });
  }

  /** Makes a row of an entry whose key is behind all before it, and has so many bytes in common with the last of them. */
  #place({ node, key, keyLength: length }: Level, entry: number, common: number): void {
    const { blocks, rows, problems, onRecord } = this.#in;
    for (let at = common; at < length; at++) this.#last[at] = key[at] ?? 0;
    this.#lastLength = length;
    const isNext = this.#collectionLength === 0 || common < this.#collectionLength;
    if (isNext) this.#enterCollection(key, length);
    const start = this.#collectionLength;
    // An odd name of a collection is told with the first of its records.
    const isOddName = isNext && !isCollectionName(textOf(key, Math.max(start - 1, 0)));
    if (isOddName || !isRkeyAt(key, start, length)) this.#oddPath(key, length);
    if (start === 0) return;
    const valueAt = node.value(entry);
    const block = blocks.find(node.view, valueAt);
    if (block < 0) {
      const cid = cidTextAt(node.bytes, valueAt);
      problems.add({
        kind: 'missing-block',
        path: textOf(key, length),
        cid,
        message: 'The record is missing.',
      });
      return;
    }
    if (!this.#hasRows) rows.begin(textOf(key, start - 1));
    this.#hasRows = true;
    const offset = blocks.offset(block);
    const size = blocks.size(block);
    if (!rows.add(key, start, length, offset, size)) {
      this.#isOver = true;
      problems.add({
        kind: 'node-shape',
        path: textOf(key, length),
        message: 'The tree has more keys than a file of its size can mean.',
      });
    } else if (!blocks.isGood(block)) problems.name(cidTextAt(node.bytes, valueAt), textOf(key, length));
    else onRecord?.(textOf(key, length), cidTextAt(node.bytes, valueAt), offset, size);
  }

  #enterCollection(key: Buffer, length: number): void {
    const slash = key.indexOf(SLASH);
    this.#collectionLength = slash < 0 || slash >= length ? 0 : slash + 1;
    this.#hasRows = false;
  }

  #oddPath(key: Buffer, length: number): void {
    this.#in.problems.add({
      kind: 'record-path',
      path: textOf(key, length),
      message: 'The path is not a collection and a record key.',
    });
  }
}

const textOf = (bytes: Buffer, length: number): string => bytes.toString('utf8', 0, length);

/** The order of two pieces, by their bytes. */
function compare(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): number {
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  for (let at = 0; at < length; at++) {
    const order = (a[aStart + at] ?? 0) - (b[bStart + at] ?? 0);
    if (order !== 0) return order;
  }
  return aEnd - aStart - (bEnd - bStart);
}
