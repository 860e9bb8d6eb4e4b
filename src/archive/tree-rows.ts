import type { ReadEntry, TreeReader } from './tree-reader.js';

/** A SHA-256 has no more than 128 pairs of zero bits, so no tree is deeper. */
const DEPTH_MAX = 129;

/** A node, or a key of one, as a line of the tree. */
export interface TreeRow {
  /**
   * The way to it from the root: of each node on it which of its places is taken. Place 0 is the node before the first key, and each key
   * has two more, its own and that of the node behind it.
   */
  readonly path: readonly number[];
  /** CID of the node, or of the record. */
  readonly cid: string;
  /** The layer that it is on by where it stands; undefined below a node that cannot be read. */
  readonly layer: number | undefined;
  /** Undefined of a node. */
  readonly entry: ReadEntry | undefined;
  /** The keys between which all of a node and of what is below it belong; undefined where there is none on that side. */
  readonly bounds?: readonly [above: string | undefined, below: string | undefined];
}

/** Where a row stands, as a text that tells it from all others. */
export const rowPath = ({ path }: Pick<TreeRow, 'path'>): string => path.join('.');

/**
 * The rows of a tree from the root down, as far as nodes are unfolded, each read when it is come to.
 *
 * @param after the row behind which to begin; undefined: with the root
 */
export function* treeRows(
  reader: TreeReader,
  isUnfolded: (row: TreeRow) => boolean,
  after?: readonly number[],
): Generator<TreeRow> {
  const layer = reader.node(reader.root)?.entries[0]?.layer;
  yield* from(reader, isUnfolded, { path: [], cid: reader.root, layer, entry: undefined }, after);
}

/** `after` is what is left of the way to the row behind which to begin; undefined where all are behind it. */
function* from(
  reader: TreeReader,
  isUnfolded: (row: TreeRow) => boolean,
  row: TreeRow,
  after: readonly number[] | undefined,
): Generator<TreeRow> {
  if (after === undefined) yield row;
  const { path, layer } = row;
  if (path.length >= DEPTH_MAX || !isUnfolded(row)) return;
  const node = reader.node(row.cid);
  if (node === undefined) return;
  const [first = 0, ...rest] = after ?? [];
  for (let place = first; place <= node.entries.length * 2; place++) {
    const isOnTheWay = place === first && after !== undefined && after.length > 0;
    const at = [...path, place];
    const entry = place % 2 === 1 ? node.entries[(place - 1) / 2] : undefined;
    if (entry) {
      if (!isOnTheWay) yield { path: at, cid: entry.value, layer, entry };
      continue;
    }
    const before = node.entries[place / 2 - 1];
    const cid = place === 0 ? node.left : before?.right;
    if (cid === undefined) continue;
    const [above, below] = row.bounds ?? [];
    const child: TreeRow = {
      path: at,
      cid,
      layer: layer === undefined ? undefined : layer - 1,
      entry: undefined,
      bounds: [before?.key ?? above, node.entries[place / 2]?.key ?? below],
    };
    yield* from(reader, isUnfolded, child, isOnTheWay ? rest : undefined);
  }
}
