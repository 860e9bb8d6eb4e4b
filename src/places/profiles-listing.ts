import type { RawPage } from '../atproto/appview.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { Column } from '../lenses/column.js';
import type { Address } from './addresses.js';
import type { Listing, LoadOptions, Order } from './listing.js';
import { profileCells, profileColumns, profileKey, profileRow } from './profile-row.js';

/** A list of accounts (`app.bsky.actor.defs#profileView`) as an AppView gives it. */
export interface Profiles {
  readonly address: Address;
  /** DID of the account that is signed in: rows tell how the two stand to each other. */
  readonly viewer: string | undefined;
  /** Asks for a page. */
  page(cursor: string | undefined, options: LoadOptions): Promise<RawPage>;
  /** The account in an item. Default: the item is one. */
  profile?(item: unknown): unknown;
  /** A column before the account, and its text. */
  readonly before?: { readonly column: Column; cell(item: unknown): string } | undefined;
  readonly orders?: readonly Order[] | undefined;
}

/** A listing of accounts: name, handle, relation, description, marks, when they were indexed, DID. */
export function profilesListing({
  address,
  viewer,
  page,
  profile = (item) => item,
  before,
  orders = [],
}: Profiles): Listing<RawItem> {
  const columns = profileColumns(viewer);
  return {
    address,
    columns: before ? [before.column, ...columns] : columns,
    orders,
    dependsOnViewer: true,
    async load(cursor, options) {
      const { items, cursor: next } = await page(cursor, options);
      return { rows: items, cursor: next };
    },
    row(item, names) {
      const value = item.value();
      const account = profile(value);
      const cells = profileCells(account, viewer, names);
      return profileRow(account, before ? [before.cell(value), ...cells] : cells, names);
    },
    key: (item) => profileKey(profile(item.value())),
    dids: () => [],
    json: (item) => item.text(),
  };
}
