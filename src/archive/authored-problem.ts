import type { ArchiveProblem, ProblemKind } from './archive.js';

/** What the account itself has signed like that: whoever has the repository has it so. */
const AUTHORED: readonly ProblemKind[] = ['record-path', 'record-shape'];

/** Whether a problem is one of a single record as its account wrote it, and none of the tree that holds it. */
export const isAuthored = ({ kind, path }: ArchiveProblem): boolean =>
  AUTHORED.includes(kind) || (kind === 'not-dag-cbor' && path !== undefined);
