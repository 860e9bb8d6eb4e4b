import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Archive } from '../../archive/archive.js';
import type { ChangedRows, ChangeList } from '../../archive/change-list.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import type { Column } from '../../lenses/column.js';
import { whenColumn, whenText } from '../../lenses/created-text.js';
import { lensFor } from '../../lenses/lens-for.js';
import type { Names } from '../../lenses/names.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { field } from '../../text/json-fields.js';
import { SentenceError } from '../../text/sentence.js';
import type { Listing, LoadOptions, Rows, RowVersions } from '../listing.js';
import { recordItem, recordJson } from '../records.js';
import type { ArchiveChangesAddress, ArchiveName } from './archive-address.js';
import { copyText, sourceText } from './archive-label.js';
import { toldOf } from './archive-listings.js';
import { archivedItem } from './archive-source.js';
import type { ArchiveServices } from './find-archive.js';
import { type OpenNamed, openCar, openNamed, whileRead } from './open-archives.js';

/** A record that is another one than it was, or is in one of the archives alone. */
interface ChangedRecord {
  readonly collection: string;
  readonly rkey: string;
  readonly old: RawItem | undefined;
  readonly new: RawItem | undefined;
}

/** What a comparison has come to. */
interface Comparison {
  readonly before: OpenNamed;
  readonly after: OpenNamed;
  readonly changes: ChangeList;
}

const PAGE_ROWS = 100;
/** What was found so far is shown so often. */
const PART_EVERY_MS = 150;

const columns: readonly Column[] = [
  { title: '', width: 1, drop: 0 },
  whenColumn,
  { title: 'collection', width: 12, drop: 3 },
  { title: 'text', width: 0, drop: 0 },
  { title: 'rkey', width: 13, drop: 9, spare: true, isKey: true },
];

