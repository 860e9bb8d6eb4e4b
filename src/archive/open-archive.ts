import { closeSync } from 'node:fs';
import { decode, isCidLink } from '@atcute/cbor';
import { bytesOfCid, CID_BYTES } from '../atproto/proof/cid-bytes.js';
import { type ProofCommit, readCommit } from '../atproto/proof/proof-commit.js';
import { ProofFault } from '../atproto/proof/proof-fault.js';
import { isObject } from '../text/json-fields.js';
import { ArchiveError, Problems } from './archive-error.js';
import type { BlockTable } from './block-table.js';
import { scanCar } from './car-scan.js';
import { isSameState, stateOf } from './file-state.js';
import { FileWindow } from './file-window.js';
import { openToRead } from './open-to-read.js';
import { type ArchiveFacts, archiveOf, type OpenArchive } from './opened-archive.js';
import { recordProblem } from './record-problem.js';
import { RowTable } from './row-table.js';
import { heldColumns, type RowArrays } from './rows.js';
import { TreeWalk } from './tree-walk.js';

export type { OpenArchive } from './opened-archive.js';

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

/** What a file was read to be. All of it can go to another thread. */
export interface ReadArchive {
  readonly facts: ArchiveFacts;
  readonly rows: RowArrays;
}

/**
 * Opens a CAR whose blocks stand in any order: hashes each, reads the commit, and walks the tree. All that is wrong with it is in
 * `problems`, and what can be read has rows. Does not look at the signature. Lets others run every few milliseconds.
 *
 * @throws ArchiveError where there is no commit to begin with; the reason of the signal; an error of the file system
 */
export async function openArchive(file: string, options: OpenOptions = {}): Promise<OpenArchive> {
  const fd = openToRead(file);
  try {
    const { facts, rows } = await readArchive(fd, options);
    return archiveOf(file, fd, facts, heldColumns(rows));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Does the work of `openArchive` on a file that is open. */
export async function readArchive(fd: number, options: OpenOptions): Promise<ReadArchive> {
  const { signal } = options;
  signal?.throwIfAborted();
  const state = stateOf(fd);
  const bytes = Number(state.size);
  const problems = new Problems();
  const { root, rootBytes, blocks } = await scanCar(fd, bytes, problems, options);
  const window = new FileWindow(fd, bytes);
  const body = commitBody(root, rootBytes, blocks, window);
  const begun = beginning(root, body);
  const commit = checkedCommit(root, body, options, problems);
  const rows = new RowTable(bytes, blocks.count);
  const bodies = new FileWindow(fd, bytes);
  const onRecord = options.records
    ? (path: string, cid: string, offset: number, size: number): void => {
        const record = Buffer.allocUnsafe(size);
        bodies.read(record, offset);
        const problem = recordProblem(record, path, cid);
        if (problem !== undefined) problems.add(problem);
      }
    : undefined;
  const walk = new TreeWalk({ blocks, window, rows, problems, signal, onRecord });
  await walk.walk(new DataView(begun.data.buffer, begun.data.byteOffset), 0);
  if (!isSameState(state, stateOf(fd))) {
    throw new ArchiveError({ kind: 'car-shape', message: 'The file was changed while it was read.' });
  }
  const facts: ArchiveFacts = {
    state,
    root,
    bytes,
    blocks: blocks.count,
    did: begun.did,
    rev: begun.rev,
    records: rows.count,
    collections: rows.collections,
    commit,
    problems: problems.list,
    problemCount: problems.count,
  };
  return { facts, rows: rows.arrays() };
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
