import { isDid, isRecordKey } from '@atcute/lexicons/syntax';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import type { AtClient } from '../../atproto/client.js';
import {
  type CollectionCounts,
  collectionStatistics,
  type RecordSample,
} from '../../atproto/lexicons/collection-statistics.js';
import type { Column } from '../../lenses/column.js';
import { whenColumn } from '../../lenses/created-text.js';
import { lensFor } from '../../lenses/lens-for.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { shortTime } from '../../text/date-time.js';
import { errorSentence } from '../../text/error-sentence.js';
import { textField } from '../../text/json-fields.js';
import { SentenceError } from '../../text/sentence.js';
import type { Address } from '../addresses.js';
import type { Listing, LoadOptions, Rows } from '../listing.js';

/** A repository that has records of the collection, as the directory names it, or one such record that came by lately. */
type Item = RawItem | RecordSample;

const FIRST_PAGE_ROWS = 100;
/** The most that a PDS or a relay gives; directories know more. */
const PAGE_ROWS = 1000;

const columns: readonly Column[] = [
  whenColumn,
  { title: 'account', width: 0, drop: 0 },
  { title: 'newest records', width: 0, drop: 2 },
];

const NO_DIRECTORY =
  'No service is set that knows which repositories use a lexicon: `directory` in settings.json names one.';

/**
 * Who uses a lexicon: its newest records, then the repositories that have some (`com.atproto.sync.listReposByCollection`); over them what
 * was done in a week. Each of the three services fails by itself.
 */
export function lexiconReposListing(
  address: Extract<Address, { kind: 'lexiconRepos' }>,
  client: Pick<AtClient, 'service' | 'services' | 'fetch'>,
): Listing<Item> {
  const { nsid } = address;
  const { directory, statistics } = client.services;
  const lens = lensFor(nsid);
  const read = lens.columns.findIndex(({ width }) => width === 0);
  let summary: string | undefined;

  async function reposPage(
    cursor: string | undefined,
    { signal, limit = cursor === undefined ? FIRST_PAGE_ROWS : PAGE_ROWS, answerMaxBytes }: LoadOptions,
  ) {
    if (directory === undefined) throw new SentenceError(NO_DIRECTORY);
    const reply = await client
      .service(new URL(directory), 'configured')
      .query(
        'com.atproto.sync.listReposByCollection',
        { collection: nsid, limit, cursor },
        { signal, answerMaxBytes },
      );
    return reply.page('repos');
  }

  /** What a failure leaves, and the failure. */
  async function tried<T>(asked: Promise<T> | undefined): Promise<{ value?: T; error?: unknown }> {
    try {
      return asked === undefined ? {} : { value: await asked };
    } catch (error) {
      if (isAbortError(error)) throw error;
      return { error };
    }
  }

  async function firstPage(options: LoadOptions) {
    const counted = statistics === undefined ? undefined : collectionStatistics(client, statistics);
    const { signal } = options;
    const [repos, counts, samples] = await Promise.all([
      tried(reposPage(undefined, options)),
      tried(counted?.counts(nsid, { signal })),
      tried(counted?.samples(nsid, { signal })),
    ]);
    signal.throwIfAborted();
    const newest = samples.value ?? [];
    if (repos.error !== undefined && newest.length === 0) throw repos.error;
    summary = counts.value && countsText(counts.value);
    const note = [repos, counts, samples].find(({ error }) => error !== undefined)?.error;
    const rows: Rows<Item> = {
      length: newest.length + (repos.value?.items.length ?? 0),
      at: (index) => newest[index] ?? repos.value?.items.at(index - newest.length),
      note: note === undefined ? repos.value?.items.note : errorSentence(note),
      summary,
    };
    return { rows, cursor: repos.value?.cursor };
  }

  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    empty: 'No repository has records of it.',
    async load(cursor, options) {
      if (cursor === undefined) return await firstPage(options);
      const { items, cursor: next } = await reposPage(cursor, options);
      const { length, note } = items;
      return { rows: { length, at: (index) => items.at(index), note, summary }, cursor: next };
    },
    row(item, names) {
      const said = didOf(item);
      const did = isDid(said) ? said : undefined;
      const handle = did === undefined ? undefined : names(did);
      const account = cellText(handle === undefined ? said : `@${handle}`);
      const of = { did, name: undefined, cid: undefined };
      if (!isSample(item)) {
        const opens: Address | undefined = did && { kind: 'collection', repo: did, collection: nsid };
        return { ...of, cells: ['', account, ''], opens, uri: did && `at://${did}/${nsid}` };
      }
      const { rkey, record, time } = item;
      const isRecord = did !== undefined && isRecordKey(rkey);
      return {
        ...of,
        cells: [
          time === undefined ? '' : shortTime(time / 1000),
          account,
          lens.cells(record, names)[read] ?? '',
        ],
        opens: isRecord ? { kind: 'record', repo: did, collection: nsid, rkey } : undefined,
        uri: isRecord ? `at://${did}/${nsid}/${rkey}` : undefined,
      };
    },
    key: (item) => (isSample(item) ? `${item.did}/${item.rkey}` : (didOf(item) ?? item.text().slice(0, 500))),
    dids(item) {
      const did = didOf(item);
      return [...(isDid(did) ? [did] : []), ...(isSample(item) ? lens.dids(item.record) : [])];
    },
    json: (item) => (isSample(item) ? item.json : item.text()),
  };
}

const isSample = (item: Item): item is RecordSample => 'rkey' in item;

const didOf = (item: Item): string | undefined =>
  isSample(item) ? item.did : textField(item.value(), 'did');

/** `this week 1,204 created · 12 deleted · by about 300 accounts`. */
function countsText({ creates, updates, deletes, accounts }: CollectionCounts): string {
  const said = [
    creates === undefined ? '' : `${countText(creates)} created`,
    updates ? `${countText(updates)} updated` : '',
    deletes ? `${countText(deletes)} deleted` : '',
    accounts === undefined ? '' : `about ${countText(accounts)} accounts`,
  ];
  return `in a week ${said.filter((part) => part !== '').join(' · ')}`;
}
