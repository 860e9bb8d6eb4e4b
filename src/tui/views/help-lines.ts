import { fit } from '../../text/fit.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import type { HelpCommand } from '../screen/offers.js';
import type { Sheet } from '../screen/sheet.js';
import { paintedCache, palette } from '../screen/style.js';
import { columnsIn, type SheetBlock, type SheetLine, sheetInColumns } from './sheet-columns.js';

const KEYS_CELLS_MAX = 22;

const drawn = paintedCache<readonly HelpCommand[], { readonly width: number; readonly sheet: Sheet }>();

/** All of help one below the other, as it is read out: the commands by category, in the order in which they come. */
export const helpLines = (commands: readonly HelpCommand[], width: number): readonly string[] =>
  sheetInColumns(blocksOf(commands, width), { count: 1, width }, width).lines;

/**
 * All of help as it is drawn and looked through, each row `width` cells wide: the keys and the title of a command are one line.
 * Categories stand side by side where there is room.
 */
export function helpSheet(commands: readonly HelpCommand[], width: number): Sheet {
  const known = drawn.get(commands);
  if (known?.width === width) return known.sheet;
  const columns = columnsIn(width);
  const sheet = sheetInColumns(blocksOf(commands, columns.width), columns, width);
  drawn.set(commands, { width, sheet });
  return sheet;
}

/** Each category with its commands. */
function blocksOf(commands: readonly HelpCommand[], width: number): readonly SheetBlock[] {
  const widest = Math.max(0, ...commands.map(({ keys }) => cellsOf(keys.join(' '))));
  const keyCells = Math.min(KEYS_CELLS_MAX, Math.max(8, Math.floor(width / 3)), widest + 2);
  const categories = new Set(commands.map(({ category }) => category));
  return [...categories].map((category) => [
    { text: category, rows: [palette.bold(fit(category, width))] },
    ...commands
      .filter((command) => command.category === category)
      .map((command) => lineOf(command, width, keyCells)),
  ]);
}

function lineOf({ keys, title, reason }: HelpCommand, width: number, keyCells: number): SheetLine {
  const room = Math.max(1, width - keyCells - 1);
  const keyRows = rowsOfKeys(keys, keyCells - 2);
  const said = reason === undefined ? title : `${title} (not now: ${reason})`;
  const titleRows = wrap(said, room);
  const paintTitle = reason === undefined ? palette.plain : palette.dim;
  const rows: string[] = [];
  for (let row = 0; row < Math.max(keyRows.length, titleRows.length); row++) {
    const keyText = palette.accent(fit(`  ${keyRows[row] ?? ''}`, keyCells));
    rows.push(`${keyText} ${paintTitle(fit(titleRows[row] ?? '', room))}`);
  }
  return { text: `${keys.join(' ')} ${said}`, rows };
}

/** Keys with a space between them; a key is never broken in two. */
function rowsOfKeys(keys: readonly string[], cells: number): readonly string[] {
  const rows: string[] = [];
  for (const key of keys) {
    const last = rows.at(-1);
    if (last !== undefined && cellsOf(last) + 1 + cellsOf(key) <= cells) {
      rows[rows.length - 1] = `${last} ${key}`;
    } else {
      rows.push(key);
    }
  }
  return rows.length > 0 ? rows : [''];
}
