import type { State } from '../../store/state.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { type Layout, layout } from './layout.js';

/** The layout of a screen of that size in this state: what is painted, and what keys count with. */
export function layoutOf(state: State, size: { readonly columns: number; readonly rows: number }): Layout {
  const { address, focus, side } = currentPlace(state);
  const { columns, rows } = size;
  return layout({
    columns,
    rows,
    focus,
    side,
    zoomed: state.zoomed,
    place: address?.kind ?? 'start',
    live: state.live !== undefined,
  });
}
