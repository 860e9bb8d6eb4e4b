import { type CollectionLine, lineOfCollection } from '../../store/panes/collection-lines.js';
import type { Scroll } from '../../store/scroll.js';
import { windowTop } from '../../store/scroll.js';
import { fitRaw } from '../../text/fit.js';
import { padding, type Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';

export interface CollectionsView {
  readonly tree: readonly CollectionLine[];
  readonly scroll: Scroll;
  /** Index of the collection that the list pane shows. */
  readonly current: number;
  readonly focused: boolean;
}

/** The window of the tree that has the cursor in it: `height` lines of `width` cells. */
export function drawCollections(view: CollectionsView, { width, height }: Size): string[] {
  const { tree, current, focused } = view;
  const top = treeTop(tree, view.scroll, height);
  const room = Math.max(0, width - 2 * padding);
  const lines = tree.slice(top, top + height).map((line) => {
    if (line.kind === 'authority') return ` ${palette.dim(fitRaw(line.authority, room))} `;
    const isCurrent = line.index === current;
    const text = fitRaw(`${isCurrent ? '▸' : ' '} ${line.name}`, room);
    if (line.index !== view.scroll.selected) return ` ${isCurrent ? palette.accent(text) : text} `;
    return (
      palette.accent('▌') + (focused ? palette.selected(`${text} `) : palette.selectedElsewhere(`${text} `))
    );
  });
  while (lines.length < height) lines.push(' '.repeat(width));
  return lines;
}

/** The first line shown. With the first collection of an authority its heading is in sight, too. */
function treeTop(tree: readonly CollectionLine[], scroll: Scroll, height: number): number {
  const at = lineOfCollection(tree, scroll.selected);
  const top = windowTop(scroll.top, at, tree.length, height);
  return top === at && height > 1 && tree[at - 1]?.kind === 'authority' ? at - 1 : top;
}
