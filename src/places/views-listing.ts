import { isDid } from '@atcute/lexicons/syntax';
import type { RawPage } from '../atproto/appview.js';
import { atUriParts } from '../atproto/at-uri.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import { createdColumn, createdText } from '../lenses/created-text.js';
import { viewMarks, withMarks } from '../lenses/label-marks.js';
import { lensFor } from '../lenses/lens-for.js';
import type { Names } from '../lenses/names.js';
import { countText } from '../text/count-text.js';
import { field, textField } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';
import { accountAddress } from './account-address.js';
import type { Address } from './addresses.js';
import type { Listing, ListRow, LoadOptions } from './listing.js';

/** A list of what an AppView says of records (`listView`, `generatorView` and the like), each of which has `uri` and `cid`. */
export interface Views {
  readonly address: Address;
  /** The collection of the records: the lens for it reads a view, too. */
  readonly collection: string;
  /** Asks for a page. */
  page(cursor: string | undefined, options: LoadOptions): Promise<RawPage>;
  /** What of a view the lens reads. Default: the view has the members of the record itself. */
  record?(view: unknown): unknown;
  /** Members of a view that count something, with the titles of their columns. */
  readonly counts?: readonly { readonly title: string; readonly member: string }[] | undefined;
}

const COUNT_CELLS = 8;

/** A listing of records as an AppView shows them: what the lens reads, counts, when they were indexed. */
export function viewsListing({
  address,
  collection,
  page,
  record = (view) => view,
  counts = [],
}: Views): Listing<RawItem> {
  const lens = lensFor(collection);
  return {
    address,
    columns: [
      ...lens.columns,
      ...counts.map(({ title }) => ({ title, width: COUNT_CELLS, drop: 2 })),
      createdColumn('indexed'),
    ],
    orders: [],
    dependsOnViewer: true,
    async load(cursor, options) {
      const { items, cursor: next } = await page(cursor, options);
      return { rows: items, cursor: next };
    },
    row(item, names) {
      const view = item.value();
      const owner = field(view, 'creator');
      const [name = '', ...rest] = lens.cells(record(view), names);
      const cells = [
        withMarks(viewMarks(view, textField(owner, 'did'), names), name),
        ...rest,
        ...counts.map(({ member }) => countCell(field(view, member))),
        createdText(field(view, 'indexedAt'), undefined),
      ];
      return viewRow(view, owner, cells, names);
    },
    key: (item) => viewKey(item.value()),
    dids: (item) => lens.dids(record(item.value())),
    json: (item) => item.text(),
  };
}

/**
 * A row that opens the record that a view is of, by the handle of its owner (`profileViewBasic`) where that is a good one. What labels say
 * of the view is lit where it stands in a cell (`withMarks`).
 */
export function viewRow(view: unknown, owner: unknown, cells: readonly string[], names?: Names): ListRow {
  const uri = textField(view, 'uri');
  const parts = atUriParts(uri);
  const handle = textField(owner, 'did') === parts?.repo ? textField(owner, 'handle') : undefined;
  return {
    cells,
    opens: recordAt(parts, accountAddress({ handle, did: parts?.repo })?.repo),
    uri,
    cid: textField(view, 'cid'),
    did: isDid(parts?.repo) ? parts.repo : undefined,
    labels: viewMarks(view, textField(owner, 'did'), names),
  };
}

/** What a view is told apart by: the at-URI of its record. */
export const viewKey = (view: unknown): string => textField(view, 'uri') ?? textField(view, 'cid') ?? '';

/** A number that a service counted, as a cell; empty where it told none. */
export function countCell(count: unknown): string {
  const number = numberOf(count);
  return number === undefined ? '' : countText(number);
}

function recordAt(parts: ReturnType<typeof atUriParts>, repo: string | undefined): Address | undefined {
  if (parts?.collection === undefined || parts.rkey === undefined || repo === undefined) return undefined;
  return { kind: 'record', repo, collection: parts.collection, rkey: parts.rkey };
}
