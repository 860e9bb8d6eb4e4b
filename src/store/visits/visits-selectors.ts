import type { Address } from '../../places/address.js';
import type { Visit, VisitsState } from './visits-state.js';

export const currentVisit = (state: VisitsState): Visit => state.visit;

/** The place whose list and record are shown: the one under the cursor of the contents while that is looked at, else where one is. */
export const shownPlace = ({ preview, address }: Pick<Visit, 'preview' | 'address'>): Address | undefined =>
  preview ?? address;
