import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { PANES } from '../../store/visits/visits-state.js';
import type { Layout, Rect } from './layout.js';
import type { Offers } from './offers.js';
import { type HitTarget, hitAt } from './picture.js';
import { hitsOnStatus, rowsAbove } from './status-of.js';
import type { ScreenViews, View } from './view.js';
import { rectOf, sizeOf } from './view-rect.js';

/** What is drawn, and where. */
export interface Shown {
  readonly state: State;
  readonly offers: Offers;
  readonly layout: Layout;
  readonly views: ScreenViews;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What stands at a cell of the screen. */
export type Struck =
  | { readonly part: 'status'; readonly target: HitTarget | undefined }
  | { readonly part: 'view'; readonly view: View; readonly target: HitTarget | undefined }
  /** What the box of this view covers: the box keeps it from being clicked at. */
  | { readonly part: 'behind'; readonly view: View };

/** What a click on a cell hits, worked out from the screen as it is now; undefined where nothing stands. */
export function struckAt(shown: Shown, column: number, row: number): Struck | undefined {
  const { state, offers, layout, views, now } = shown;
  if (layout.mode === 'tiny') return undefined;
  const over = views.overlay(state);
  const { status, area } = layout;
  if (isWithin(status, column, row)) {
    const hits = hitsOnStatus({ state, offers, over: views.typed(state) ?? over, now }, status.width);
    return { part: 'status', target: hitAt(hits, column - status.x, row - status.y) };
  }
  if (!isWithin(area, column, row)) return undefined;
  const said = rowsAbove(state, over, status.width).length;
  if (row >= status.y - said) return { part: 'status', target: undefined };
  if (over?.stand === 'area' || over?.stand === 'box') {
    return struckIn(over, shown, column, row) ?? { part: 'behind', view: over };
  }
  const under =
    currentVisit(state).address === undefined ? [views.start] : PANES.map((pane) => views.panes[pane]);
  for (const view of under) {
    const struck = struckIn(view, shown, column, row);
    if (struck) return struck;
  }
  return undefined;
}

function struckIn(view: View, shown: Shown, column: number, row: number): Struck | undefined {
  const seen = view.see(shown.state, shown.offers);
  const rect = rectOf(view, seen, shown.layout);
  if (!rect || !isWithin(rect, column, row)) return undefined;
  const border = view.stand === 'start' ? 0 : 1;
  const [x, y] = [column - rect.x - border, row - rect.y - border];
  const size = sizeOf(view, rect);
  if (x < 0 || y < 0 || x >= size.width || y >= size.height) return { part: 'view', view, target: undefined };
  return { part: 'view', view, target: hitAt(view.picture(seen, size).hits(), x, y) };
}

const isWithin = ({ x, y, width, height }: Rect, column: number, row: number): boolean =>
  column >= x && column < x + width && row >= y && row < y + height;
