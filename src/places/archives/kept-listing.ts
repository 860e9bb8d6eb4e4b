import type { KeptArchive } from '../../keep/archives.js';
import { byteSize } from '../../text/byte-size.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { isoTime, SHORT_TIME_CELLS, shortTime } from '../../text/date-time.js';
import { say } from '../../text/sentence.js';
import type { Address } from '../addresses.js';
import type { Listing } from '../listing.js';
import { archiveNameText } from './archive-address.js';
import type { ArchiveServices } from './find-archive.js';

/** A copy that is kept, and how one names it. */
export interface KeptCopy {
  readonly kept: KeptArchive;
  /** 0: the newest of its account. */
  readonly copy: number;
  readonly name: { readonly repo: string; readonly copy: number };
}

/** All copies that are kept: the account that was pulled last first, of each the newest first. */
export function keptListing(
  address: Extract<Address, { kind: 'archives' }>,
  { archives }: Pick<ArchiveServices, 'archives'>,
): Listing<KeptCopy> {
  return {
    address,
    columns: [
      { title: 'pulled', width: SHORT_TIME_CELLS, drop: 2 },
      { title: 'account', width: 0, drop: 0 },
      { title: 'copy', width: 6, drop: 5 },
      { title: 'records', width: 11, drop: 4 },
      { title: 'size', width: 7, drop: 1 },
      { title: 'verdict', width: 13, drop: 3 },
      { title: 'rev', width: 13, drop: 6, spare: true },
      { title: 'DID', width: 32, drop: 7, spare: true },
    ],
    orders: [],
    dependsOnViewer: false,
    empty: say`No repository is kept here: {key:archive.pull} on an account takes its own home.`,
    async load() {
      const rows = copiesOf((await archives?.list()) ?? []);
      const bytes = rows.reduce((sum, { kept }) => sum + kept.bytes, 0);
      const summary = rows.length === 0 ? undefined : byteSize(bytes);
      return { rows: { length: rows.length, at: (index) => rows[index], summary }, cursor: undefined };
    },
    row({ kept, copy, name }, names) {
      const { did, rev, bytes, time, note } = kept;
      return {
        cells: [
          shortTime(time),
          cellText(note?.handle ?? names(did) ?? did),
          copy === 0 ? '' : `~${copy}`,
          note === undefined ? '' : countText(note.records),
          byteSize(bytes),
          verdictText(note),
          rev,
          did,
        ],
        opens: { kind: 'archive', of: name },
        uri: undefined,
        name: archiveNameText(name),
        cid: undefined,
        did,
      };
    },
    key: ({ kept }) => kept.file,
    dids: ({ kept: { did, note } }) => (note?.handle === undefined ? [did] : []),
    json({ kept: { did, file, rev, bytes, time, note }, name }) {
      const { handle, records, collections, verdict, problems, from } = note ?? {};
      const found = { records, collections, bytes, pulled: isoTime(time), from, verdict, problems, file };
      return JSON.stringify({ address: archiveNameText(name), did, handle, rev, ...found });
    },
  };
}

/** The copies with how one names them: by the handle where only one account was taken home under it, else by the DID. */
function copiesOf(list: readonly KeptArchive[]): readonly KeptCopy[] {
  const owners = new Map<string | undefined, Set<string>>();
  for (const { did, note } of list) {
    owners.set(note?.handle, (owners.get(note?.handle) ?? new Set()).add(did));
  }
  const before = new Map<string, number>();
  return list.map((kept) => {
    const { did, note } = kept;
    const copy = before.get(did) ?? 0;
    before.set(did, copy + 1);
    const handle = note?.handle;
    return {
      kept,
      copy,
      name: { repo: handle !== undefined && owners.get(handle)?.size === 1 ? handle : did, copy },
    };
  });
}

/** What was found as it was taken home. */
function verdictText(note: KeptArchive['note']): string {
  if (note === undefined) return 'not known';
  if (note.verdict === 'unchecked') return 'unchecked';
  if (note.verdict === 'signed' && note.problems === 0) return '✓ signed';
  return note.problems === 1 ? '✗ 1 problem' : `✗ ${countText(note.problems)} problems`;
}
