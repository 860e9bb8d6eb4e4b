import type { StoreContext } from '../context.js';
import type { Place } from './visits-state.js';
import { withPlace } from './visits-update.js';

/** Changes the current place. */
export const patchPlace = ({ set }: Pick<StoreContext, 'set'>, change: Partial<Place>): void =>
  set((state) => withPlace(state, change));
