import type { ArchiveProblem } from '../../archive/archive.js';
import type { ReadNode, TreeReader } from '../../archive/tree-reader.js';
import { rowPath, type TreeRow, treeRows } from '../../archive/tree-rows.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import type { Address } from '../addresses.js';
import type { Listing, ListRow } from '../listing.js';
import type { ArchiveName } from './archive-address.js';
import { toldOf } from './archive-listings.js';
import type { ArchiveServices } from './find-archive.js';
import { openNamed } from './open-archives.js';

const PAGE_ROWS = 500;
/** Path of its row. */
const ROOT = '';
/** All begin alike; so much tells them apart, and the record pane has the whole. */
const CID_CELLS = 14;
/** Cells that each step down is put in by, and at how many steps that ends. */
const INDENT = '  ';
const INDENTS_MAX = 12;

/** What the rows are read from. Nodes are read as they are come to; none is kept. */
interface OpenTree {
  readonly state: string;
  readonly reader: TreeReader;
  /** What is wrong, by the key of a record or the CID of a node. */
  readonly problems: ReadonlyMap<string, ArchiveProblem>;
}

/**
 * The tree of an archive: nodes with their keys below them, as far as they are unfolded. At first that is the root; each node that is
 * unfolded is read then. What was found to be wrong as the archive was opened stands beside the node or the key.
 */
export function treeListing(
  address: Extract<Address, { kind: 'archiveTree' }>,
  services: ArchiveServices,
): Listing<TreeRow> {
  const { of } = address;
  let areUnfolded = false;
  /** Those that are not as the others are. */
  const others = new Set([ROOT]);
  let tree: OpenTree | undefined;

  function setAll(are: boolean, except: readonly string[]): void {
    areUnfolded = are;
    others.clear();
    for (const path of except) others.add(path);
  }

  const isUnfolded = (row: TreeRow): boolean => areUnfolded !== others.has(rowPath(row));

  const nodeOf = (row: TreeRow): ReadNode | undefined =>
    row.entry === undefined ? tree?.reader.node(row.cid) : undefined;

  return {
    address,
    columns: [
      { title: 'tree', width: 0, drop: 0 },
      { title: 'wrong', width: 14, drop: 1 },
      { title: 'CID', width: CID_CELLS, drop: 2 },
    ],
    orders: [],
    dependsOnViewer: false,
    async load(cursor, { signal, limit = PAGE_ROWS }) {
      const { archive, state, ...found } = await openNamed(of, services, signal);
      const told = toldOf(of, { archive, state, ...found });
      const problems = new Map(archive.problems.map((one) => [one.path ?? one.cid ?? '', one]));
      if (tree?.state !== state) {
        const { openTree } = await import('../../archive/tree-reader.js');
        tree = { state, problems, reader: await openTree(found.file, signal) };
      }
      const rows: TreeRow[] = [];
      const after = cursor === undefined ? undefined : pathOf(cursor);
      let next: string | undefined;
      for (const row of treeRows(tree.reader, isUnfolded, after)) {
        const last = rows.at(-1);
        if (rows.length === limit && last) {
          next = cursorOf(last);
          break;
        }
        rows.push(row);
      }
      return { rows: { length: rows.length, at: (index) => rows[index], ...told }, cursor: next };
    },
    row(row) {
      const node = nodeOf(row);
      const isOpen = isUnfolded(row);
      const hidden = isOpen || node === undefined ? 0 : problemsBelow(row, node, tree);
      return listRow(row, { of, node, problem: problemOf(row, tree), hidden, isOpen });
    },
    key: rowPath,
    dids: () => [],
    json: (row) => JSON.stringify(rowJson(row, nodeOf(row), problemOf(row, tree))),
    folds: {
      has: ({ entry }) => entry === undefined,
      toggle(row) {
        const path = rowPath(row);
        if (!others.delete(path)) others.add(path);
      },
      // Of a tree that is folded one sees what is below the root, as at first.
      foldAll: () => setAll(false, [ROOT]),
      unfoldAll: () => setAll(true, []),
    },
  };
}

