import { expect, test } from 'vitest';
import { createEmulator } from '../support/terminal/emulator.js';
import { frameSvg } from './picture/frame-svg.js';

const written = (bytes: string) =>
  new Promise<string>((resolve) => {
    const emulator = createEmulator(12, 2);
    emulator.write(bytes, () => resolve(frameSvg(emulator, 'a <frame>')));
  });

test('a frame becomes an SVG: texts in their cells, with their colours, and nothing that is markup', async () => {
  const svg = await written('ab\x1b[1;38;5;75mcd\x1b[0m <&\r\n\x1b[7mx\x1b[0m界y');
  expect(svg).toContain('<title>a &lt;frame&gt;</title>');
  expect(svg).toMatch(/<text x="12" y="25" fill="#d4d4d4" textLength="16"[^>]*>ab<\/text>/);
  expect(svg).toMatch(/<text x="28" y="25" fill="#5fafff" font-weight="bold" textLength="16"[^>]*>cd</);
  expect(svg).toContain('&lt;&amp;');
  // Reversed: the ground is the ink's colour.
  expect(svg).toContain('<rect x="12" y="29" width="8" height="17" fill="#d4d4d4"/>');
  expect(svg).toMatch(/<text x="20" y="42" fill="#d4d4d4" textLength="16"[^>]*>界</);
  expect(svg).toMatch(/<text x="36" y="42"[^>]*>y/);
});

test('the same frame gives the same bytes, and another frame others', async () => {
  expect(await written('one')).toBe(await written('one'));
  expect(await written('one')).not.toBe(await written('two'));
});
