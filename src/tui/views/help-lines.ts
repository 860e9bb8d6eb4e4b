import { fit } from '../../text/fit.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import type { HelpCommand } from '../screen/offers.js';
import { type Sheet, SheetWriter } from '../screen/sheet.js';
import { paintedCache, palette } from '../screen/style.js';

const KEYS_CELLS_MAX = 22;

const drawn = paintedCache<readonly HelpCommand[], { readonly width: number; readonly sheet: Sheet }>();

/** All of help, each line `width` cells wide: the commands by category, in the order in which they come. */
export const helpLines = (commands: readonly HelpCommand[], width: number): readonly string[] =>
  helpSheet(commands, width).lines;

/** The same, as it is looked through: the keys and the title of a command are one line. */
export function helpSheet(commands: readonly HelpCommand[], width: number): Sheet {
  const known = drawn.get(commands);
  if (known?.width === width) return known.sheet;
  const sheet = sheetOf(commands, width);
  drawn.set(commands, { width, sheet });
  return sheet;
}

function sheetOf(commands: readonly HelpCommand[], width: number): Sheet {
  const sheet = new SheetWriter();
  const keyCells = Math.min(KEYS_CELLS_MAX, Math.max(8, Math.floor(width / 3)));
  const room = Math.max(1, width - keyCells - 1);
  const categories = new Set(commands.map(({ category }) => category));
  for (const category of categories) {
    if (sheet.lines.length > 0) sheet.add('', [' '.repeat(width)]);
    sheet.add(category, [palette.bold(fit(category, width))]);
    for (const { keys, title, reason } of commands.filter((command) => command.category === category)) {
      const keyRows = rowsOfKeys(keys, keyCells - 2);
      const said = reason === undefined ? title : `${title} (not now: ${reason})`;
      const titleRows = wrap(said, room);
      const rows: string[] = [];
      const paintTitle = reason === undefined ? palette.plain : palette.dim;
      for (let row = 0; row < Math.max(keyRows.length, titleRows.length); row++) {
        const keyText = palette.accent(fit(`  ${keyRows[row] ?? ''}`, keyCells));
        rows.push(`${keyText} ${paintTitle(fit(titleRows[row] ?? '', room))}`);
      }
      sheet.add(`${keys.join(' ')} ${said}`, rows);
    }
  }
  return sheet;
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
