import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeListing } from '../../../src/places/archives/tree-listing.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { newList } from '../../../src/store/lists/lists-update.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { buildRepo, carOf } from '../../archive/build-repo.js';
import { recordsOfLife } from '../archive/life-repo.js';
import { scratchFolder } from '../scratch-folder.js';

const { signal } = new AbortController();
export const treeServices = {
  client: { resolve: () => Promise.reject(new Error('nobody is asked')) },
} as never;

/** A CAR of posts of some days, from which some of its blocks are missing, by their place behind the commit. */
export async function treeCar(days: number, missing: readonly number[] = []) {
  const records = recordsOfLife([
    { collection: 'app.bsky.feed.post', first: '2024-02-20', days, perDay: () => 1 },
  ]);
  const { commit, blocks, entries, nodes } = await buildRepo(records);
  const file = join(scratchFolder(), 'alice.car');
  writeFileSync(
    file,
    carOf(
      commit.cid,
      blocks.filter((_, at) => !missing.includes(at - 1)),
    ),
  );
  return { file, entries, nodes };
}

/** The list of the tree of such a file, with some of its rows unfolded, by their order on the screen. */
export async function treeList(file: string, unfolded: readonly number[]): Promise<ListState> {
  const address = { kind: 'archiveTree', of: { file } } as const;
  const listing = treeListing(address, treeServices);
  let page = await listing.load(undefined, { signal });
  for (const at of unfolded) {
    listing.folds?.toggle(page.rows.at(at)!);
    page = await listing.load(undefined, { signal });
  }
  const rows = new PagedRows<unknown>();
  rows.append(page.rows, undefined);
  const { note, summary } = page.rows;
  return {
    ...newList(address, undefined),
    listing: listing as never,
    rows,
    status: 'ready',
    ended: true,
    note,
    summary,
  };
}
