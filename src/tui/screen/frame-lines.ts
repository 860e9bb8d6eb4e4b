import { fit, fitMiddle, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';
import { innerSize, type Rect } from './layout.js';
import { palette } from './style.js';

export interface FrameTitle {
  /** The number of the pane's key; overlays have none. */
  readonly number?: number | undefined;
  /** Text as the network sent it. */
  readonly name: string;
  /** More about it, as the network sent it: parts with ` · ` between them, of which the last go first. */
  readonly info?: string | undefined;
  /** What of that stands before it, and is not left out: the name gives way to it. */
  readonly kept?: string | undefined;
  /** A frame of the spinner, while it loads. */
  readonly spinner?: string | undefined;
}

export interface FrameOptions {
  readonly rect: Rect;
  readonly title: FrameTitle;
  readonly focused: boolean;
  /** The pane that shares the top border has the focus: the border is bright for it. */
  readonly focusedAbove?: boolean | undefined;
}

/**
 * A pane within its border: `rect.height` lines of `rect.width` cells. `inner` are the lines within, each `rect.width - 2`
 * cells wide; what does not fit is left out, and blank lines fill up.
 */
export function frameLines(inner: readonly string[], options: FrameOptions): readonly string[] {
  const { rect, focused } = options;
  const paint = focused ? palette.borderFocused : palette.border;
  const { width: cells, height } = innerSize(rect);
  const side = paint('│');
  const blank = ' '.repeat(cells);
  const lines = [frameTop(options)];
  for (let index = 0; index < height; index += 1) lines.push(side + (inner[index] ?? blank) + side);
  // Where the pane below is joined to this one, it draws the border between them.
  if (!rect.joinedBelow) lines.push(paint(`╰${'─'.repeat(cells)}╯`));
  return lines;
}

/** The line with the title: `╭ 3 app.bsky.feed.post ── 1–38 of 200 · more ───╮`. */
export function frameTop({ rect, title, focused, focusedAbove = false }: FrameOptions): string {
  const line = focused || focusedAbove ? palette.borderFocused : palette.border;
  const [left, right] = rect.joinedAbove ? ['├', '┤'] : ['╭', '╮'];
  const room = rect.width - 2;
  const spinner = title.spinner && room > 8 ? ` ${title.spinner} ─` : '';
  const free = room - width(spinner);
  const number = title.number === undefined ? '' : `${title.number} `;
  const nameRoom = free - 2 - number.length;
  const name = nameWithin(title, nameRoom);
  if (free < 3 || name === '') return line(`${left}${'─'.repeat(Math.max(0, room))}${right}`);

  const named = ` ${number}${name} `;
  const infoRoom = free - width(named) - 4;
  const info = infoRoom >= (title.kept ? 1 : INFO_CELLS_MIN) ? partsWithin(title, infoRoom) : '';
  const rest = free - width(named) - (info === '' ? 0 : width(info) + 4);
  const paintName = focused ? palette.titleFocused : palette.title;
  return (
    line(left) +
    paintName(named) +
    (info === '' ? '' : `${line('──')} ${palette.dim(info)} `) +
    line('─'.repeat(Math.max(0, rest))) +
    (spinner === '' ? '' : palette.accent(spinner)) +
    line(right)
  );
}

const INFO_CELLS_MIN = 4;
/** A name is known by its beginning and its end. */
const NAME_CELLS_MIN = 12;
/** Between the name and what is said of it: `── … ` and a space. */
const AROUND_INFO_CELLS = 4;

/** The name in at most so many cells; less of it where there is no room for what is kept beside it. */
function nameWithin({ name, kept = '' }: FrameTitle, cells: number): string {
  const whole = cut(name, cells);
  if (kept === '' || whole === '') return whole;
  const left = cells - AROUND_INFO_CELLS - width(cut(kept, cells));
  if (width(whole) <= left) return whole;
  return fitMiddle(whole, Math.min(width(whole), Math.max(NAME_CELLS_MIN, left)));
}

/** As many parts as there is room for, and of the next one its beginning, where that says something; the first is always there. */
function partsWithin({ kept, info }: FrameTitle, cells: number): string {
  const said = [kept, info].filter((part) => part).join(BETWEEN_PARTS);
  if (said.length > cells * 8) return fitRaw(said, cells);
  const [first = '', ...others] = sanitise(said).split(BETWEEN_PARTS);
  let text = width(first) <= cells ? first : fit(first, cells);
  for (const part of others) {
    const longer = text + BETWEEN_PARTS + part;
    if (width(longer) > cells) {
      const left = cells - width(text + BETWEEN_PARTS);
      return left < PART_CELLS_MIN ? text : text + BETWEEN_PARTS + fit(part, left);
    }
    text = longer;
  }
  return text;
}

const BETWEEN_PARTS = ' · ';
/** What is cut shorter says nothing. */
const PART_CELLS_MIN = 10;

/** A text in at most so many cells. */
function cut(text: string, cells: number): string {
  if (cells <= 0) return '';
  if (text.length > cells * 8) return fitRaw(text, cells);
  const clean = sanitise(text);
  return width(clean) <= cells ? clean : fit(clean, cells);
}
