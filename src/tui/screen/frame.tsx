import { stripVTControlCharacters } from 'node:util';
import { Box, Transform } from 'ink';
import { createContext, use } from 'react';
import { fit } from '../../text/fit.js';
import { type FrameTitle, frameLines } from './frame-lines.js';
import type { Rect } from './layout.js';
import { useSpinner } from './spinner.js';
import { palette } from './style.js';

/** Whether a dialog lies over what is drawn here, so that it steps back. */
export const BelowContext = createContext(false);

/** Painted lines that take exactly their rect; blank lines fill up. */
export function Lines({ rect, lines }: { rect: Pick<Rect, 'width' | 'height'>; lines: readonly string[] }) {
  return (
    <Box height={rect.height}>
      <Painted width={rect.width} lines={lines} />
    </Box>
  );
}

/**
 * Painted lines, each `width` cells wide. Ink takes what stands in a Text apart again and again for each frame: to clean it,
 * to measure it, to split it into lines. It does so here with a text that has only the size of the lines, and gets the lines
 * themselves where it writes the text out. They must be clean, of the right width, and leave no style open at their ends.
 */
function Painted({ width, lines }: { width: number; lines: readonly string[] }) {
  const isBelow = use(BelowContext);
  if (width <= 0 || lines.length === 0) return null;
  let room = width;
  function paint(sized: string, index: number): string {
    // A terminal that just shrank has not told its new size yet: what does not fit is cut, so that nothing wraps.
    if (index === 0) room = sized.length;
    const line = lines[index] ?? '';
    if (room < width) return fit(stripVTControlCharacters(line), room);
    return isBelow ? palette.below(line) : line;
  }
  return <Transform transform={paint}>{'x'.repeat(width) + '\n'.repeat(lines.length - 1)}</Transform>;
}

export interface FrameProps {
  readonly rect: Rect;
  readonly title: Omit<FrameTitle, 'spinner'>;
  readonly focused: boolean;
  /** The pane above, which shares the border, has the focus. */
  readonly focusedAbove?: boolean | undefined;
  readonly loading?: boolean | undefined;
  /** The lines within, each `rect.width - 2` cells wide. */
  readonly lines: readonly string[];
}

/** A pane within its border. Its spinner ticks while it loads. */
export function Frame({ rect, title, focused, focusedAbove, loading = false, lines }: FrameProps) {
  const spinner = useSpinner(loading);
  const framed = frameLines(lines, { rect, title: { ...title, spinner }, focused, focusedAbove });
  return <Lines rect={rect} lines={framed} />;
}
