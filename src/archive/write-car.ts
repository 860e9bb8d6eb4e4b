import { closeSync, fstatSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ArchiveProblem } from './archive.js';
import { ArchiveError, Problems } from './archive-error.js';
import { scanCar } from './car-scan.js';
import { FileWindow } from './file-window.js';
import { type OpenArchive, openArchive } from './open-archive.js';
import { type BlockSource, TreeWriter, type WriteOptions } from './tree-writer.js';

export interface WriteCarOptions extends WriteOptions {
  /** Whose it is to be. */
  readonly did?: string | undefined;
}

/** A CAR that was written, opened. */
export interface WrittenCar {
  readonly archive: OpenArchive;
  /** All that is wrong with it, with the reasons that are in the CARs it is made of. */
  readonly problems: readonly ArchiveProblem[];
  /** With those past the ones that are kept. */
  readonly problemCount: number;
}

/**
 * Writes the repository that the first of some CARs names as one CAR: the commit, then the tree in pre-order (a node, then for each key
 * what is left of it, its record, and what is right of it), each block once (atproto.com/specs/repository, “CAR File Serialization”). So
 * two CARs of one commit become the same bytes, in whatever order their blocks came. Blocks are looked for in all the CARs, the first
 * one first: what a host sends since a rev is joined with what was there. Blocks that came damaged are left out. What was written is then
 * opened and held against every rule, and is on the disk. Who gets the archive closes it.
 *
 * @throws ArchiveError where there is no commit to begin with; the reason of the signal; an error of the file system. There is nothing
 * at `to` then, which must not be there before.
 */
export async function writeCar(
  cars: readonly [string, ...string[]],
  to: string,
  options: WriteCarOptions = {},
): Promise<WrittenCar> {
  const { did, signal } = options;
  const fds: number[] = [];
  const found = new Problems();
  let hasBegun = false;
  function opened(file: string, flags: string): number {
    const fd = openSync(file, flags, 0o600);
    fds.push(fd);
    return fd;
  }
  try {
    const sources: BlockSource[] = [];
    const roots: Uint8Array<ArrayBuffer>[] = [];
    for (const car of cars) {
      const fd = opened(car, 'r');
      const { size } = fstatSync(fd);
      // Of a copy every block that is written is hashed as that is opened; what came is looked at before.
      const { rootBytes, blocks } = await scanCar(fd, size, found, { signal, isHashed: roots.length === 0 });
      roots.push(rootBytes);
      sources.push({ fd, blocks, window: new FileWindow(fd, size), written: new Uint8Array(blocks.count) });
    }
    const [root = new Uint8Array()] = roots;
    const writer = new TreeWriter(opened(to, 'wx'), sources);
    hasBegun = true;
    await writer.write(root, options);
    const archive = await openArchive(to, {
      ...(did === undefined ? {} : { did }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { archive, ...explained(archive.problems, archive.problemCount, found.list) };
  } catch (error) {
    if (hasBegun) await rm(to, { force: true });
    throw error instanceof ArchiveError ? because(error, found.list) : error;
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

/** What is wrong with what was written, and why: a block that is missing there was damaged, or came after the end. */
function explained(
  problems: readonly ArchiveProblem[],
  count: number,
  found: readonly ArchiveProblem[],
): Omit<WrittenCar, 'archive'> {
  if (problems.length === 0) return { problems, problemCount: count };
  const damaged = new Set(found.flatMap(({ kind, cid }) => (kind === 'block-hash' && cid ? [cid] : [])));
  const ends = found.filter(({ kind }) => kind !== 'block-hash');
  const told = problems.map((problem): ArchiveProblem => {
    const { kind, cid, path } = problem;
    if (kind !== 'missing-block' || cid === undefined || !damaged.has(cid)) return problem;
    const what = path === undefined ? `The node ${cid} of the tree` : 'The record';
    return { ...problem, kind: 'block-hash', message: `${what} does not hash to its CID.` };
  });
  return { problems: [...ends, ...told], problemCount: count + ends.length };
}

/** Why there is no commit: it is damaged, or the file ends before it. */
function because(error: ArchiveError, found: readonly ArchiveProblem[]): ArchiveError {
  if (error.kind !== 'no-commit') return error;
  const cause = found.find(({ kind, cid }) => kind !== 'block-hash' || cid === error.cid);
  return cause === undefined ? error : new ArchiveError(cause);
}
