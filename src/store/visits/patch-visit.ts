import type { StoreContext } from '../context.js';
import type { Visit } from './visits-state.js';
import { withVisit } from './visits-update.js';

/** Changes the current visit. */
export const patchVisit = ({ set }: Pick<StoreContext, 'set'>, change: Partial<Visit>): void =>
  set((state) => withVisit(state, change));
