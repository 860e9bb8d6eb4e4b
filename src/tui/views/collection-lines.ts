import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import type { CollectionLine } from '../../store/panes/collection-lines.js';
import { fitRaw } from '../../text/fit.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import type { Hit } from '../screen/picture.js';
import { palette } from '../screen/style.js';

export interface CollectionsPicture {
  readonly tree: readonly CollectionLine[];
  /** The lines in sight, headings counted. */
  readonly window: CursorWindow;
  /** The collection that the list pane shows. */
  readonly open: string | undefined;
  readonly focused: boolean;
}

/** The lines of the tree that are in sight: `height` lines of `width` cells. */
export function drawCollections(
  { tree, window, open, focused }: CollectionsPicture,
  { width, height }: Size,
): string[] {
  const room = Math.max(0, width - 2 * PADDING_CELLS);
  const lines = tree.slice(window.top, window.end).map((line, offset) => {
    if (line.kind === 'authority') return ` ${palette.dim(fitRaw(line.authority, room))} `;
    const isOpen = line.collection === open;
    const text = fitRaw(`${isOpen ? '▸' : ' '} ${line.name}`, room);
    if (window.top + offset !== window.position) return ` ${isOpen ? palette.accent(text) : text} `;
    return (
      palette.accent('▌') + (focused ? palette.selected(`${text} `) : palette.selectedElsewhere(`${text} `))
    );
  });
  while (lines.length < height) lines.push(' '.repeat(width));
  return lines;
}

/** The collections in sight: a heading is nothing to click on. */
export const collectionHits = (
  tree: readonly CollectionLine[],
  { top, end }: CursorWindow,
  width: number,
): readonly Hit[] =>
  tree
    .slice(top, end)
    .flatMap((line, y) =>
      line.kind === 'authority'
        ? []
        : [{ x: 0, y, width, height: 1, target: { kind: 'row', position: top + y } }],
    );
