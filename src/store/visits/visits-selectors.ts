import type { Place, VisitsState } from './visits-state.js';

export const currentPlace = (state: VisitsState): Place => state.place;
