import { closeSync } from 'node:fs';
import { CID_BYTES } from '../atproto/proof/cid-bytes.js';
import type { Archive } from './archive.js';
import { FileWindow } from './file-window.js';
import { openToRead } from './open-to-read.js';

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

/** Rows that are looked at before others have their turn: some milliseconds. */
const ROWS_A_TURN = 2_000;

/**
 * What was created, updated and deleted from one archive to another, in the order of the keys. Walks along both at once, so that it
 * holds nothing but where it stands.
 */
export function* diffArchives(before: Archive, after: Archive): Generator<RecordChange> {
  for (const step of diffSteps(before, after)) if (typeof step === 'object') yield step;
}

/** The same, and every few milliseconds how many rows of both it has looked at: whoever has others beside it gives them their turn. */
export function* diffSteps(before: Archive, after: Archive): Generator<RecordChange | number> {
  const [old, now] = [new CidReader(before), new CidReader(after)];
  try {
    yield* stepsOf(before, after, (oldRow, newRow) => old.read(oldRow).equals(now.read(newRow)));
  } finally {
    old.close();
    now.close();
  }
}

function* stepsOf(
  before: Archive,
  after: Archive,
  isSameRecord: (oldRow: number, newRow: number) => boolean,
): Generator<RecordChange | number> {
  let oldRow = 0;
  let newRow = 0;
  for (let turn = 1; oldRow < before.records || newRow < after.records; turn++) {
    if (turn % ROWS_A_TURN === 0) yield oldRow + newRow;
    const order = compareKeys(before, oldRow, after, newRow);
    if (order < 0) yield change('delete', oldRow++, -1);
    else if (order > 0) yield change('create', -1, newRow++);
    else {
      if (!isSameRecord(oldRow, newRow)) yield change('update', oldRow, newRow);
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

/** Reads CIDs of one row after the other: those of neighbours come with one read. */
class CidReader {
  readonly #archive: Archive;
  readonly #fd: number;
  readonly #window: FileWindow;
  readonly #cid = Buffer.alloc(CID_BYTES);

  constructor(archive: Archive) {
    this.#archive = archive;
    this.#fd = openToRead(archive.file);
    this.#window = new FileWindow(this.#fd, archive.bytes);
  }

  /** The same buffer each time. */
  read(row: number): Buffer {
    this.#window.read(this.#cid, this.#archive.offset(row) - CID_BYTES);
    return this.#cid;
  }

  close(): void {
    closeSync(this.#fd);
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
