import { isDid, isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import { atUriParts } from '../../atproto/at-uri.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import { createdColumn, createdText, whenColumn, whenText } from '../../lenses/created-text.js';
import type { Names } from '../../lenses/names.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { field, textField } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';
import type { Address } from '../addresses.js';
import { type Listing, type ListRow, NEWEST_FIRST, OLDEST_FIRST } from '../listing.js';

/** How links of one side are listed. */
export type LinkRows = Pick<Listing<RawItem>, 'columns' | 'orders' | 'empty' | 'row' | 'key' | 'dids'>;

/** Characters of an item of another shape that tell it apart. */
const KEY_MAX_CHARACTERS = 500;

/** The records that link to something. */
export const recordRows: LinkRows = {
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

/** The accounts that have such records. */
export const accountRows: LinkRows = {
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

/** What else those records link to. `titles` are what lists, feeds and accounts are called, by their at-URIs and DIDs, once that is known. */
export const otherRows = (titles: ReadonlyMap<string, string | null>): LinkRows => ({
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
        cellText(titles.get(subject) ?? (did === subject ? 'account' : what)),
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
});

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
