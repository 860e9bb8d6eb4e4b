import type { Archive } from '../../archive/archive.js';
import { HitList } from '../../archive/search/hit-list.js';
import { hitText, litWords } from '../../archive/search/hit-text.js';
import { isEmptyQuery, parseQuery, QueryError, type SearchQuery } from '../../archive/search/query.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import type { Column } from '../../lenses/column.js';
import { whenColumn, whenText } from '../../lenses/created-text.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { field } from '../../text/json-fields.js';
import { SentenceError } from '../../text/sentence.js';
import { type Listing, type LoadOptions, NEWEST_FIRST, type Order, type Rows } from '../listing.js';
import { recordItem, recordJson, recordToValidate } from '../records.js';
import type { ArchiveSearchAddress } from './archive-address.js';
import { archiveLabel } from './archive-label.js';
import { toldOf } from './archive-listings.js';
import { archivedItem } from './archive-source.js';
import type { ArchiveServices } from './find-archive.js';
import { type OpenNamed, openCar, openNamed, whileRead } from './open-archives.js';

/** A record that was found. */
interface FoundRecord {
  readonly collection: string;
  readonly rkey: string;
  /** What it says around the words. */
  readonly said: string;
  readonly item: RawItem;
}

/** What a search has come to: where the records are, sixteen bytes each. */
interface Search {
  readonly open: OpenNamed;
  readonly hits: HitList;
  /** How many records were looked at, in the order of the file. */
  done: number;
  isWhole: boolean;
}

const PAGE_ROWS = 100;
/** What was found so far is shown so often. */
const PART_EVERY_MS = 150;

const BY_COLLECTION: Order = { id: 'collection', title: 'by collection' };

const columns: readonly Column[] = [
  whenColumn,
  { title: 'collection', width: 12, drop: 3 },
  { title: 'text', width: 0, drop: 0 },
  { title: 'rkey', width: 13, drop: 9, spare: true, isKey: true },
];

/** The records of an archive that hold words, the newest first. While it looks, those found so far are told in their order. */
export function searchListing(
  address: ArchiveSearchAddress,
  services: ArchiveServices,
): Listing<FoundRecord> {
  const { of } = address;
  const reading = readQuery(address.query);
  const words = typeof reading === 'string' ? [] : litWords(reading);
  let search: Search | undefined;
  /** The records of the page that was made last, by their rows. */
  let read = new Map<number, FoundRecord>();

  /** The search so far, where it was stopped; a new one where it is whole, or of another state of the file. */
  async function begun({ signal, order }: LoadOptions): Promise<Search> {
    const open = await openNamed(of, services, signal);
    if (search !== undefined && !search.isWhole && search.open.state === open.state) {
      // The one that it was begun with may be closed.
      return { ...search, open };
    }
    const hits = new HitList(order === BY_COLLECTION.id ? 'collection' : 'newest');
    return { open, hits, done: 0, isWhole: false };
  }

  async function look(query: SearchQuery, options: LoadOptions): Promise<void> {
    const begins = await begun(options);
    options.signal.throwIfAborted();
    search = begins;
    await whileRead([begins.open.archive], () => lookOn(begins, query, options));
  }

  async function lookOn(begins: Search, query: SearchQuery, options: LoadOptions): Promise<void> {
    const { signal, onPart } = options;
    const { open, hits, done: from } = begins;
    // Most starts search nothing.
    const { searchArchive } = await import('../../archive/search/search.js');
    // What is found first is shown at once.
    let shownAt = Number.NEGATIVE_INFINITY;
    for await (const { hits: more, done, total } of searchArchive(open.archive, query, { signal, from })) {
      hits.add(more);
      begins.done = done;
      if (!onPart || performance.now() - shownAt < PART_EVERY_MS) continue;
      onPart(await page(0, options, `${Math.floor((done / total) * 100)} % searched`));
      shownAt = performance.now();
    }
    begins.isWhole = true;
  }

  /** Some of what was found. It is read now: a million hits would fill the memory with their texts. */
  async function page(
    start: number,
    { limit = PAGE_ROWS, signal }: LoadOptions,
    ...more: readonly string[]
  ): Promise<Rows<FoundRecord>> {
    if (search === undefined) return [];
    const { open, hits } = search;
    const { archive, state } = await openCar(open.file, services, signal);
    if (state !== open.state) {
      throw new SentenceError(`${archiveLabel(of)} was changed since it was searched.`);
    }
    const count = Math.max(0, Math.min(limit, hits.length - start));
    const found = Array.from({ length: count }, (_, at) => hits.row(start + at) ?? 0);
    read = new Map(found.map((row) => [row, read.get(row) ?? foundAt(archive, row, words)]));
    const rows = [...read.values()];
    const { summary, note } = toldOf(of, open);
    const said = [`${countText(hits.length)} found`, ...more, summary];
    return { length: rows.length, at: (index) => rows.at(index), summary: said.join(' · '), note };
  }

  return {
    address,
    columns,
    orders: [NEWEST_FIRST, BY_COLLECTION],
    dependsOnViewer: false,
    empty: 'No record holds all of this.',
    lit: words,
    async load(cursor, options) {
      if (typeof reading === 'string') throw new SentenceError(reading);
      if (cursor === undefined || search === undefined) await look(reading, options);
      const start = Number(cursor ?? 0);
      const rows = await page(start, options);
      const next = start + rows.length;
      return { rows, cursor: next < (search?.hits.length ?? 0) ? String(next) : undefined };
    },
    row({ collection, rkey, said, item }) {
      const { uri, cid, value } = recordItem(item, item.written());
      return {
        cells: [
          whenText(field(value, 'createdAt'), rkey),
          cellText(collection.slice(collection.lastIndexOf('.') + 1)),
          cellText(said),
          cellText(rkey),
        ],
        opens: { kind: 'archiveRecord', of, collection, rkey },
        uri,
        cid,
        did: search?.open.archive.did,
      };
    },
    key: ({ collection, rkey }) => `${collection}/${rkey}`,
    record: ({ item }) => recordToValidate(item),
    dids: () => [],
    json: ({ item }) => recordJson(item),
    whole: ({ item }) => item.text(),
  };
}

/** What is looked for, or in a sentence why it cannot be. */
export function readQuery(text: string): SearchQuery | string {
  try {
    const query = parseQuery(text);
    return isEmptyQuery(query) ? 'Type the words to look for.' : query;
  } catch (error) {
    if (error instanceof QueryError) return `${error.message}.`;
    throw error;
  }
}

function foundAt(archive: Archive, row: number, words: readonly string[]): FoundRecord {
  const { name: collection } = archive.collectionOf(row);
  return {
    collection,
    rkey: archive.rkey(row),
    said: saidAt(archive, row, words),
    item: archivedItem(archive, row),
  };
}

/** Nothing where it cannot be read: the record itself says why. */
function saidAt(archive: Archive, row: number, words: readonly string[]): string {
  try {
    return hitText(archive.read(row), words);
  } catch {
    return '';
  }
}
