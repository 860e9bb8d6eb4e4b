import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { waitUntil } from '../wait-until.js';
import { clipboardWrites, hyperlinks, titles } from './control-sequences.js';
import { type Cell, createEmulator } from './emulator.js';
import { type KeyName, keyBytes } from './keys.js';

export interface TerminalOptions {
  /** Default: the Node that runs the tests. */
  readonly command?: string;
  readonly args?: readonly string[];
  /** Added to a clean environment: TERM, LANG, TZ, PATH, and HOME and the config folder in a folder of its own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default 120 × 40. */
  readonly columns?: number;
  readonly rows?: number;
  /** Default: `home`. */
  readonly cwd?: string;
  /** A folder that outlives this terminal, for what is kept between two runs. Default: a new one, removed by `close`. */
  readonly home?: string;
  /**
   * Runs the program below a shell, as it runs for a user, so that `leftBehind` can also compare the line discipline
   * (echo, canonical mode, …) before and after. Costs a few milliseconds: not for measuring.
   */
  readonly shell?: boolean;
}

export interface Exit {
  readonly exitCode: number;
  /** Number of the signal that ended the program, 0 for none. Below a shell it is told by an exit code of 128 + n instead. */
  readonly signal: number;
}

/** What came from the program since the last `mark()`. */
export interface Output {
  readonly bytes: number;
  /** Reads that brought something. */
  readonly chunks: number;
  /** Synchronised updates, which is how Ink wraps each frame. */
  readonly frames: number;
}

export type Expected = string | RegExp | ((terminal: Terminal) => boolean);

export interface WaitOptions {
  /** Milliseconds; only a guard against hanging, since waiting ends with the screen and not with the clock. */
  readonly timeoutMs?: number;
}

export type Terminal = Awaited<ReturnType<typeof openTerminal>>;

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** Notes the program's own process id, and the line discipline before and after it. */
const shellScript = `
before=$(stty -g)
sh -c 'echo $$ > "$ATSCOPE_TEST_FILES/pid"; exec "$@"' sh "$@"
code=$?
{ echo "$before"; stty -g; stty -a; } > "$ATSCOPE_TEST_FILES/stty"
exit $code`;

/**
 * Starts a program in a real pseudo-terminal and reads the screen back through a terminal emulator. `Terminal.close` must
 * be called in the end; it kills what still runs. For job control (Ctrl-z, fg) run `bash --norc -i` and type the command.
 */
