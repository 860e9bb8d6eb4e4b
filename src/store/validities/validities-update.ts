import { withEntry } from '../with-entry.js';
import type { ValiditiesState, ValidityEntry } from './validities-state.js';

/** As many as there are records. */
const VALIDITIES_MAX = 32;

/** What is known of a record now. */
export const noteValidity = (
  { validities }: ValiditiesState,
  key: string,
  entry: ValidityEntry,
): ValiditiesState => ({ validities: withEntry(validities, key, entry, VALIDITIES_MAX) });

/** Nobody waits for it any more: it is as it was before, or as if it had not been asked for. */
export function endValidating(
  state: ValiditiesState,
  key: string,
  before: ValidityEntry | undefined,
): ValiditiesState {
  if (state.validities.get(key)?.status !== 'checking') return state;
  const validities = new Map(state.validities);
  if (before) validities.set(key, before);
  else validities.delete(key);
  return { validities };
}
