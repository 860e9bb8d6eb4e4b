import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openTree } from '../../src/archive/tree-reader.js';
import { rowPath, treeRows } from '../../src/archive/tree-rows.js';
import { treeListing } from '../../src/places/archives/tree-listing.js';
import { layerOf } from '../archive/build-repo.js';
import { treeCar, treeServices } from '../support/screen/tree-list.js';

const { signal } = new AbortController();
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function carOf(days: number, missing: readonly number[] = []) {
  const car = await treeCar(days, missing);
  folders.push(dirname(car.file));
  return car;
}

async function listingOf(file: string) {
  const listing = treeListing({ kind: 'archiveTree', of: { file } }, treeServices);
  async function rows() {
    const page = await listing.load(undefined, { signal });
    return Array.from({ length: page.rows.length }, (_, at) => page.rows.at(at)!);
  }
  return {
    listing,
    rows,
    cells: async () => (await rows()).map((row) => listing.row(row, () => undefined).cells),
  };
}

test('all unfolded, every node and every key comes once, each on the layer that it belongs on', async () => {
  const { file, entries, nodes } = await carOf(60);
  const reader = await openTree(file, signal);
  const rows = [...treeRows(reader, () => true)];
  const keys = rows.flatMap(({ entry, layer }) => (entry ? [[entry.key, layer]] : []));
  expect(keys).toEqual(entries.map(({ key }) => [key, layerOf(key)]));
  const cids = rows.flatMap(({ entry, cid }) => (entry ? [] : [cid]));
  expect(cids.toSorted()).toEqual(nodes.map(({ cid }) => cid.$link).toSorted());
  expect(new Set(rows.map(rowPath)).size).toBe(rows.length);
});

test('the rows behind any row are those that follow it', async () => {
  const { file } = await carOf(40);
  const reader = await openTree(file, signal);
  const isUnfolded = ({ cid }: { cid: string }): boolean => cid.charCodeAt(20) % 3 > 0;
  const all = [...treeRows(reader, isUnfolded)].map(rowPath);
  for (const [at, row] of [...treeRows(reader, isUnfolded)].entries()) {
    expect([...treeRows(reader, isUnfolded, row.path)].map(rowPath)).toEqual(all.slice(at + 1));
  }
});

test('a node is read when it is unfolded, and no other', async () => {
  const { file } = await carOf(60);
  const reader = await openTree(file, signal);
  const read: string[] = [];
  function node(cid: string) {
    read.push(cid);
    return reader.node(cid);
  }
  const rows = [...treeRows({ ...reader, node }, ({ path }) => path.length === 0)];
  expect(new Set(read)).toEqual(new Set([reader.root]));
  expect(rows.length).toBeGreaterThan(1);
});

test('a node is folded and unfolded, and its JSON is what stands in it', async () => {
  const { file } = await carOf(60);
  const { listing, rows, cells } = await listingOf(file);
  const folded = await cells();
  expect(folded[0]![0]).toMatch(/^▾ layer \d · \d+ keys?( · \d+ nodes? below)?$/);
  expect(folded[1]![0]).toMatch(/^ {2}▸ layer \d · /);
  const [, node] = await rows();
  listing.folds?.toggle(node!);
  expect((await cells()).length).toBeGreaterThan(folded.length);
  expect((await cells())[1]![0]).toMatch(/^ {2}▾ /);
  listing.folds?.toggle(node!);
  expect(await cells()).toEqual(folded);
  expect(JSON.parse(listing.json(node!))).toMatchObject({
    depth: 1,
    node: node!.cid,
    entries: expect.any(Array),
  });
});

test('all nodes are unfolded and folded at once, and each by itself after that', async () => {
  const { file, entries, nodes } = await carOf(60);
  const { listing, rows, cells } = await listingOf(file);
  const folded = await cells();
  listing.folds?.unfoldAll();
  expect(await rows()).toHaveLength(entries.length + nodes.length);
  const [root, node] = await rows();
  listing.folds?.toggle(node!);
  expect((await rows()).length).toBeLessThan(entries.length + nodes.length);
  listing.folds?.foldAll();
  expect(await cells()).toEqual(folded);
  listing.folds?.toggle(root!);
  expect(await rows()).toHaveLength(1);
});

test('a key opens its record', async () => {
  const { file, entries } = await carOf(12);
  const { listing, rows } = await listingOf(file);
  listing.folds?.unfoldAll();
  const opened = (await rows()).flatMap((row) => listing.row(row, () => undefined).opens ?? []);
  expect(opened).toEqual(
    entries.map(({ key }) => {
      const [collection, rkey] = key.split('/');
      return { kind: 'archiveRecord', of: { file }, collection, rkey };
    }),
  );
});

test('a folded node says how much is wrong below it', async () => {
  const whole = await carOf(60);
  const last = whole.nodes.length + whole.entries.length - 1;
  const { file } = await carOf(60, [last]);
  const { listing, rows, cells } = await listingOf(file);
  const [root, ...others] = await cells();
  expect(root![1]).toBe('');
  expect(others.filter(([, wrong]) => wrong !== '').map(([, wrong]) => wrong)).toEqual(['1 below']);
  listing.folds?.toggle((await rows())[0]!);
  expect((await cells()).map(([, wrong]) => wrong)).toEqual(['1 below']);
});

test('what is wrong stands beside the node or the key, with its kind, and the rest is there', async () => {
  const whole = await carOf(60);
  // The node of the first keys, which is the deepest before them, and the last record.
  const reader = await openTree(whole.file, signal);
  const [node] = [...treeRows(reader, () => true)]
    .filter(({ entry, path }) => !entry && path.every((at) => at === 0))
    .slice(-1);
  const lost = whole.nodes.findIndex(({ cid }) => cid.$link === node!.cid);
  const last = whole.nodes.length + whole.entries.length - 1;
  const { file } = await carOf(60, [lost, last]);
  const { listing, rows } = await listingOf(file);
  listing.folds?.unfoldAll();
  const wrong = (await rows()).flatMap((row) => {
    const { wrong: message, cells } = listing.row(row, () => undefined);
    return message === undefined ? [] : [{ what: row.entry?.key ?? row.cid, kind: cells[1], text: cells[0] }];
  });
  expect(wrong).toEqual([
    {
      what: node!.cid,
      kind: 'missing-block',
      text: expect.stringContaining('cannot be read'),
    },
    { what: whole.entries.at(-1)!.key, kind: 'missing-block', text: expect.stringContaining('app.bsky') },
  ]);
});
