import { stripVTControlCharacters } from 'node:util';
import { Box, Text, Transform, useIsScreenReaderEnabled } from 'ink';
import { Component, type ReactNode } from 'react';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { wrap } from '../../text/wrap.js';
import { type FrameTitle, frameLines } from './frame-lines.js';
import { innerSize, padding, type Rect } from './layout.js';
import { useSpinner } from './spinner.js';
import { palette } from './style.js';

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
  if (width <= 0 || lines.length === 0) return null;
  let room = width;
  const paint = (sized: string, index: number): string => {
    // A terminal that just shrank has not told its new size yet: what does not fit is cut, so that nothing wraps.
    if (index === 0) room = sized.length;
    const line = lines[index] ?? '';
    return room < width ? fit(stripVTControlCharacters(line), room) : line;
  };
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

export interface SpokenProps {
  readonly role?: 'list' | 'menu' | 'table' | 'textbox' | undefined;
  readonly title: string;
  /** In the order in which they are read; colours and blank lines are left out. */
  readonly lines: readonly string[];
}

/** What a screen reader gets in place of a pane. */
export function Spoken({ role, title, lines }: SpokenProps) {
  const said = lines.map((line) => stripVTControlCharacters(line).trim()).filter((line) => line !== '');
  return (
    <Box flexDirection="column" aria-role={role}>
      <Text>{[title, ...said].join('\n')}</Text>
    </Box>
  );
}

interface BoundaryProps {
  readonly rect: Rect;
  readonly title: Omit<FrameTitle, 'spinner'>;
  /** Another value tries again. */
  readonly resetKey: unknown;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: unknown;
  readonly resetKey: unknown;
}

/** Keeps a pane that throws from taking the others along: it shows what it threw, in its own frame. */
export class PaneBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error: error ?? new Error('Something was thrown that says nothing.') };
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return props.resetKey === state.resetKey ? null : { error: undefined, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <Broken rect={this.props.rect} title={this.props.title} error={error} />;
  }
}

function Broken({ rect, title, error }: Pick<BoundaryProps, 'rect' | 'title'> & { error: unknown }) {
  const spoken = useIsScreenReaderEnabled();
  const message = sanitise(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  if (spoken) return <Spoken title={title.name} lines={['This pane cannot be drawn.', message]} />;
  const room = innerSize(rect).width - 2 * padding;
  const lines = room > 0 ? ['This pane cannot be drawn.', ...wrap(message, room)] : [];
  return (
    <Frame
      rect={rect}
      title={title}
      focused={false}
      lines={lines.map((line) => ` ${palette.bad(fit(line, room))} `)}
    />
  );
}
