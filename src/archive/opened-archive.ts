import { hash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { CID_BYTES, cidTextAt } from '../atproto/proof/cid-bytes.js';
import type { ProofCommit } from '../atproto/proof/proof-commit.js';
import type { Archive, ArchiveCollection, ArchiveProblem } from './archive.js';
import { ArchiveError } from './archive-error.js';
import { type FileState, isSameState, stateOf } from './file-state.js';
import { type RowColumns, Rows } from './rows.js';

/** An archive whose blocks, commit and tree have been looked at. */
export interface OpenArchive extends Archive {
  /** Undefined where its form is not right, which is among the problems. */
  readonly commit: ProofCommit | undefined;
  /** With those past the ones that are kept. */
  readonly problemCount: number;
  /** Whether it was not closed yet. */
  readonly isOpen: boolean;
}

/** What is known of an archive beside its rows: plain data. */
export interface ArchiveFacts {
  readonly state: FileState;
  readonly root: string;
  readonly bytes: number;
  readonly blocks: number;
  readonly did: string;
  readonly rev: string;
  readonly records: number;
  readonly collections: readonly ArchiveCollection[];
  readonly commit: ProofCommit | undefined;
  readonly problems: readonly ArchiveProblem[];
  readonly problemCount: number;
}

/** So often a file is looked at for changes while it is read: each look costs as much as a record. */
const LOOK_AGAIN_MS = 50;

/** The archive of an open file, which it closes. `onClose` is called when that is done. */
export function archiveOf(
  file: string,
  fd: number,
  facts: ArchiveFacts,
  columns: RowColumns,
  onClose?: () => void,
): OpenArchive {
  const { state, ...known } = facts;
  const rows = new Rows(facts.records, facts.collections, columns);
  let isOpen = true;
  let lookedAt = performance.now();
  /** Bytes of another state could be a record of another key, and hash as they should. */
  function expectUnchanged(): void {
    const now = performance.now();
    if (now - lookedAt < LOOK_AGAIN_MS) return;
    if (!isSameState(stateOf(fd), state)) {
      throw new ArchiveError({ kind: 'car-shape', message: 'The file was changed since it was opened.' });
    }
    lookedAt = now;
  }
  function bytesAt(offset: number, size: number): Buffer {
    expectUnchanged();
    const bytes = Buffer.alloc(size);
    if (readSync(fd, bytes, 0, size, offset) < size) {
      throw new ArchiveError({ kind: 'truncated', message: 'The file is shorter than it was.' });
    }
    return bytes;
  }
  return {
    ...known,
    file,
    get isOpen() {
      return isOpen;
    },
    rkey: (row) => rows.rkey(row),
    collectionOf: (row) => rows.collectionOf(row),
    find: (collection, rkey) => rows.find(collection, rkey),
    offset: (row) => rows.offset(row),
    size: (row) => rows.size(row),
    offsets: () => columns.offsets(),
    keyTime: (row) => rows.keyTime(row),
    cid: (row) => cidTextAt(bytesAt(rows.offset(row) - CID_BYTES, CID_BYTES), 0),
    read(row) {
      const size = rows.size(row);
      const bytes = bytesAt(rows.offset(row) - CID_BYTES, CID_BYTES + size);
      const body = bytes.subarray(CID_BYTES);
      if (hash('sha256', body, 'binary') !== bytes.toString('latin1', 4, CID_BYTES)) {
        const cid = cidTextAt(bytes, 0);
        const path = `${rows.collectionOf(row).name}/${rows.rkey(row)}`;
        throw new ArchiveError({
          kind: 'block-hash',
          path,
          cid,
          message: `The record ${path} does not hash to its CID.`,
        });
      }
      return body;
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      closeSync(fd);
      onClose?.();
    },
  };
}
