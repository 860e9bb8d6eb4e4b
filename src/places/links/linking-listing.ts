import { isDid, isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import { atUriParts } from '../../atproto/at-uri.js';
import type { LinksPage } from '../../atproto/backlinks/backlinks.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import { createdColumn, createdText, whenColumn, whenText } from '../../lenses/created-text.js';
import type { Names } from '../../lenses/names.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { field, textField } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';
import type { Address } from '../addresses.js';
import { type Listing, type ListRow, type LoadOptions, NEWEST_FIRST, OLDEST_FIRST } from '../listing.js';
import { backlinksOf, type LinksClient, linksSummary, mustHave } from './backlinks-of.js';
import type { LinkVia } from './link-via.js';
import { curlOf } from './links-listing.js';

/** What is listed of the links of one source: to what, which, and by whom that is known. */
interface Linking {
  readonly address: Address;
  readonly target: string;
  readonly via: LinkVia;
  readonly client: LinksClient;
}

/** The links of one source: the records, the accounts that have them, or what else the records link to. */
export function linkingListing({ address, target, via, client }: Linking): Listing<RawItem> {
  const { source, side } = via;
  const backlinks = backlinksOf(client);
  const asked = { target, source };
  /** Whichever order was asked for last is the one whose call is copied. */
  let oldestFirst = false;

  async function page(cursor: string | undefined, options: LoadOptions): Promise<LinksPage> {
    const at = mustHave(backlinks);
    if (side === 'accounts') return await at.accounts(asked, cursor, options);
    if (side !== 'records') return await at.others({ ...asked, path: side.to }, cursor, options);
    oldestFirst = options.order === OLDEST_FIRST.id;
    return await at.records({ ...asked, oldestFirst }, cursor, options);
  }

  function callUrl(): string | undefined {
    if (side === 'records') return backlinks?.recordsUrl({ ...asked, oldestFirst });
    if (side === 'accounts') return backlinks?.accountsUrl(asked);
    return backlinks?.othersUrl({ ...asked, path: side.to });
  }

  return {
    address,
    ...(side === 'records' ? recordRows : side === 'accounts' ? accountRows : otherRows),
    dependsOnViewer: false,
    async load(cursor, options) {
      const { items, cursor: next, total } = await page(cursor, options);
      const { length, note } = items;
      const summary = linksSummary(mustHave(backlinks).host, total, source);
      return { rows: { length, at: (index) => items.at(index), note, summary }, cursor: next };
    },
    json: (item) => item.text(),
    curl() {
      const url = callUrl();
      return url === undefined ? undefined : curlOf(url);
    },
  };
}

type Rows = Pick<Listing<RawItem>, 'columns' | 'orders' | 'empty' | 'row' | 'key' | 'dids'>;

/** Characters of an item of another shape that tell it apart. */
const KEY_MAX_CHARACTERS = 500;

const recordRows: Rows = {
  columns: [
    whenColumn,
    { title: 'account', width: 0, drop: 0 },
    { title: 'record', width: 15, drop: 1, isKey: true },
    createdColumn('by its key'),
  ],
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  empty: 'No record that is indexed refers to this in that way.',
  row(item, names) {
    const { did, collection, rkey } = recordOf(item);
    if (!isDid(did)) return oddRow(item, 4);
    const isRecord = isNsid(collection) && isRecordKey(rkey);
    return {
      cells: [whenText(undefined, rkey), nameOf(did, names), cellText(rkey), createdText(undefined, rkey)],
      opens: isRecord
        ? { kind: 'record', repo: names(did) ?? did, collection, rkey }
        : { kind: 'repo', repo: did },
      uri: isRecord ? `at://${did}/${collection}/${rkey}` : undefined,
      cid: undefined,
      did,
    };
  },
  key(item) {
    const { did, collection, rkey } = recordOf(item);
    return did === undefined ? item.text().slice(0, KEY_MAX_CHARACTERS) : `${did}/${collection}/${rkey}`;
  },
  dids: (item) => didsOf(recordOf(item).did),
};

const accountRows: Rows = {
  columns: [
    { title: 'account', width: 0, drop: 0 },
    { title: 'did', width: 32, drop: 3, spare: true },
  ],
  orders: [],
  empty: 'No account whose records are indexed refers to this in that way.',
  row(item, names) {
    const did = item.value();
    if (!isDid(did)) return oddRow(item, 2);
    return {
      cells: [nameOf(did, names), did],
      opens: { kind: 'repo', repo: names(did) ?? did },
      uri: `at://${did}`,
      cid: undefined,
      did,
    };
  },
  key: (item) => item.text().slice(0, KEY_MAX_CHARACTERS),
  dids: (item) => didsOf(item.value()),
};

/** Where `subject` is a list, what one wants to see of it is who stands on it. */
const LIST = 'app.bsky.graph.list';

const otherRows: Rows = {
  columns: [
    { title: 'of', width: 28, drop: 0 },
    { title: 'what', width: 0, drop: 0 },
    { title: 'records', width: 11, drop: 1 },
    { title: 'accounts', width: 11, drop: 2 },
  ],
  orders: [],
  empty: 'The records that refer to this refer to nothing else there.',
  row(item, names) {
    const value = item.value();
    const subject = textField(value, 'subject');
    if (subject === undefined) return oddRow(item, 4);
    const { repo, collection, rkey } = atUriParts(subject) ?? {};
    const did = isDid(subject) ? subject : isDid(repo) ? repo : undefined;
    const repoName = did === undefined ? undefined : (names(did) ?? did);
    const what = collection === undefined ? subject : [collection, rkey].join('/');
    return {
      cells: [
        did === undefined ? '' : nameOf(did, names),
        did === subject ? 'account' : cellText(what),
        countOf(value, 'total'),
        countOf(value, 'distinct'),
      ],
      opens: otherPlace({ subject, repo: repoName, collection, rkey }),
      uri: subject.startsWith('at://') ? subject : undefined,
      cid: undefined,
      did,
    };
  },
  key: (item) => textField(item.value(), 'subject') ?? item.text().slice(0, KEY_MAX_CHARACTERS),
  dids(item) {
    const subject = textField(item.value(), 'subject');
    return didsOf(isDid(subject) ? subject : atUriParts(subject)?.repo);
  },
};

function otherPlace({
  subject,
  repo,
  collection,
  rkey,
}: {
  readonly subject: string;
  readonly repo: string | undefined;
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}): Address | undefined {
  if (repo === undefined) {
    return /^https?:/.test(subject) ? { kind: 'linksTo', target: subject, via: undefined } : undefined;
  }
  if (collection === undefined) return { kind: 'repo', repo };
  if (rkey === undefined) return { kind: 'collection', repo, collection };
  return { kind: collection === LIST ? 'members' : 'record', repo, collection, rkey };
}

function recordOf(item: RawItem): {
  readonly did: string | undefined;
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
} {
  const value = item.value();
  const uri = atUriParts(field(value, 'uri'));
  return {
    did: textField(value, 'did') ?? uri?.repo,
    collection: textField(value, 'collection') ?? uri?.collection,
    rkey: textField(value, 'rkey') ?? uri?.rkey,
  };
}

function nameOf(did: string, names: Names): string {
  const handle = names(did);
  return handle === undefined ? did : `@${handle}`;
}

const didsOf = (did: unknown): readonly string[] => (isDid(did) ? [did] : []);

function countOf(value: unknown, member: string): string {
  const count = numberOf(field(value, member));
  return count === undefined ? '?' : countText(count);
}

/** What is no link as one knows them stands as it came. */
function oddRow(item: RawItem, cells: number): ListRow {
  return {
    cells: Array.from({ length: cells }, (_, at) =>
      at === Math.min(1, cells - 2) ? cellText(item.text()) : '',
    ),
    opens: undefined,
    uri: undefined,
    name: 'link',
    cid: undefined,
    did: undefined,
    wrong: 'This is no link as they are known here.',
  };
}
