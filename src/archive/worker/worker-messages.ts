import type { ArchiveProblem } from '../archive.js';
import type { ReadArchive } from '../open-archive.js';

/** What a worker is started with: the path of a CAR. */
export interface WorkerTask {
  readonly file: string;
}

/** What a worker says: how far it is, and at its end what came of it. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly bytes: number; readonly total: number }
  | { readonly kind: 'read'; readonly read: ReadArchive }
  | { readonly kind: 'problem'; readonly problem: ArchiveProblem }
  /** An error of the file system, or one that nobody thought of. */
  | { readonly kind: 'error'; readonly message: string; readonly code: unknown };
