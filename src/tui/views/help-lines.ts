import { fit } from '../../text/fit.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';

/** A command as help tells of it. */
export interface HelpCommand {
  /** As people write them: `↓`, `Ctrl-d`. */
  readonly keys: readonly string[];
  readonly title: string;
  readonly category: string;
  /** Why it is not possible now. */
  readonly reason?: string | undefined;
}

const keysWidth = 22;

/** All of help, each line `width` cells wide: the commands by category, in the order in which they come. */
export function helpLines(commands: readonly HelpCommand[], width: number): readonly string[] {
  const lines: string[] = [];
  const keyCells = Math.min(keysWidth, Math.max(8, Math.floor(width / 3)));
  const room = Math.max(1, width - keyCells - 1);
  const categories = new Set(commands.map(({ category }) => category));
  for (const category of categories) {
    if (lines.length > 0) lines.push(' '.repeat(width));
    lines.push(palette.bold(fit(category, width)));
    for (const { keys, title, reason } of commands.filter((command) => command.category === category)) {
      const keyRows = rowsOfKeys(keys, keyCells - 2);
      const titleRows = wrap(reason === undefined ? title : `${title} (not now: ${reason})`, room);
      const paintTitle = reason === undefined ? palette.plain : palette.dim;
      for (let row = 0; row < Math.max(keyRows.length, titleRows.length); row++) {
        const keyText = palette.accent(fit(`  ${keyRows[row] ?? ''}`, keyCells));
        lines.push(`${keyText} ${paintTitle(fit(titleRows[row] ?? '', room))}`);
      }
    }
  }
  return lines;
}

/** The window of help that starts at `top`, or as near as there is help. */
export function drawHelp(lines: readonly string[], top: number, { width, height }: Size): string[] {
  const first = Math.max(0, Math.min(top, lines.length - height));
  const shown = lines.slice(first, first + height);
  while (shown.length < height) shown.push(' '.repeat(width));
  return shown;
}

/** Keys with a space between them; a key is never broken in two. */
function rowsOfKeys(keys: readonly string[], cells: number): readonly string[] {
  const rows: string[] = [];
  for (const key of keys) {
    const last = rows.at(-1);
    if (last !== undefined && cellsOf(last) + 1 + cellsOf(key) <= cells)
      rows[rows.length - 1] = `${last} ${key}`;
    else rows.push(key);
  }
  return rows.length > 0 ? rows : [''];
}
