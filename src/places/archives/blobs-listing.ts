import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { blobUses } from '../../archive/blob-uses.js';
import { atUriParts } from '../../atproto/at-uri.js';
import { blobFolder } from '../../keep/blob-folder.js';
import { byteSize } from '../../text/byte-size.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import type { AnyAddress } from '../addresses.js';
import type { Listing } from '../listing.js';
import { recordUri } from '../repo-addresses.js';
import type { ArchiveName, ArchiveRecordAddress } from './archive-address.js';
import type { ArchiveServices } from './find-archive.js';
import { openNamed, whileRead } from './open-archives.js';

/** A blob that records of an archive refer to. */
interface UsedBlob {
  readonly cid: string;
  readonly mimeType: string | undefined;
  /** Bytes, as the records say. */
  readonly size: number | undefined;
  /** Where it is on this machine; undefined: it is not. */
  readonly file: string | undefined;
  /** At-URIs of the records that refer to it. */
  readonly records: readonly [string, ...string[]];
  /** The first of them. */
  readonly first: Pick<ArchiveRecordAddress, 'collection' | 'rkey'>;
}

/** The blobs that the records of an archive refer to: which records do, and whether `pull --blobs` has brought them. */
export function blobsListing(
  address: AnyAddress & { readonly kind: 'archiveBlobs'; readonly of: ArchiveName },
  services: ArchiveServices,
): Listing<UsedBlob> {
  const { of } = address;
  return {
    address,
    columns: [
      { title: 'used by', width: 0, drop: 0 },
      { title: 'type', width: 12, drop: 1 },
      { title: 'size', width: 8, drop: 2 },
      { title: 'here', width: 4, drop: 3 },
      { title: 'cid', width: 59, drop: 9, spare: true },
    ],
    orders: [],
    dependsOnViewer: false,
    empty: 'No record of this repository refers to a blob.',
    async load(_cursor, { signal }) {
      const { archive, file, kept } = await openNamed(of, services, signal);
      const folder = blobFolder(file, kept !== undefined);
      const there = new Set(await readdir(folder).catch(() => []));
      return await whileRead([archive], async () => {
        const uses = await blobUses(archive, signal);
        const { did } = archive;
        const rows = uses.map(({ cid, mimeType, size, rows }): UsedBlob => {
          const names = rows.map((row) => ({
            collection: archive.collectionOf(row).name,
            rkey: archive.rkey(row),
          }));
          const [first = { collection: '', rkey: '' }, ...more] = names;
          return {
            cid,
            mimeType,
            size,
            file: there.has(cid) ? join(folder, cid) : undefined,
            records: [
              recordUri({ repo: did, ...first }),
              ...more.map((name) => recordUri({ repo: did, ...name })),
            ],
            first,
          };
        });
        return { rows, cursor: undefined };
      });
    },
    row: ({ cid, mimeType, size, file, records, first }) => ({
      cells: [
        `${cellText(`${first.collection}/${first.rkey}`)}${others(records.length - 1)}`,
        cellText(mimeType ?? ''),
        size === undefined ? '' : byteSize(size),
        file === undefined ? '' : '✓',
        cellText(cid),
      ],
      opens: { kind: 'archiveBlob', of, cid },
      uri: records[0],
      name: cid,
      cid,
      did: undefined,
      picture: mimeType?.startsWith('image/')
        ? { did: atUriParts(records[0])?.repo ?? '', cid, mimeType, alt: '' }
        : undefined,
    }),
    key: ({ cid }) => cid,
    dids: () => [],
    json: ({ first, ...blob }) => JSON.stringify(blob),
  };
}

const others = (count: number): string => (count === 0 ? '' : ` and ${countText(count)} more`);
