import type { StoreContext } from '../context.js';
import { currentPlace } from './visits-selectors.js';
import type { Place } from './visits-state.js';

/** Changes the current place. */
export function patchPlace(context: StoreContext, patch: Partial<Place>): void {
  context.set((state) => ({
    places: state.places.with(state.at, { ...currentPlace(state), ...patch }),
  }));
}
