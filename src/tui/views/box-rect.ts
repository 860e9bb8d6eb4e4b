import type { Layout, Rect, Size } from '../screen/layout.js';

/** Where a box of that size, border included, stands over the panes: in the middle, rather high; never past the edges. */
export function boxRect({ area }: Layout, size: Size): Rect {
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  return {
    x: Math.floor((area.width - width) / 2),
    y: Math.floor((area.height - height) / 3),
    width,
    height,
  };
}
