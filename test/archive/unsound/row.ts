import type { ProblemKind } from '../../../src/archive/archive.js';

/** A repository with one thing wrong in it: all else is complete, hashed and signed. */
export interface UnsoundRepo {
  readonly name: string;
  /** All kinds that are to be found, and no others. */
  readonly kinds: readonly ProblemKind[];
  readonly car: () => Promise<Uint8Array>;
  /** Whose it is to be, where that is asked. */
  readonly of?: string;
  /** The directory cannot be reached. */
  readonly isOffline?: boolean;
  /** Which item of bluesky-social/atproto#5429 it is. */
  readonly report?: ReportItem;
}

/** What `verifyRepoCar` of the reference implementation passes, by that report. */
export const REPORT_ITEMS = [
  'unnormalised collection',
  'wrong layer',
  'subtree range',
  'prefix not the longest',
] as const;
export type ReportItem = (typeof REPORT_ITEMS)[number];

/** One of a table. */
export type Row = readonly [
  name: string,
  kinds: ProblemKind | readonly ProblemKind[],
  car: UnsoundRepo['car'],
  more?: Pick<UnsoundRepo, 'of' | 'isOffline' | 'report'>,
];
