import type { Cell } from '../../support/terminal/emulator.js';

/** A screen whose cells can be read. */
export interface Frame {
  readonly columns: number;
  readonly rows: number;
  cell(x: number, y: number): Cell;
}

const CELL_WIDTH = 8;
const CELL_HEIGHT = 17;
const BASELINE = 13;
const MARGIN = 12;
const INK = '#d4d4d4';
const PAPER = '#1b1b1f';
/** The sixteen of xterm; the others are the same nearly everywhere. */
const SIXTEEN = [
  '#000000',
  '#cd0000',
  '#00cd00',
  '#cdcd00',
  '#0000ee',
  '#cd00cd',
  '#00cdcd',
  '#e5e5e5',
  '#7f7f7f',
  '#ff0000',
  '#00ff00',
  '#ffff00',
  '#5c5cff',
  '#ff00ff',
  '#00ffff',
  '#ffffff',
];
const STEPS = [0, 95, 135, 175, 215, 255];

const hex = (...parts: readonly number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

function colourOf(name: string, otherwise: string): string {
  if (/^#[0-9a-f]{6}$/i.test(name)) return name;
  const index = Number(/^(?:palette:)?(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(index)) return otherwise;
  if (index < 16) return SIXTEEN[index] ?? otherwise;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return hex(grey, grey, grey);
  }
  const [red, green, blue] = [(index - 16) / 36, ((index - 16) / 6) % 6, (index - 16) % 6].map(Math.floor);
  return hex(STEPS[red ?? 0]!, STEPS[green ?? 0]!, STEPS[blue ?? 0]!);
}

interface Look {
  readonly ink: string;
  readonly paper: string;
  readonly style: string;
}

function lookOf(cell: Cell): Look {
  const colours = [colourOf(cell.foreground, INK), colourOf(cell.background, PAPER)];
  const [ink = INK, paper = PAPER] = cell.inverse ? colours.toReversed() : colours;
  const style = [
    cell.bold ? ' font-weight="bold"' : '',
    cell.italic ? ' font-style="italic"' : '',
    cell.underline ? ' text-decoration="underline"' : '',
    cell.dim ? ' opacity="0.6"' : '',
  ].join('');
  return { ink, paper, style };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * A frame as an SVG: a rectangle for each row of cells with a ground of their own, and a text for each that look the same. The same
 * frame gives the same bytes. Each text is told how wide it is, so that any monospaced font stands in its cells.
 */
export function frameSvg(frame: Frame, title: string): string {
  const parts: string[] = [];
  for (let y = 0; y < frame.rows; y += 1) {
    for (let x = 0; x < frame.columns; ) {
      const start = x;
      const look = lookOf(frame.cell(x, y));
      let text = '';
      while (x < frame.columns) {
        const cell = frame.cell(x, y);
        if (JSON.stringify(lookOf(cell)) !== JSON.stringify(look)) break;
        // A wide character stands alone: its width in a font is its own affair.
        if (cell.width === 2 && text !== '') break;
        text += cell.text === '' ? ' ' : cell.text;
        x += Math.max(1, cell.width);
        if (cell.width === 2) break;
      }
      const [left, top] = [MARGIN + start * CELL_WIDTH, MARGIN + y * CELL_HEIGHT];
      const width = (x - start) * CELL_WIDTH;
      if (look.paper !== PAPER) {
        parts.push(
          `<rect x="${left}" y="${top}" width="${width}" height="${CELL_HEIGHT}" fill="${look.paper}"/>`,
        );
      }
      if (text.trim() !== '') {
        parts.push(
          `<text x="${left}" y="${top + BASELINE}" fill="${look.ink}"${look.style} textLength="${width}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`,
        );
      }
    }
  }
  const [width, height] = [frame.columns * CELL_WIDTH + 2 * MARGIN, frame.rows * CELL_HEIGHT + 2 * MARGIN];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" xml:space="preserve">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>
${parts.join('\n')}
</svg>
`;
}
