import { type Address, sameAddress } from '../../places/address.js';
import type { ContentsLine } from '../../store/contents/contents-lines.js';
import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import { fitRaw } from '../../text/fit.js';
import { width } from '../../text/width.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import type { Hit } from '../screen/picture.js';
import { palette } from '../screen/style.js';

export interface ContentsPicture {
  readonly tree: readonly ContentsLine[];
  /** The lines in sight, headings counted. */
  readonly window: CursorWindow;
  /** The place whose list is shown. */
  readonly open: Address | undefined;
  readonly focused: boolean;
}

/** The lines of the contents that are in sight: `height` lines of `width` cells. */
export function drawContents(
  { tree, window, open, focused }: ContentsPicture,
  { width: cells, height }: Size,
): string[] {
  const room = Math.max(0, cells - 2 * PADDING_CELLS);
  const lines = tree.slice(window.top, window.end).map((line, offset) => {
    if (line.kind === 'heading') return ` ${palette.dim(fitRaw(line.name, room))} `;
    const isOpen = open !== undefined && sameAddress(line.address, open);
    const text = lineText(line, isOpen, room);
    if (window.top + offset !== window.position) return ` ${isOpen ? palette.accent(text) : text} `;
    return (
      palette.accent('▌') + (focused ? palette.selected(`${text} `) : palette.selectedElsewhere(`${text} `))
    );
  });
  while (lines.length < height) lines.push(' '.repeat(cells));
  return lines;
}

/** Its name, and at the right end what is told of it, where the name leaves room for that. */
function lineText({ name, notes = [] }: Place, isOpen: boolean, room: number): string {
  const text = `${isOpen ? '▸' : ' '} ${name}`;
  const left = room - width(text) - 1;
  const note = notes.find((one) => width(one) <= left);
  return note === undefined ? fitRaw(text, room) : `${fitRaw(text, room - width(note) - 1)} ${note}`;
}

type Place = Extract<ContentsLine, { kind: 'place' }>;

/** The places in sight: a heading is nothing to click on. */
export const contentsHits = (
  tree: readonly ContentsLine[],
  { top, end }: CursorWindow,
  cells: number,
): readonly Hit[] =>
  tree
    .slice(top, end)
    .flatMap((line, y) =>
      line.kind === 'heading'
        ? []
        : [{ x: 0, y, width: cells, height: 1, target: { kind: 'row', position: top + y } }],
    );
