import { Component, type ReactNode } from 'react';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { wrap } from '../../text/wrap.js';
import type { FrameTitle } from './frame-lines.js';
import { innerSize, PADDING_CELLS, type Rect, type Size } from './layout.js';
import type { Picture } from './picture.js';
import { PictureBox } from './picture-box.js';
import { palette } from './style.js';

interface BoundaryProps {
  readonly rect: Rect;
  readonly title: Omit<FrameTitle, 'spinner'>;
  readonly isOver?: boolean | undefined;
  /** Another value tries again. */
  readonly resetKey: unknown;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: unknown;
  readonly resetKey: unknown;
}

/** Keeps a view that throws from taking the others along: it shows what it threw, in its own frame. */
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
    const { rect, title, isOver, children } = this.props;
    if (error === undefined) return children;
    const picture = brokenPicture(title.name, error, innerSize(rect));
    return <PictureBox picture={picture} rect={rect} isOver={isOver} frame={{ title, focused: false }} />;
  }
}

function brokenPicture(name: string, error: unknown, { width }: Size): Picture {
  const said = 'This pane cannot be drawn.';
  const message = sanitise(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  const room = width - 2 * PADDING_CELLS;
  const lines = room > 0 ? [said, ...wrap(message, room)] : [];
  return {
    lines: lines.map((line) => ` ${palette.bad(fit(line, room))} `),
    hits: () => [],
    spoken: () => ({ title: name, lines: [said, message] }),
  };
}