export async function openTerminal(options: TerminalOptions = {}) {
  const { command = process.execPath, args = [], columns = 120, rows = 40, shell = false } = options;
  const folder = await mkdtemp(join(tmpdir(), 'atscope-e2e-'));
  const home = options.home ?? join(folder, 'home');
  await mkdir(home, { recursive: true });

  const emulator = createEmulator(columns, rows);
  const chunks: Buffer[] = [];
  const listeners = new Set<() => void>();
  let bytes = 0;
  let parsing = 0;
  let exit: Exit | undefined;
  let closed = false;
  let marked: Output = { bytes: 0, chunks: 0, frames: 0 };

  const startedAt = performance.now();
  const pty = spawn(shell ? 'sh' : command, shell ? ['-c', shellScript, 'sh', command, ...args] : [...args], {
    name: options.env?.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? home,
    encoding: null,
    env: { ...cleanEnvironment(home, folder), ...options.env },
  });

  function changed() {
    for (const listener of [...listeners]) {
      listener();
    }
  }

  // With `encoding: null` the data are buffers, which the package's types do not say.
  pty.onData((data: unknown) => {
    const chunk = data as Buffer;
    chunks.push(chunk);
    bytes += chunk.length;
    parsing += 1;
    emulator.write(chunk, () => {
      parsing -= 1;
      changed();
    });
  });
  emulator.onAnswer((answer) => {
    if (exit === undefined) pty.write(answer);
  });
  pty.onExit(({ exitCode, signal }) => {
    exit = { exitCode, signal: signal ?? 0 };
    // Behind what is still being parsed.
    emulator.write('', changed);
  });

  const terminal = {
    home,
    pid: pty.pid,
    /** The moment before the program was started, on the clock of `performance.now()`. */
    startedAt,

    /** Types text as it is, in one write. */
    write(text: string): void {
      pty.write(text);
    },

    /** Presses keys one after another, each in a write of its own. */
    press(...keys: (KeyName | (string & {}))[]): void {
      for (const key of keys) {
        pty.write(keyBytes(key, emulator.applicationCursorKeys));
      }
    },

    /** The rows of the screen, each padded to the width of the terminal. */
    screen(): string[] {
      return Array.from({ length: emulator.rows }, (_, y) => emulator.row(y));
    },

    /** The rows of the screen without trailing blanks, joined by newlines. */
    text(): string {
      return terminal
        .screen()
        .map((row) => row.trimEnd())
        .join('\n');
    },

    /** Where a text stands on the screen, in cells; the first from the top left. */
    find(text: string): { x: number; y: number } | undefined {
      for (const [y, row] of terminal.screen().entries()) {
        const index = row.indexOf(text);
        if (index >= 0) return { x: emulator.columnOf(y, index), y };
      }
      return undefined;
    },

    cell(x: number, y: number): Cell {
      return emulator.cell(x, y);
    },

    cursor(): { x: number; y: number; visible: boolean } {
      return emulator.cursor();
    },

    isAlternate(): boolean {
      return emulator.isAlternate();
    },

    /** The window's title; empty where the program never set one. */
    title(): string {
      return emulator.title;
    },

    /** Whether the program has a DEC private mode switched on. */
    isOn(mode: number): boolean {
      return emulator.isOn(mode);
    },

    /** Everything that the program wrote, decoded as UTF-8. */
    get raw(): string {
      return Buffer.concat(chunks).toString('utf8');
    },

    /** The texts that the program copied with OSC 52, also through tmux, oldest first. */
    get clipboard(): string[] {
      return clipboardWrites(terminal.raw);
    },

    get hyperlinks(): string[] {
      return hyperlinks(terminal.raw);
    },

    get titles(): string[] {
      return titles(terminal.raw);
    },

    /** Starts the count of `output` anew. */
    mark(): void {
      marked = { bytes, chunks: chunks.length, frames: emulator.frames };
    },

    output(): Output {
      return {
        bytes: bytes - marked.bytes,
        chunks: chunks.length - marked.chunks,
        frames: emulator.frames - marked.frames,
      };
    },

    /**
     * Resolves as soon as the parsed screen shows the text, matches the expression, or satisfies the predicate. Rejects
     * with the screen in the message when the program ends before that, or the time is over.
     */
    waitFor(expected: Expected, options: WaitOptions = {}): Promise<void> {
      return wait(describe(expected), () => matches(expected), options);
    },

    /** Resolves as soon as the screen does not show the text any more. */
    waitForGone(text: string, options: WaitOptions = {}): Promise<void> {
      const gone = () => !terminal.text().includes(text);
      return wait(`${JSON.stringify(text)} to go`, gone, options);
    },

    /** Resolves when the program has ended and its last output is parsed. */
    async waitForExit(options: WaitOptions = {}): Promise<Exit> {
      await wait('the program to end', () => exit !== undefined && parsing === 0, options);
      return exit!;
    },

    /** Resolves at the next bytes from the program, before they are parsed; rejects when it ends. For measuring. */
    nextData(): Promise<void> {
      return new Promise((resolve, reject) => {
        const subscriptions = [
          pty.onData(() => settle(resolve)),
          pty.onExit(() =>
            settle(() => reject(new Error('The program ended before it drew anything more.'))),
          ),
        ];
        function settle(outcome: () => void) {
          for (const subscription of subscriptions) subscription.dispose();
          outcome();
        }
        if (exit !== undefined) settle(() => reject(new Error('The program has ended.')));
      });
    },

    resize(newColumns: number, newRows: number): void {
      emulator.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },

    /** Sends a signal to the program itself, also when it runs below a shell. */
    async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
      const pid = shell ? Number(await readFile(join(folder, 'pid'), 'utf8')) : pty.pid;
      process.kill(pid, signal);
    },

    /**
     * What the program has not given back: alternate screen, cursor, modes, and (when it has ended below a shell) the
     * line discipline. Empty when the terminal is whole.
     */
    async leftBehind(): Promise<string[]> {
      const problems = emulator.changedModes();
      if (shell && exit !== undefined) {
        const [before, after, ...settings] = (await readFile(join(folder, 'stty'), 'utf8')).split('\n');
        if (before !== after) problems.push(`line discipline changed: ${settings.join(' ')}`);
      }
      return problems;
    },

    /** The screen in a frame, for messages. */
    framed(): string {
      const edge = '─'.repeat(emulator.columns);
      return [`┌${edge}┐`, ...terminal.screen().map((row) => `│${row}│`), `└${edge}┘`].join('\n');
    },

    /** Ends the program, if it still runs, and removes its folder. */
    async close(): Promise<void> {
      if (closed) return;
      closed = true;
      if (exit === undefined) {
        const ended = terminal.waitForExit();
        await terminal
          .kill('SIGKILL')
          .catch(() => process.kill(pty.pid, 'SIGKILL'))
          // It has ended by itself, and that is not told yet.
          .catch((error: NodeJS.ErrnoException) => {
            if (error.code !== 'ESRCH') throw error;
          });
        await ended;
      }
      emulator.dispose();
      await rm(folder, { recursive: true, force: true });
    },

    [Symbol.asyncDispose](): Promise<void> {
      return terminal.close();
    },
  };

  function matches(expected: Expected): boolean {
    if (typeof expected === 'function') return expected(terminal);
    return typeof expected === 'string'
      ? terminal.text().includes(expected)
      : terminal.text().search(expected) >= 0;
  }

  function wait(what: string, isThere: () => boolean, { timeoutMs }: WaitOptions): Promise<void> {
    return waitUntil({
      what,
      // Half a frame is nothing that anybody sees.
      holds: () => (exit !== undefined || !emulator.isDrawing) && isThere(),
      subscribe(check) {
        listeners.add(check);
        return () => listeners.delete(check);
      },
      found: () => terminal.framed(),
      inVain: () =>
        exit !== undefined && parsing === 0
          ? `The program ended (exit code ${exit.exitCode}, signal ${exit.signal})`
          : undefined,
      guardMs: timeoutMs,
    });
  }

  return terminal;
}

/** Nothing of the caller's but PATH: above all no CI, which makes Ink draw only its last frame. */
function cleanEnvironment(home: string, folder: string): Record<string, string> {
  const path = [join(projectFolder, 'node_modules/.bin'), dirname(process.execPath), process.env.PATH ?? ''];
  return {
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    SHELL: '/bin/sh',
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    ATSCOPE_CONFIG_DIR: join(home, 'atscope'),
    ATSCOPE_TEST_FILES: folder,
    PATH: path.join(delimiter),
  };
}

function describe(expected: Expected): string {
  if (typeof expected === 'function') return `a screen that satisfies ${expected.toString()}`;
  return typeof expected === 'string' ? JSON.stringify(expected) : expected.toString();
}
