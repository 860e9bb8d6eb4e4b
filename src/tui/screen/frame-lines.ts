import { fit, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';
import { innerSize, type Rect } from './layout.js';
import { palette } from './style.js';

export interface FrameTitle {
  /** The number of the pane's key; overlays have none. */
  readonly number?: number | undefined;
  /** Text as the network sent it. */
  readonly name: string;
  /** More about it, as the network sent it; cut first. */
  readonly info?: string | undefined;
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
  const name = cut(title.name, free - 2 - number.length);
  if (free < 3 || name === '') return line(`${left}${'─'.repeat(Math.max(0, room))}${right}`);

  const named = ` ${number}${name} `;
  const infoRoom = free - width(named) - 4;
  const info = title.info && infoRoom >= 4 ? cut(title.info, infoRoom) : '';
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

/** A text in at most so many cells. */
function cut(text: string, cells: number): string {
  if (cells <= 0) return '';
  if (text.length > cells * 8) return fitRaw(text, cells);
  const clean = sanitise(text);
  return width(clean) <= cells ? clean : fit(clean, cells);
}