/** The records that were created (+), updated (~) and deleted (−) from one archive to another, in the order of their keys. */
export function changesListing(
  address: ArchiveChangesAddress,
  services: ArchiveServices,
): Listing<ChangedRecord> {
  const { of } = address;
  const from = address.from ?? copyBefore(of);
  let comparison: Comparison | undefined;

  async function compare(options: LoadOptions): Promise<Comparison> {
    const { signal, onPart } = options;
    const before = await openNamed(from, services, signal);
    const after = await openNamed(of, services, signal);
    if (before.archive.did !== after.archive.did) {
      throw new SentenceError(`These are of two accounts: ${before.archive.did} and ${after.archive.did}.`);
    }
    // Most starts compare nothing.
    const [{ diffSteps }, { ChangeList }] = await Promise.all([
      import('../../archive/diff.js'),
      import('../../archive/change-list.js'),
    ]);
    const found: Comparison = { before, after, changes: new ChangeList() };
    const archives = [before.archive, after.archive] as const;
    const total = before.archive.records + after.archive.records;
    let shownAt = performance.now();
    return await whileRead(archives, async () => {
      for (const step of diffSteps(...archives)) {
        if (typeof step === 'object') {
          found.changes.add(step);
          continue;
        }
        if (onPart && performance.now() - shownAt >= PART_EVERY_MS) {
          onPart(await page(found, 0, options, `${Math.floor((step / total) * 100)} % compared`));
          shownAt = performance.now();
        }
        await nextTurn();
        signal.throwIfAborted();
      }
      return found;
    });
  }

  async function page(
    { before, after, changes }: Comparison,
    start: number,
    { limit = PAGE_ROWS, signal }: LoadOptions,
    ...more: readonly string[]
  ): Promise<Rows<ChangedRecord>> {
    const old = await openCar(before.file, services, signal);
    const now = await openCar(after.file, services, signal);
    if (old.state !== before.state || now.state !== after.state) {
      throw new SentenceError('One of the archives was changed since they were compared.');
    }
    const rows = changes.slice(start, limit).map((rows) => changedAt(rows, old.archive, now.archive));
    const { create, update, delete: deleted } = changes.counts;
    const { note } = toldOf(of, after);
    const counts = `+${countText(create)} ~${countText(update)} −${countText(deleted)}`;
    // The title has the address of what was before; of a copy this is the day.
    const since = before.kept === undefined ? [] : [`since ${copyText(before.kept)}`];
    const summary = [counts, ...more, ...since].join(' · ');
    return { length: rows.length, at: (index) => rows.at(index), summary, note };
  }

  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    empty: 'Nothing changed.',
    async load(cursor, options) {
      if (cursor === undefined || comparison === undefined) comparison = await compare(options);
      const start = Number(cursor ?? 0);
      const rows = await page(comparison, start, options);
      const next = start + rows.length;
      return { rows, cursor: next < comparison.changes.length ? String(next) : undefined };
    },
    row(changed, names) {
      const { collection, rkey } = changed;
      const item = itemOf(changed);
      const { uri, cid, value } = recordItem(item, item.written());
      return {
        cells: [
          SIGNS[opOf(changed)],
          whenText(field(value, 'createdAt'), rkey),
          cellText(collection.slice(collection.lastIndexOf('.') + 1)),
          mainText(collection, value, names),
          cellText(rkey),
        ],
        opens: { kind: 'archiveRecord', of: changed.new ? of : from, collection, rkey },
        uri,
        cid,
        did: comparison?.after.archive.did,
        versions: versionsOf(changed),
      };
    },
    key: ({ collection, rkey }) => `${collection}/${rkey}`,
    dids: (changed) => lensFor(changed.collection).dids(recordItem(itemOf(changed)).value),
    json: (changed) => recordJson(itemOf(changed)),
    whole: (changed) => changeJson(changed),
  };

  function versionsOf({ collection, rkey, old, new: now }: ChangedRecord): RowVersions | undefined {
    if (!old || !now || !comparison) return undefined;
    return {
      name: `${collection}/${rkey}`,
      old: { name: `in ${sourceText(from, comparison.before)}`, json: recordJson(old) },
      new: { name: `in ${sourceText(of, comparison.after)}`, json: recordJson(now) },
    };
  }
}

const SIGNS = { create: '+', update: '~', delete: '−' } as const;

function opOf({ old, new: now }: ChangedRecord): keyof typeof SIGNS {
  if (!old) return 'create';
  return now ? 'update' : 'delete';
}

/** The record as it is now; where it was deleted, as it was. One of them there is. */
const itemOf = ({ old, new: now }: ChangedRecord): RawItem => (now ?? old) as RawItem;

/** As `atscope diff` prints it, with the record as it is. */
function changeJson(changed: ChangedRecord): string {
  const item = itemOf(changed);
  const { uri, cid } = recordItem(item);
  const prev = changed.old && recordItem(changed.old).cid;
  const known = JSON.stringify({ op: opOf(changed), uri, cid: changed.new ? cid : undefined, prev });
  return `${known.slice(0, -1)},"value":${recordJson(item)}}`;
}

/** What people read of a record in a row. */
function mainText(collection: string, value: unknown, names: Names): string {
  const lens = lensFor(collection);
  return lens.cells(value, names)[lens.columns.findIndex(({ width }) => width === 0)] ?? '';
}

function changedAt({ oldRow, newRow }: ChangedRows, before: Archive, after: Archive): ChangedRecord {
  const [archive, row] = newRow === -1 ? [before, oldRow] : [after, newRow];
  return {
    collection: archive.collectionOf(row).name,
    rkey: archive.rkey(row),
    old: oldRow === -1 ? undefined : archivedItem(before, oldRow),
    new: newRow === -1 ? undefined : archivedItem(after, newRow),
  };
}

/** Of a copy the one that was taken home before; the address of a file says which. */
const copyBefore = (of: ArchiveName): ArchiveName =>
  'repo' in of ? { repo: of.repo, copy: of.copy + 1 } : of;
