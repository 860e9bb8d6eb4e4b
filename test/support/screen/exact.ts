import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect } from 'vitest';
import type { Size } from '../../../src/tui/screen/layout.js';

/** What is within the border of a pane on screens of 160×48, 100×30, 60×20 and 40×10, and in the left column. */
export const sizes: readonly Size[] = [
  { width: 158, height: 45 },
  { width: 74, height: 45 },
  { width: 70, height: 27 },
  { width: 58, height: 17 },
  { width: 38, height: 7 },
  { width: 28, height: 2 },
];

/** Exactly so many lines, each exactly so wide, and nothing in them that a terminal obeys but colours. */
export function expectExact(lines: readonly string[], { width, height }: Size): void {
  expect(lines).toHaveLength(height);
  for (const line of lines) {
    expect(stringWidth(line), line).toBe(width);
    // Colours are the only sequences that we write.
    expect(line.replaceAll(/\u001B\[[\d;]*m/g, '')).not.toMatch(
      /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/,
    );
    expect(stripVTControlCharacters(line)).not.toContain('\n');
  }
}
