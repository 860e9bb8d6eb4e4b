import type { Lens } from '../../lenses/lens.js';

export interface LensesState {
  /** Made of lexicons, by the collections whose records were in sight. */
  readonly lexiconLenses: ReadonlyMap<string, Lens>;
}
