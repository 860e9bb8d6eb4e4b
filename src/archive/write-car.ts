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

/** Why a CAR is not written: what it would be made of is no whole, sound repository. */
export class UnsoundCar extends ArchiveError {
  readonly problems: readonly ArchiveProblem[];

  constructor(first: ArchiveProblem, others: readonly ArchiveProblem[] = []) {
    super(first);
    this.problems = [first, ...others];
  }
}

/**
 * Writes the repository that the first of some CARs names as one CAR: the commit, then the tree in pre-order (a node, then for each key
 * what is left of it, its record, and what is right of it), each block once (atproto.com/specs/repository, “CAR File Serialization”). So
 * two CARs of one commit become the same bytes, in whatever order their blocks came. Blocks are looked for in all the CARs, the first
 * one first: what a host sends since a rev is joined with what was there. What was written is then opened and held against every rule,
 * and is on the disk. Who gets the archive closes it.
 *
 * @throws UnsoundCar where a CAR is damaged, or a block of the tree is missing or wrong; the reason of the signal; an error of the file
 * system. There is nothing at `to` then, which must not be there before.
 */
export async function writeCar(
  cars: readonly [string, ...string[]],
  to: string,
  options: WriteCarOptions = {},
): Promise<OpenArchive> {
  const { did, signal } = options;
  const fds: number[] = [];
  let hasBegun = false;
  function opened(file: string, flags: string): number {
    const fd = openSync(file, flags, 0o600);
    fds.push(fd);
    return fd;
  }
  try {
    const problems = new Problems();
    const sources: BlockSource[] = [];
    const roots: Uint8Array<ArrayBuffer>[] = [];
    for (const car of cars) {
      const fd = opened(car, 'r');
      const { size } = fstatSync(fd);
      const { rootBytes, blocks } = await scanCar(fd, size, problems, { signal });
      roots.push(rootBytes);
      sources.push({ blocks, window: new FileWindow(fd, size), written: new Uint8Array(blocks.count) });
    }
    refuse(problems.list);
    const [root = new Uint8Array()] = roots;
    const writer = new TreeWriter(opened(to, 'wx'), sources);
    hasBegun = true;
    await writer.write(root, options);
    const archive = await openArchive(to, {
      ...(did === undefined ? {} : { did }),
      ...(signal === undefined ? {} : { signal }),
    });
    try {
      refuse(archive.problems);
    } catch (error) {
      archive.close();
      throw error;
    }
    return archive;
  } catch (error) {
    if (hasBegun) await rm(to, { force: true });
    throw error instanceof ArchiveError && !(error instanceof UnsoundCar) ? new UnsoundCar(error) : error;
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

function refuse([first, ...others]: readonly ArchiveProblem[]): void {
  if (first !== undefined) throw new UnsoundCar(first, others);
}
