import { EventEmitter, once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { render, useWindowSize } from 'ink';
import { createElement, Fragment, type ReactNode, useEffect } from 'react';
import { type KeyName, keyBytes } from '../terminal/keys.js';
import { WAIT_GUARD_MS, waitUntil } from '../wait-until.js';

export interface Screen {
  /** The newest frame, with its colours where chalk is told to paint. */
  frame(): string;
  /** The rows of the newest frame, without colours and trailing blanks. */
  lines(): string[];
  /** Every frame so far, oldest first. */
  readonly frames: readonly string[];
  /** Sends keys, each as a chunk of its own, and lets React draw what they cause. */
  press(...keys: (KeyName | (string & {}))[]): Promise<void>;
  /** Sends text as one chunk, as a paste or a burst of keys arrives. */
  write(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves when all state set so far is drawn. */
  flush(): Promise<void>;
  /** Resolves when a frame shows the text, matches, or satisfies the predicate: for what takes a timer or a fetch. */
  waitFor(expected: string | RegExp | ((frame: string) => boolean), guardMs?: number): Promise<void>;
  /** Draws another tree in place of this one. */
  rerender(element: ReactNode): Promise<void>;
  unmount(): void;
}

/**
 * Renders with the real React and Ink into a screen of a chosen size. ink-testing-library does for a widget that is drawn
 * once at any width; this is for everything else, because ink-testing-library 4 on Ink 8
 * - has no rows and is always 100 columns wide, so that layout and resizing cannot be tested;
 * - never calls back when something is written, so that waiting for a frame to be flushed hangs;
 * - records empty writes as frames, so that the last frame may be '';
 * - loses a chunk that is written before the one before it was read.
 */
export function renderScreen(element: ReactNode, { columns = 120, rows = 40 } = {}): Screen {
  const stdout = new Stdout(columns, rows);
  const stdin = new Stdin();
  const drawn = new EventEmitter();
  /** What listens for sizes and keys does so from an effect, which a busy machine runs some time after the first frame. */
  const isMounted = once(drawn, 'size');
  const withMark = (tree: ReactNode): ReactNode =>
    createElement(Fragment, null, tree, createElement(SizeMark, { drawn }));
  const instance = render(withMark(element), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: new Stdout(columns, rows) as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    // Whole frames instead of differences between them, each as soon as it is drawn.
    debug: true,
    // Also where CI is set.
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });

  const screen: Screen = {
    frames: stdout.frames,
    frame: () => stdout.frames.at(-1) ?? '',
    lines: () =>
      stripVTControlCharacters(screen.frame())
        .split('\n')
        .map((line) => line.trimEnd()),
    flush: () => instance.waitUntilRenderFlush(),
    async press(...keys) {
      await isMounted;
      for (const key of keys) {
        stdin.send(keyBytes(key));
        await screen.flush();
      }
    },
    async write(text) {
      await isMounted;
      stdin.send(text);
      await screen.flush();
    },
    async resize(newColumns, newRows) {
      await isMounted;
      if (stdout.columns === newColumns && stdout.rows === newRows) return;
      const isDrawn = once(drawn, 'size');
      stdout.columns = newColumns;
      stdout.rows = newRows;
      stdout.emit('resize');
      await isDrawn;
      await screen.flush();
    },
    waitFor: (expected, guardMs = WAIT_GUARD_MS) =>
      waitUntil({
        what: typeof expected === 'string' ? JSON.stringify(expected) : `${expected}`,
        holds: () => matches(screen.lines().join('\n'), expected),
        subscribe(check) {
          stdout.on('frame', check);
          return () => stdout.off('frame', check);
        },
        found: () => screen.frame(),
        guardMs,
      }),
    async rerender(next) {
      instance.rerender(withMark(next));
      await screen.flush();
    },
    unmount() {
      instance.unmount();
      instance.cleanup();
    },
  };
  return screen;
}

/** Draws nothing, and says when all beside it is drawn at a size, its effects included. */
function SizeMark({ drawn }: { readonly drawn: EventEmitter }): undefined {
  const { columns, rows } = useWindowSize();
  useEffect(() => {
    drawn.emit('size', columns, rows);
  }, [drawn, columns, rows]);
}

function matches(frame: string, expected: string | RegExp | ((frame: string) => boolean)): boolean {
  if (typeof expected === 'function') return expected(frame);
  return typeof expected === 'string' ? frame.includes(expected) : frame.search(expected) >= 0;
}

class Stdout extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  readonly frames: string[] = [];

  constructor(
    public columns: number,
    public rows: number,
  ) {
    super();
    // One listener for each hook that follows the size.
    this.setMaxListeners(0);
  }

  write(frame: string, written?: () => void): boolean {
    // Not frames: cursor and paste modes, the empty write of a flush, the newline at the end.
    if (!['', '\n'].includes(stripVTControlCharacters(frame))) {
      this.frames.push(frame);
      this.emit('frame');
    }
    written?.();
    return true;
  }
}

class Stdin extends EventEmitter {
  readonly isTTY = true;
  readonly #chunks: string[] = [];

  send(chunk: string): void {
    this.#chunks.push(chunk);
    this.emit('readable');
  }

  read(): string | null {
    return this.#chunks.shift() ?? null;
  }

  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
}
