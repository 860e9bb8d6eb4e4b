import { PANES } from '../../store/visits/visits-state.js';
import type { Layout, Rect, Size } from './layout.js';
import { innerSize } from './layout.js';
import type { View, ViewBox } from './view.js';

/** Where a view stands; undefined where it is not shown. */
export function rectOf<Seen extends object>(
  view: View<string, Seen>,
  seen: Seen,
  layout: Layout,
): Rect | undefined {
  switch (view.stand) {
    case 'pane': {
      const pane = PANES.find((one) => one === view.id);
      return pane && layout[pane];
    }
    case 'start':
    case 'area':
      return layout.area;
    case 'box':
      return view.box && boxRect(layout, view.box(seen, layout.area));
    case 'status':
      return undefined;
  }
}

/** The cells that a view has to draw in: without its border, where it has one. */
export const sizeOf = ({ stand }: Pick<View, 'stand'>, rect: Rect | undefined): Size =>
  stand === 'start' && rect ? { width: rect.width, height: rect.height } : innerSize(rect);

/** Where a box stands over the panes: in the middle, rather high, or at the lower left, where prompts are; never past the edges. */
export function boxRect({ area }: Pick<Layout, 'area'>, box: ViewBox): Rect | undefined {
  if (box.height <= 0) return undefined;
  const width = Math.min(box.width, area.width);
  const height = Math.min(box.height, area.height);
  if (box.at === 'bottom') return { x: 0, y: area.height - height, width, height };
  return {
    x: Math.floor((area.width - width) / 2),
    y: Math.floor((area.height - height) / 3),
    width,
    height,
  };
}
