import { fit, fitMiddle } from '../../text/fit.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import type { Hint } from '../screen/offers.js';
import { palette } from '../screen/style.js';

/** One line of what identifies an account, sanitised. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Borders, and the padding of two columns. */
const TABLE_FRAME_CELLS = 7;
const NAME_CELLS = 16;
const heading: Fact = { name: 'identity', value: 'as the DID document and its services have it' };

/** What identifies an account: a table where there is room for one, else a line for each fact, `width` cells wide. */
export const drawFacts = (facts: readonly Fact[], size: Size): readonly string[] =>
  fitsTable(facts, size) ? tableLines(facts, size.width) : plainLines(facts, size.width);

/** A line between the facts and around them, and the heading; and every value in one line. */
const fitsTable = (facts: readonly Fact[], { width, height }: Size): boolean =>
  facts.length > 0 &&
  facts.length * 2 + 3 <= height &&
  [heading, ...facts].every(({ value }) => cellsOf(value) <= width - TABLE_FRAME_CELLS - NAME_CELLS);

function tableLines(facts: readonly Fact[], width: number): readonly string[] {
  const room = width - TABLE_FRAME_CELLS - NAME_CELLS;
  const rule = (left: string, middle: string, right: string): string =>
    palette.border(`${left}${'─'.repeat(NAME_CELLS + 2)}${middle}${'─'.repeat(room + 2)}${right}`);
  const side = palette.border('│');
  const row = ({ name, value }: Fact, [paintName, paintValue] = [palette.dim, palette.plain]): string =>
    `${side} ${paintName(fit(name, NAME_CELLS))} ${side} ${paintValue(fitMiddle(value, room))} ${side}`;
  return [
    rule('┌', '┬', '┐'),
    row(heading, [palette.bold, palette.bold]),
    ...facts.flatMap((fact) => [rule('├', '┼', '┤'), row(fact)]),
    rule('└', '┴', '┘'),
  ];
}

function plainLines(facts: readonly Fact[], width: number): readonly string[] {
  const room = Math.max(0, width - 2 * PADDING_CELLS);
  const names = Math.min(NAME_CELLS, Math.floor(room / 3));
  const values = Math.max(0, room - names - 1);
  const margin = ' '.repeat(PADDING_CELLS);
  if (room < 3) return facts.map(() => ' '.repeat(width));
  return facts.flatMap(({ name, value }) =>
    // What is said wraps; of an id both ends tell.
    (value.includes(' ') ? wrap(value, values) : [value]).map((row, index) => {
      const title = palette.dim(fit(index === 0 ? name : '', names));
      return `${margin}${title} ${fitMiddle(row, values)}${margin}`;
    }),
  );
}

/** Something that one can do next, and its key. */
export function stepLine({ keys, title }: Hint, width: number): string {
  if (width < 8) return ' '.repeat(width);
  const keyCells = Math.min(8, width >> 1);
  const room = width - 2 * PADDING_CELLS - keyCells - 1;
  return ` ${palette.keyName(fit(keys, keyCells))} ${palette.dim(fit(title, room))} `;
}
