import type { RawPage } from '../../atproto/appview.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import { paramOf } from '../../atproto/methods/query-params.js';
import { fallbackLens } from '../../lenses/fallback.js';
import { field, textField } from '../../text/json-fields.js';
import type { Listing, LoadOptions } from '../listing.js';
import { postCells, postColumns, postDids } from '../post-row.js';
import { profilesListing } from '../profiles-listing.js';
import { recordsListing } from '../records.js';
import { viewKey, viewRow } from '../views-listing.js';
import { openedBy } from './opened-by.js';
import type { RowShape } from './row-shape.js';
import type { XrpcAddress } from './xrpc-address.js';

export interface AnswerPages {
  readonly address: XrpcAddress;
  readonly shape: RowShape;
  /** DID of the account in use. */
  readonly viewer: string | undefined;
  page(cursor: string | undefined, options: LoadOptions): Promise<RawPage>;
}

/** The items of an answer that pages: accounts, posts and records as they read elsewhere, anything else by what it says. */
export function answerRows({ address, shape, viewer, page }: AnswerPages): Listing<RawItem> {
  switch (shape.kind) {
    case 'account': {
      const { at } = shape;
      return profilesListing({
        address,
        viewer,
        page,
        ...(at !== undefined && { profile: (item: unknown) => field(item, at) }),
      });
    }
    case 'record':
      return recordRows(address, page);
    case 'post':
      return postRows(address, shape.at, page);
    case 'any':
      return anyRows(address, page);
  }
}

const loadOf =
  (page: AnswerPages['page']): Listing<RawItem>['load'] =>
  async (cursor, options) => {
    const { items, cursor: next } = await page(cursor, options);
    return { rows: items, cursor: next };
  };

function recordRows(address: XrpcAddress, page: AnswerPages['page']): Listing<RawItem> {
  const given = (name: string): string => paramOf(address.params, name) ?? '';
  const [repo, collection] = [given('repo'), given('collection')];
  const records = recordsListing({
    address: { kind: 'collection', repo, collection },
    source: {
      list: (_collection, cursor, { signal = new AbortController().signal, ...options } = {}) =>
        page(cursor, { signal, ...options }),
    },
    did: repo,
  });
  // The order is one of the parameters.
  return { ...records, address, orders: [], beginsAtKeys: undefined, load: loadOf(page) };
}

function postRows(address: XrpcAddress, at: string | undefined, page: AnswerPages['page']): Listing<RawItem> {
  const postOf = (item: RawItem): unknown => (at === undefined ? item.value() : field(item.value(), at));
  return {
    address,
    columns: postColumns,
    orders: [],
    dependsOnViewer: true,
    load: loadOf(page),
    row(item, names) {
      const post = postOf(item);
      return viewRow(post, field(post, 'author'), postCells(post, names), names);
    },
    key: (item) => viewKey(postOf(item)),
    dids: (item) => postDids(postOf(item)),
    json: (item) => item.text(),
  };
}

/** Characters of an item that has nothing else to be told apart by. */
const KEY_MAX_CHARACTERS = 500;

function anyRows(address: XrpcAddress, page: AnswerPages['page']): Listing<RawItem> {
  return {
    address,
    columns: fallbackLens.columns,
    orders: [],
    dependsOnViewer: true,
    load: loadOf(page),
    row(item, names) {
      const value = item.written();
      const opens = openedBy(value);
      return {
        cells: fallbackLens.cells(value, names),
        opens,
        uri: textField(value, 'uri'),
        cid: textField(value, 'cid'),
        did: textField(value, 'did'),
      };
    },
    key(item) {
      const value = item.value();
      return textField(value, 'uri') ?? textField(value, 'did') ?? item.text().slice(0, KEY_MAX_CHARACTERS);
    },
    dids: (item) => fallbackLens.dids(item.value()),
    json: (item) => item.text(),
  };
}
