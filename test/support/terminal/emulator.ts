import xterm, { type IBufferCell } from '@xterm/headless';
import { graphemeWidths } from './grapheme-widths.js';

export interface Cell {
  readonly text: string;
  /** 2 for a wide character, 0 for the cell that it covers to its right. */
  readonly width: number;
  /** `default`, `palette:<n>` or `#rrggbb`. */
  readonly foreground: string;
  readonly background: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  readonly strikethrough: boolean;
}

export type Emulator = ReturnType<typeof createEmulator>;

/** A terminal emulator that is read cell by cell, and that remembers which modes were switched. */
export function createEmulator(columns: number, rows: number) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  terminal.unicode.register(graphemeWidths);
  terminal.unicode.activeVersion = graphemeWidths.version;

  const privateModes = new Map<number, boolean>();
  let kittyFlagsPushed = 0;
  let frames = 0;
  let title = '';

  for (const final of ['h', 'l']) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      for (const mode of parameters.flat()) {
        privateModes.set(mode, final === 'h');
        frames += mode === 2026 && final === 'h' ? 1 : 0;
      }
      return false;
    });
  }
  // XTSAVE and XTRESTORE.
  const saved = new Map<number, boolean>();
  terminal.parser.registerCsiHandler({ prefix: '?', final: 's' }, (parameters) => {
    for (const mode of parameters.flat())
      saved.set(mode, privateModes.get(mode) ?? modesThatStartOn.has(mode));
    return true;
  });
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'r' }, (parameters) => {
    for (const mode of parameters.flat())
      privateModes.set(mode, saved.get(mode) ?? modesThatStartOn.has(mode));
    return true;
  });
  terminal.parser.registerCsiHandler({ prefix: '>', final: 'u' }, () => {
    kittyFlagsPushed += 1;
    return true;
  });
  terminal.parser.registerCsiHandler({ prefix: '<', final: 'u' }, () => {
    kittyFlagsPushed = Math.max(0, kittyFlagsPushed - 1);
    return true;
  });
  terminal.onTitleChange((text) => {
    title = text;
  });

  const lineAt = (y: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y);

  const emulator = {
    get columns(): number {
      return terminal.cols;
    },
    get rows(): number {
      return terminal.rows;
    },
    get title(): string {
      return title;
    },
    /** Synchronised updates (`CSI ? 2026 h`) so far, which is how Ink wraps each frame. */
    get frames(): number {
      return frames;
    },
    /** Within a synchronised update: what a person sees is the frame before it. */
    get isDrawing(): boolean {
      return privateModes.get(2026) === true;
    },
    get applicationCursorKeys(): boolean {
      return terminal.modes.applicationCursorKeysMode;
    },

    /** Parses output; `parsed` is called when its effect can be read. */
    write(data: Uint8Array | string, parsed: () => void): void {
      terminal.write(data, parsed);
    },

    /** What a terminal answers when it is asked for its cursor position or its attributes. */
    onAnswer(listener: (answer: string) => void): void {
      terminal.onData(listener);
    },

    resize(newColumns: number, newRows: number): void {
      terminal.resize(newColumns, newRows);
    },

    row(y: number): string {
      return lineAt(y)?.translateToString(false) ?? '';
    },

    /** The column in which the character at an index of `row(y)` is drawn. */
    columnOf(y: number, index: number): number {
      let position = 0;
      for (let x = 0; x < terminal.cols; x += 1) {
        const cell = lineAt(y)?.getCell(x);
        if (cell?.getWidth() === 0) continue;
        if (position >= index) return x;
        position += cell?.getChars().length || 1;
      }
      return terminal.cols;
    },

    cell(x: number, y: number): Cell {
      const cell = lineAt(y)?.getCell(x);
      if (cell === undefined) {
        throw new RangeError(`No cell at ${x}, ${y} on a screen of ${terminal.cols}×${terminal.rows}.`);
      }
      return {
        text: cell.getChars(),
        width: cell.getWidth(),
        foreground: colour(cell, 'Fg'),
        background: colour(cell, 'Bg'),
        bold: cell.isBold() !== 0,
        dim: cell.isDim() !== 0,
        italic: cell.isItalic() !== 0,
        underline: cell.isUnderline() !== 0,
        inverse: cell.isInverse() !== 0,
        strikethrough: cell.isStrikethrough() !== 0,
      };
    },

    cursor(): { x: number; y: number; visible: boolean } {
      const { cursorX, cursorY } = terminal.buffer.active;
      return { x: cursorX, y: cursorY, visible: privateModes.get(25) ?? true };
    },

    isAlternate(): boolean {
      return terminal.buffer.active.type === 'alternate';
    },

    /** Whether a DEC private mode is on. */
    isOn: (mode: number): boolean => privateModes.get(mode) ?? modesThatStartOn.has(mode),

    /** The modes that are not as a terminal starts with them, in words. */
    changedModes(): string[] {
      const changed = [...privateModes]
        .filter(([mode, on]) => on !== modesThatStartOn.has(mode))
        .map(([mode, on]) => `${modeNames.get(mode) ?? `mode ${mode}`} left ${on ? 'on' : 'off'}`);
      return kittyFlagsPushed > 0 ? [...changed, 'kitty keyboard protocol left on'] : changed;
    },

    dispose(): void {
      terminal.dispose();
    },
  };
  return emulator;
}

function colour(cell: IBufferCell, ground: 'Fg' | 'Bg'): string {
  const value = cell[`get${ground}Color`]();
  if (cell[`is${ground}RGB`]()) return `#${value.toString(16).padStart(6, '0')}`;
  return cell[`is${ground}Palette`]() ? `palette:${value}` : 'default';
}

/** DEC private modes: line wrapping and the cursor. */
const modesThatStartOn = new Set([7, 25]);

const modeNames = new Map([
  [1, 'application cursor keys'],
  [7, 'line wrapping'],
  [25, 'cursor'],
  [1000, 'mouse'],
  [1002, 'mouse'],
  [1003, 'mouse'],
  [1004, 'focus reports'],
  [1006, 'mouse'],
  [1007, 'alternate scroll'],
  [1049, 'alternate screen'],
  [2004, 'bracketed paste'],
  [2026, 'synchronised output'],
]);
