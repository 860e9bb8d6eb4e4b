import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decode, isCidLink } from '@atcute/cbor';
import { isObject } from '../text/json-fields.js';
import type { Archive } from './archive.js';
import { ArchiveError, Problems } from './archive-error.js';
import type { BlockTable } from './block-table.js';
import { scanCar } from './car-scan.js';
import { bytesOfCid, CID_BYTES, cidTextAt } from './cid-bytes.js';
import { FileWindow } from './file-window.js';
import { type ProofCommit, readCommit } from './proof-commit.js';
import { ProofFault } from './proof-fault.js';
import { recordProblem } from './record-problem.js';
import { RowTable } from './row-table.js';
import { TreeWalk } from './tree-walk.js';

export interface OpenOptions {
  readonly signal?: AbortSignal;
  /** Bytes of the file that are read, and all of them. */
  onProgress?(bytes: number, total: number): void;
  /** Whether every body is held against strict DAG-CBOR, too. */
  readonly records?: boolean;
  /** Whose it is to be. */
  readonly did?: string;
  /** Milliseconds since 1970, for what may not be in the future. */
  readonly now?: number;
}

/** An archive whose blocks, commit and tree have been looked at. */
export interface OpenArchive extends Archive {
  /** Undefined where its form is not right, which is among the problems. */
  readonly commit: ProofCommit | undefined;
  /** With those past the ones that are kept. */
  readonly problemCount: number;
}

/**
 * Opens a CAR whose blocks stand in any order: hashes each, reads the commit, and walks the tree. All that is wrong with it is in
 * `problems`, and what can be read has rows. Does not look at the signature. Lets others run every few milliseconds.
 *
 * @throws ArchiveError where there is no commit to begin with; the reason of the signal; an error of the file system
 */
export async function openArchive(file: string, options: OpenOptions = {}): Promise<OpenArchive> {
  const fd = openSync(file, 'r');
  try {
    return await opened(file, fd, options);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

async function opened(file: string, fd: number, options: OpenOptions): Promise<OpenArchive> {
  const { signal } = options;
  signal?.throwIfAborted();
  const before = fstatSync(fd, { bigint: true });
  const bytes = Number(before.size);
  const problems = new Problems();
  const { root, rootBytes, blocks } = await scanCar(fd, bytes, problems, options);
  const window = new FileWindow(fd, bytes);
  const body = commitBody(root, rootBytes, blocks, window);
  const begun = beginning(root, body);
  const commit = checkedCommit(root, body, options, problems);
  const rows = new RowTable(bytes, blocks.count);
  const onRecord = options.records
    ? (path: string, cid: string, offset: number, size: number): void => {
        const record = Buffer.allocUnsafe(size);
        bodies.read(record, offset);
        const problem = recordProblem(record, path, cid);
        if (problem !== undefined) problems.add(problem);
      }
    : undefined;
  const bodies = new FileWindow(fd, bytes);
  const walk = new TreeWalk({ blocks, window, rows, problems, signal, onRecord });
  await walk.walk(new DataView(begun.data.buffer, begun.data.byteOffset), 0);
  const after = fstatSync(fd, { bigint: true });
  if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
    throw new ArchiveError({ kind: 'car-shape', message: 'The file was changed while it was read.' });
  }
  return archiveOf({
    file,
    fd,
    root,
    bytes,
    blocks: blocks.count,
    did: begun.did,
    rev: begun.rev,
    rows,
    problems,
    commit,
  });
}

function commitBody(root: string, rootBytes: Uint8Array, blocks: BlockTable, window: FileWindow): Buffer {
  const block = blocks.find(new DataView(rootBytes.buffer), 0);
  if (block < 0) {
    throw new ArchiveError({
      kind: 'no-commit',
      cid: root,
      message: `The commit ${root} is not in the file.`,
    });
  }
  if (!blocks.isGood(block)) {
    throw new ArchiveError({
      kind: 'block-hash',
      cid: root,
      message: `The commit ${root} does not hash to its CID.`,
    });
  }
  const body = Buffer.alloc(blocks.size(block));
  window.read(body, blocks.offset(block));
  return body;
}

/** What must be known of a commit before anything else can be: whose it is, and its tree. */
function beginning(root: string, body: Buffer): { did: string; rev: string; data: Uint8Array<ArrayBuffer> } {
  let value: unknown;
  try {
    value = decode(body);
  } catch {
    throw new ArchiveError({
      kind: 'not-dag-cbor',
      cid: root,
      message: `The commit ${root} is not DAG-CBOR.`,
    });
  }
  if (isObject(value) && typeof value.did === 'string' && isCidLink(value.data)) {
    const { did, rev } = value;
    const data = bytesOfCid(value.data);
    // Those of version 2 have no rev: they do not hold, and can be browsed.
    if (data.length === CID_BYTES) return { did, rev: typeof rev === 'string' ? rev : '', data };
  }
  throw new ArchiveError({
    kind: 'commit-shape',
    cid: root,
    message: `The commit ${root} has not the members that a commit has.`,
  });
}

function checkedCommit(
  root: string,
  body: Buffer,
  { did: wanted, now = Date.now() }: OpenOptions,
  problems: Problems,
): ProofCommit | undefined {
  const { did } = decode(body);
  if (wanted !== undefined && wanted !== did) {
    problems.add({
      kind: 'wrong-account',
      cid: root,
      message: `The commit is of ${did} and not of ${wanted}.`,
    });
  }
  try {
    return readCommit({ root, count: 1, block: () => body }, did, now);
  } catch (error) {
    if (!(error instanceof ProofFault)) throw error;
    problems.add({ kind: error.kind, cid: root, message: error.message });
    return undefined;
  }
}

interface Parts {
  readonly file: string;
  readonly fd: number;
  readonly root: string;
  readonly bytes: number;
  readonly blocks: number;
  readonly did: string;
  readonly rev: string;
  readonly rows: RowTable;
  readonly problems: Problems;
  readonly commit: ProofCommit | undefined;
}

function archiveOf({ fd, rows, problems, ...known }: Parts): OpenArchive {
  let isOpen = true;
  function bytesAt(offset: number, size: number): Buffer {
    const bytes = Buffer.alloc(size);
    if (readSync(fd, bytes, 0, size, offset) < size) {
      throw new ArchiveError({ kind: 'truncated', message: 'The file is shorter than it was.' });
    }
    return bytes;
  }
  return {
    ...known,
    records: rows.count,
    collections: rows.collections,
    problems: problems.list,
    problemCount: problems.count,
    rkey: (row) => rows.rkey(row),
    collectionOf: (row) => rows.collectionOf(row),
    find: (collection, rkey) => rows.find(collection, rkey),
    offset: (row) => rows.offset(row),
    size: (row) => rows.size(row),
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
      if (isOpen) closeSync(fd);
      isOpen = false;
    },
  };
}
