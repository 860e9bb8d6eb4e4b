import { useCursor } from 'ink';

/**
 * The terminal's own cursor where a prompt is typed into: it is seen without colours, blinks as its user likes, and input
 * methods compose at it. Draw it only where a prompt is open: of two owners of the cursor the one drawn last wins.
 */
export function Caret({ x, y }: { x: number; y: number }) {
  useCursor().setCursorPosition({ x, y });
  return null;
}
