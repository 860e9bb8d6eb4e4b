import type { Visit, VisitsState } from './visits-state.js';

export const currentVisit = (state: VisitsState): Visit => state.visit;
