import type { Names } from '../../lenses/names.js';

export interface NamesState {
  readonly names: Names;
  /** Counts the changes of `names`. */
  readonly namesVersion: number;
}
