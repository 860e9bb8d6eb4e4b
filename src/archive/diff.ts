import type { Archive } from './archive.js';

/** What became of one record from one archive to another. */
export interface RecordChange {
  readonly op: 'create' | 'update' | 'delete';
  readonly collection: string;
  readonly rkey: string;
  /** What it is now; undefined where it was deleted. */
  readonly cid: string | undefined;
  /** What it was; undefined where it was created. */
  readonly prev: string | undefined;
  /** Its row in the archive before and in the one after, or -1. */
  readonly oldRow: number;
  readonly newRow: number;
}

/**
 * What was created, updated and deleted from one archive to another, in the order of the keys. Walks along both at once, so that it
 * holds nothing but where it stands.
 */
export function* diffArchives(before: Archive, after: Archive): Generator<RecordChange> {
  let oldRow = 0;
  let newRow = 0;
  while (oldRow < before.records || newRow < after.records) {
    const order = compareKeys(before, oldRow, after, newRow);
    if (order < 0) yield change('delete', oldRow++, -1);
    else if (order > 0) yield change('create', -1, newRow++);
    else {
      const isSame = before.cid(oldRow) === after.cid(newRow);
      if (!isSame) yield change('update', oldRow, newRow);
      oldRow++;
      newRow++;
    }
  }

  function change(op: RecordChange['op'], old: number, now: number): RecordChange {
    const [archive, row] = now === -1 ? [before, old] : [after, now];
    return {
      op,
      collection: archive.collectionOf(row).name,
      rkey: archive.rkey(row),
      cid: now === -1 ? undefined : after.cid(now),
      prev: old === -1 ? undefined : before.cid(old),
      oldRow: old,
      newRow: now,
    };
  }
}

/** By collection and key as the tree orders them: by their bytes, which are ASCII. What has no more rows comes last. */
function compareKeys(before: Archive, oldRow: number, after: Archive, newRow: number): number {
  if (oldRow >= before.records) return 1;
  if (newRow >= after.records) return -1;
  const old = `${before.collectionOf(oldRow).name}/${before.rkey(oldRow)}`;
  const now = `${after.collectionOf(newRow).name}/${after.rkey(newRow)}`;
  if (old === now) return 0;
  return old < now ? -1 : 1;
}
