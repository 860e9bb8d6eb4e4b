import { fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';

const NAME_CELLS_MAX = 60;

/** As much of a name as one recognises it by, clean. */
export function shownName(name: string): string {
  const clean = sanitise(name.slice(0, 300));
  return clean.length <= NAME_CELLS_MAX ? clean : fitRaw(clean, NAME_CELLS_MAX).trimEnd();
}
