import { type Address, accountOf, archiveOf } from '../../places/address.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { type Layout, type LayoutInput, layout } from './layout.js';

/** What of a place decides which panes there are. */
export function placeShape(address: Address | undefined): LayoutInput['place'] {
  if (address === undefined) return 'start';
  return accountOf(address) === undefined && archiveOf(address) === undefined ? 'no-account' : 'account';
}

/** The layout of a screen of that size in this state: what is painted, and what keys count with. */
export function layoutOf(state: State, size: { readonly columns: number; readonly rows: number }): Layout {
  const { address, focus, side } = currentVisit(state);
  const { columns, rows } = size;
  return layout({
    columns,
    rows,
    focus,
    side,
    zoomed: state.zoomed,
    place: placeShape(address),
    live: state.live !== undefined,
  });
}
