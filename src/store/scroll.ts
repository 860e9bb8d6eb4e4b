/** A step of a cursor: by so many lines, or to an end. */
export type Step = number | 'first' | 'last';

/** Where the cursor of a scrolling pane is, and the first line that it shows. */
export interface Scroll {
  readonly selected: number;
  readonly top: number;
}

/** On the first line, with nothing scrolled. */
export const atTop: Scroll = { selected: 0, top: 0 };

/** Where a cursor at `position` of `length` lines comes to by a step. */
export function stepTo(position: number, step: Step, length: number): number {
  const wanted = step === 'first' ? 0 : step === 'last' ? length - 1 : position + step;
  return Math.max(0, Math.min(wanted, length - 1));
}

/**
 * The first line to show so that the one at `position` is in sight: the old one as long as it serves, so that a
 * cursor moving inside the window moves nothing else.
 */
export function windowTop(top: number, position: number, length: number, height: number): number {
  const shown = Math.max(1, height);
  const highest = Math.max(0, length - shown);
  const nearest = position < top ? position : position >= top + shown ? position - shown + 1 : top;
  return Math.max(0, Math.min(nearest, highest));
}
