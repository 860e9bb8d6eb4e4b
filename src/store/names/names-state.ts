import type { Names } from '../../places/listing.js';

export interface NamesState {
  readonly names: Names;
  /** Counts the changes of `names`. */
  readonly namesVersion: number;
}
