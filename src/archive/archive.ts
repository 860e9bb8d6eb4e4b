import type { ProofFaultKind } from '../atproto/proof/proof-fault.js';

/** One record's place: rows are in key order, so that a collection is a range of rows. */
export interface ArchiveCollection {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

/** A repository in a CAR file, of which places are held and no bodies. */
export interface Archive {
  /** Path of the CAR. */
  readonly file: string;
  readonly did: string;
  /** Empty where the commit has none, which is among the problems. */
  readonly rev: string;
  /** CID of the commit. */
  readonly root: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly blocks: number;
  /** How many rows there are. */
  readonly records: number;
  readonly collections: readonly ArchiveCollection[];
  rkey(row: number): string;
  collectionOf(row: number): ArchiveCollection;
  /** Row of a record, or -1. */
  find(collection: string, rkey: string): number;
  /** Where the body stands in the file. */
  offset(row: number): number;
  /** Of the body, in bytes. */
  size(row: number): number;
  /** Where the bodies of all rows stand, as that is held: not to be changed, and there may be room for more. */
  offsets(): Float64Array | Uint32Array;
  /** As `tidTime` of its key. */
  keyTime(row: number): number | undefined;
  cid(row: number): string;
  /** The body as DAG-CBOR, hashed again as it is read. Throws an ArchiveError of the kind `block-hash` where it does not fit. */
  read(row: number): Uint8Array;
  /** All that was found to be wrong. */
  readonly problems: readonly ArchiveProblem[];
  close(): void;
}

/** What can be wrong in a repository: what a way through its tree can show, and what only the whole of it can. */
export type ProblemKind =
  | ProofFaultKind
  | 'truncated'
  | 'key-unknown'
  | 'duplicate-key'
  | 'record-path'
  | 'record-shape';

/** What is wrong with an archive. */
export interface ArchiveProblem {
  readonly kind: ProblemKind;
  readonly path?: string;
  readonly cid?: string;
  readonly message: string;
}
