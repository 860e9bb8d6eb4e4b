import { zoneName } from '../text/date-time.js';
import { fitRaw } from '../text/fit.js';
import { narrowStrip } from '../text/strip.js';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** What stands in it are local times: the title says of which zone, as the records beside have UTC. */
  readonly isLocalTime?: true;
  /** The most cells of the terminal that it takes; 0: it is what people read, and shares what is left. */
  readonly width: number;
  /** Columns with a higher number are left out first when there is no room; 0 always stays. */
  readonly drop: number;
  /** A cell that says the same as the one above it is left blank: what is common to many rows is read once. */
  readonly once?: true | undefined;
  /** Shown only where those that share have all the room that reading takes. */
  readonly spare?: true | undefined;
  /** Bars over time, one character each: in fewer cells than there are bars each stands for several. */
  readonly isStrip?: true | undefined;
  /** Tells rows apart where no other column does; it is not left out there. */
  readonly isKey?: true | undefined;
}

/** `created, Berlin`: rows have local times. */
export const columnTitle = ({ title, isLocalTime }: Pick<Column, 'title' | 'isLocalTime'>): string =>
  isLocalTime ? `${title}, ${zoneName()}` : title;

/** What stands in a column, in exactly so many cells. */
export const columnCell = (
  column: Pick<Column, 'isStrip'> | undefined,
  text: string,
  cells: number,
): string => fitRaw(column?.isStrip ? narrowStrip(text, cells) : text, cells);