/** The root has no place in another node: an empty cursor would be none. */
const cursorOf = (row: TreeRow): string => `at ${rowPath(row)}`;
const pathOf = (cursor: string): readonly number[] =>
  cursor
    .slice('at '.length)
    .split('.')
    .filter((place) => place !== '')
    .map(Number);

const problemOf = ({ entry, cid }: TreeRow, tree: OpenTree | undefined): ArchiveProblem | undefined =>
  tree?.problems.get(entry?.key ?? cid);

/** Problems of keys that belong below a node, and of the nodes that stand right below it: deeper ones have no key to be found by. */
function problemsBelow({ bounds }: TreeRow, node: ReadNode, tree: OpenTree | undefined): number {
  const [above = '', below] = bounds ?? [];
  let count = 0;
  for (const { path } of tree?.problems.values() ?? []) {
    if (path !== undefined && path > above && (below === undefined || path < below)) count++;
  }
  for (const cid of [node.left, ...node.entries.map(({ right }) => right)]) {
    if (cid !== undefined && tree?.problems.has(cid)) count++;
  }
  return count;
}

function listRow(
  row: TreeRow,
  {
    of,
    node,
    problem,
    hidden,
    isOpen,
  }: {
    readonly of: ArchiveName;
    readonly node: ReadNode | undefined;
    readonly problem: ArchiveProblem | undefined;
    /** How many problems there are below it and not in sight, as far as it is known. */
    readonly hidden: number;
    readonly isOpen: boolean;
  },
): ListRow {
  const { path, cid, layer, entry } = row;
  const indent = INDENT.repeat(Math.min(path.length, INDENTS_MAX));
  const sign = entry ? ' ' : isOpen ? '▾' : '▸';
  const text = entry ? entry.key : nodeText(layer, node);
  return {
    cells: [
      `${indent}${sign} ${cellText(text)}`,
      problem?.kind ?? (hidden > 0 ? `${countText(hidden)} below` : ''),
      cid,
    ],
    opens: entry && recordOf(of, entry.key),
    uri: undefined,
    name: entry ? entry.key : cid,
    cid: undefined,
    did: undefined,
    wrong: problem?.message,
  };
}

/** `layer 3 · 12 keys · 13 nodes below`. */
function nodeText(layer: number | undefined, node: ReadNode | undefined): string {
  const on = layer === undefined ? 'a layer that is not known' : `layer ${layer}`;
  if (node === undefined) return `${on} · cannot be read`;
  const keys = node.entries.length;
  const nodes =
    node.entries.filter(({ right }) => right !== undefined).length + (node.left === undefined ? 0 : 1);
  const said = `${on} · ${countText(keys)} ${keys === 1 ? 'key' : 'keys'}`;
  return nodes === 0 ? said : `${said} · ${countText(nodes)} ${nodes === 1 ? 'node' : 'nodes'} below`;
}

function recordOf(of: ArchiveName, key: string): Address | undefined {
  const slash = key.indexOf('/');
  if (slash <= 0 || slash === key.length - 1) return undefined;
  return { kind: 'archiveRecord', of, collection: key.slice(0, slash), rkey: key.slice(slash + 1) };
}

/** What `ls` prints, and the record pane shows: of a node with all that stands in it. */
function rowJson(
  { path, cid, layer, entry }: TreeRow,
  node: ReadNode | undefined,
  problem: ArchiveProblem | undefined,
): unknown {
  const wrong = problem && { problem: { kind: problem.kind, message: problem.message } };
  const depth = path.length;
  if (entry) return { depth, layer, key: entry.key, cid, ...wrong };
  return {
    depth,
    layer,
    node: cid,
    left: node?.left,
    entries: node?.entries.map(({ key, value, right }) => ({ key, value, right })),
    ...wrong,
  };
}
