import { atUriParts } from '../atproto/at-uri.js';
import { memberText } from '../atproto/calls/json-scan.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { RecordToValidate } from '../atproto/lexicons/validity.js';
import type { RepoSource } from '../atproto/repo-source.js';
import type { Column } from '../lenses/column.js';
import { createdColumn, createdText, whenColumn, whenText } from '../lenses/created-text.js';
import { selfMarks } from '../lenses/label-marks.js';
import type { Lens } from '../lenses/lens.js';
import { lensFor } from '../lenses/lens-for.js';
import { cellText } from '../text/cell-text.js';
import { field, textField } from '../text/json-fields.js';
import type { Address } from './addresses.js';
import { LargeRecord, withoutLarge } from './large-record.js';
import { type Listing, NEWEST_FIRST, OLDEST_FIRST } from './listing.js';

const PAGE_ROWS = 100;
/** The URI of an item that begins with it, and has nothing escaped in it. */
const FIRST_URI = /^\{\s*"uri"\s*:\s*"([^"\\]+)"/;

/** The last one to be shown: it says little, save where nothing else tells records apart. */
const rkeyColumn: Column = { title: 'rkey', width: 13, drop: 9, spare: true, isKey: true };

/** A record as `listRecords` and `getRecord` give it. Members that are missing or of another type are undefined. */
export interface RecordItem {
  readonly uri: string | undefined;
  readonly cid: string | undefined;
  readonly value: unknown;
}

/** Reads `{uri, cid, value}`. */
export function recordItem(item: RawItem, whole = item.value()): RecordItem {
  return { uri: textField(whole, 'uri'), cid: textField(whole, 'cid'), value: field(whole, 'value') };
}

/** The JSON of a record's value exactly as it was sent; the whole item where it has no value. */
export function recordJson(item: RawItem): string {
  const whole = item.text();
  return memberText(whole, 'value') ?? whole;
}

/** A record to be held against its lexicon; undefined where it could not be read, and something is said in its place. */
export function recordToValidate(item: RawItem): RecordToValidate | undefined {
  const text = item.text();
  const { collection, rkey } = atUriParts(FIRST_URI.exec(text)?.[1] ?? recordItem(item).uri) ?? {};
  const json = memberText(text, 'value') ?? '';
  return collection === undefined || rkey === undefined || !isRecord(json)
    ? undefined
    : { collection, rkey, json };
}

/** Whether JSON is that of a record: a sentence stands in place of one that could not be read. */
export const isRecord = (json: string): boolean => /^\s*\{/.test(json);

/**
 * The records of one collection, as the lens for their kind reads them. `did` is the account that `address.repo`
 * resolved to; rows open in the address's own spelling, so that a handle stays a handle.
 */
export function recordsListing({
  address,
  source,
  did,
  lens = lensFor(address.collection),
}: {
  address: Extract<Address, { kind: 'collection' }>;
  source: Pick<RepoSource, 'list'>;
  did: string;
  /** Default: the lens for their kind. */
  lens?: Lens | undefined;
}): Listing<RawItem> {
  const { repo, collection } = address;

  /** What stands in place of a record that was not read. */
  function saidCells(said: string): readonly string[] {
    return lens.columns.map(({ width }) => (width === 0 ? said : ''));
  }

  return {
    address,
    columns: [whenColumn, ...lens.columns, createdColumn('created'), rkeyColumn],
    orders: [NEWEST_FIRST, OLDEST_FIRST],
    dependsOnViewer: false,
    beginsAtKeys: true,
    empty: 'No records here.',
    async load(cursor, { signal, order, limit = PAGE_ROWS, answerMaxBytes }) {
      const reverse = order === OLDEST_FIRST.id;
      const page = await source.list(collection, cursor, { signal, reverse, limit, answerMaxBytes });
      const rows = answerMaxBytes === undefined ? page.items : withoutLarge(page.items);
      return { rows, cursor: page.cursor };
    },
    row(item, names) {
      const { uri, cid, value } = recordItem(item, item.written());
      const parts = atUriParts(uri);
      const createdAt = field(value, 'createdAt');
      const own = parts?.repo === did && parts.collection === collection;
      return {
        cells: [
          whenText(createdAt, parts?.rkey),
          ...(item instanceof LargeRecord ? saidCells(item.said) : lens.cells(value, names)),
          createdText(createdAt, parts?.rkey),
          cellText(parts?.rkey ?? uri),
        ],
        opens: recordAddress(own ? { ...parts, repo } : parts),
        uri,
        cid,
        did: lens.subject?.(value) ?? did,
        labels: selfMarks(value),
      };
    },
    key(item) {
      const text = item.text();
      // Servers send the URI first: all rows of a long list are asked for their keys at once, without parsing them.
      const first = FIRST_URI.exec(text)?.[1];
      if (first !== undefined) return first;
      const { uri, cid } = recordItem(item);
      return uri ?? cid ?? text.slice(0, 500);
    },
    cid: (item) => recordItem(item).cid,
    record: recordToValidate,
    dids: (item) => lens.dids(recordItem(item).value),
    json: recordJson,
    whole: (item) => item.text(),
  };
}

function recordAddress(parts: ReturnType<typeof atUriParts>): Address | undefined {
  if (parts?.collection === undefined || parts.rkey === undefined) return undefined;
  return { kind: 'record', repo: parts.repo, collection: parts.collection, rkey: parts.rkey };
}
