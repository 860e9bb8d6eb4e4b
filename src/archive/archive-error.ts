import type { ArchiveProblem, ProblemKind } from './archive.js';

/** Why a file cannot be opened, or a body not be read. The message is a sentence. */
export class ArchiveError extends Error implements ArchiveProblem {
  override readonly name = 'ArchiveError';
  readonly kind: ProblemKind;
  readonly path?: string;
  readonly cid?: string;

  constructor({ kind, message, path, cid }: ArchiveProblem) {
    super(message);
    this.kind = kind;
    if (path !== undefined) this.path = path;
    if (cid !== undefined) this.cid = cid;
  }
}

/** More are counted and not kept: a file of strangers may have millions. */
const PROBLEMS_MAX = 1000;

/** All that is found wrong in one file, in the order in which it is found. */
export class Problems {
  readonly list: ArchiveProblem[] = [];
  /** With those past the ones that are kept. */
  count = 0;

  add(problem: ArchiveProblem): void {
    this.count++;
    if (this.list.length < PROBLEMS_MAX) this.list.push(problem);
  }

  /** Says which record a block of a wrong hash is. */
  name(cid: string, path: string): void {
    const at = this.list.findIndex((problem) => problem.cid === cid && problem.path === undefined);
    const problem = this.list[at];
    if (problem !== undefined) this.list[at] = { ...problem, path };
  }
}
