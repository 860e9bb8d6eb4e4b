import { type Address, sameAddress } from '../../places/address.js';
import { STRIP_CELLS } from '../../places/archives/activity-strips.js';
import type { ContentsLine } from '../../store/contents/contents-lines.js';
import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import { fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { narrowStrip } from '../../text/strip.js';
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
  const columns = stripColumns(tree, room);
  const lines = tree.slice(window.top, window.end).map((line, offset) => {
    if (line.kind === 'heading') return ` ${palette.dim(fitRaw(line.name, room))} `;
    const isOpen = open !== undefined && sameAddress(line.address, open);
    const text = lineText(line, isOpen, room, columns);
    if (window.top + offset !== window.position) return ` ${isOpen ? palette.accent(text) : text} `;
    return (
      palette.accent('▌') + (focused ? palette.selected(`${text} `) : palette.selectedElsewhere(`${text} `))
    );
  });
  while (lines.length < height) lines.push(' '.repeat(cells));
  return lines;
}

/**
 * Its name, and at the right end what is told of it, where the name leaves room for that; between them its strip, which is of the same time
 * as those above and below.
 */
function lineText(
  { name, notes = [], strip }: Place,
  isOpen: boolean,
  room: number,
  columns: StripColumns,
): string {
  const text = `${isOpen ? '▸' : ' '} ${name}`;
  const [first = ''] = notes;
  if (strip && columns && width(text) <= columns.name) {
    const bars = narrowStrip(strip(), columns.strip).padEnd(columns.strip);
    return `${fitRaw(text, columns.name)} ${bars} ${first.padStart(columns.note)}`;
  }
  const left = room - width(text) - 1;
  const note = notes.find((one) => width(one) <= left);
  return note === undefined ? fitRaw(text, room) : `${fitRaw(text, room - width(note) - 1)} ${note}`;
}

/** Cells of the name, the strip and the note of a line that has all three. */
type StripColumns = { readonly name: number; readonly strip: number; readonly note: number } | undefined;

/** Names that are longer go without a strip: others need not have a short one. */
const NAME_CELLS_MAX = 14;
const STRIP_CELLS_MIN = 6;

/** The same for all lines, in sight or not; undefined where there are no strips, or too little room. */
function stripColumns(tree: readonly ContentsLine[], room: number): StripColumns {
  let name = 0;
  let note = 0;
  for (const line of tree) {
    if (line.kind === 'heading' || line.strip === undefined) continue;
    const cells = width(sanitise(line.name)) + 2;
    if (cells <= NAME_CELLS_MAX) name = Math.max(name, cells);
    note = Math.max(note, width(line.notes?.[0] ?? ''));
  }
  const strip = Math.min(STRIP_CELLS, room - name - note - 2);
  return name > 0 && strip >= STRIP_CELLS_MIN ? { name, strip, note } : undefined;
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
