import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTerminal, type Terminal } from '../support/terminal/terminal.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
/** A guard against hanging only. */
const GUARD_MS = 60_000;
const SAMPLE_EVERY_MS = 2_000;
const ASK_EVERY_MS = 20;
/** What a program writes that has made a mistake. */
const MISTAKE = /\(node:\d+\)|Uncaught|Unhandled|MaxListenersExceeded|ERROR |^\s+at .*(file:|node:|\.js:\d)/m;

/**
 * Runs the program with job control, as a shell does: Ctrl-z stops it, and a line of input lets it go on. An exit code of 147 to
 * 150 is a signal that stopped it.
 */
const JOB = `
set -m
sh -c 'echo $$ > "$0"; exec "$@"' "$@"
code=$?
while [ $code -ge 147 ] && [ $code -le 150 ]; do
  read -r _
  fg %1 > /dev/null
  code=$?
done
exit $code`;

/** What the process takes, at a moment. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly rssMb: number;
  readonly handles: number;
}

export interface SessionSettings {
  /** Folder that outlives it. */
  readonly home: string;
  readonly plc: string;
  readonly streams: readonly string[];
  /** Handles of the accounts to be watched. */
  readonly watched: readonly string[];
}

/** One run of the built program in a terminal. */
export interface Session {
  readonly terminal: Terminal;
  readonly samples: readonly Sample[];
  /** How it ended, where nobody asked it to. */
  readonly fall: string | undefined;
  /** Milliseconds from Ctrl-l to the frame. */
  redraw(): Promise<number>;
  /** Stops it, by Ctrl-z or a signal, and lets it go on. */
  suspend(how: 'Ctrl-z' | 'SIGTSTP'): Promise<void>;
  /** Stops it for so many milliseconds, in a way that it does not hear of. */
  standStill(milliseconds: number): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Has it end itself; gives what was wrong with that. */
  quit(): Promise<readonly string[]>;
  /** What it wrote that it should not have written. */
  mistakes(): readonly string[];
}

/** Opens the program and has it watch all accounts. */
export async function openSession(settings: SessionSettings): Promise<Session> {
  const { home, plc, streams, watched } = settings;
  const pidFile = join(home, 'pid');
  const [first = '', ...others] = watched;
  const terminal = await openTerminal({
    command: 'sh',
    args: [
      ...['-c', JOB, 'sh', pidFile, process.execPath, program, first, '--watch'],
      ...streams.flatMap((url) => ['--stream', url]),
      ...['--plc', plc, '--appview', plc],
    ],
    env: { VISUAL: 'true', EDITOR: 'true', PAGER: 'cat', BROWSER: 'true' },
    columns: 160,
    rows: 48,
    home,
  });
  const samples: Sample[] = [];
  let isAsked = false;
  let fall: string | undefined;
  try {
    await terminal.waitFor('5 Live', { timeoutMs: GUARD_MS });
    for (const handle of others) await watch(terminal, handle);
  } catch (error) {
    await terminal.close();
    throw error;
  }
  const pid = Number(await readFile(pidFile, 'utf8'));
  const sampling = setInterval(() => void sample(), SAMPLE_EVERY_MS);
  void terminal.waitForExit({ timeoutMs: 2 ** 31 - 1 }).then(
    ({ exitCode, signal }) => {
      clearInterval(sampling);
      if (!isAsked) fall = `exit code ${exitCode}, signal ${signal}`;
    },
    () => {},
  );

  /** Waits until it is stopped, has the shell let it go on after so many milliseconds, and waits for a frame. */
  async function goOn(milliseconds: number): Promise<void> {
    await until('stopped', (state) => state === 'T');
    await pause(milliseconds);
    terminal.write('\n');
    await until('let go on', (state) => state !== 'T');
    await redraw();
  }

  /** Asks the system for the state of the process: what is on the screen of a stopped program says nothing. */
  async function until(what: string, holds: (state: string) => boolean): Promise<void> {
    const guard = performance.now() + GUARD_MS;
    for (;;) {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const state = stat.slice(stat.lastIndexOf(')') + 2).charAt(0);
      if (holds(state)) return;
      if (performance.now() > guard) {
        throw new Error(`It was not ${what}. What was there:\n${terminal.framed()}`);
      }
      await pause(ASK_EVERY_MS);
    }
  }

  async function redraw(): Promise<number> {
    const before = performance.now();
    terminal.mark();
    terminal.press('Ctrl-l');
    await terminal.waitFor(({ output }) => output().frames > 0, { timeoutMs: GUARD_MS });
    return performance.now() - before;
  }

  async function sample(): Promise<void> {
    try {
      const [status, handles] = await Promise.all([
        readFile(`/proc/${pid}/status`, 'utf8'),
        readdir(`/proc/${pid}/fd`),
      ]);
      const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
      samples.push({ at: Date.now(), rssMb: kilobytes / 1024, handles: handles.length });
    } catch {
      // It has just ended.
    }
  }

  const signal = (name: NodeJS.Signals): boolean => process.kill(pid, name);

  return {
    terminal,
    samples,
    get fall() {
      return fall;
    },
    redraw,
    async suspend(how) {
      if (how === 'Ctrl-z') terminal.press('Ctrl-z');
      else signal('SIGTSTP');
      await goOn(0);
    },
    async standStill(milliseconds) {
      signal('SIGSTOP');
      await goOn(milliseconds);
    },
    async kill() {
      isAsked = true;
      signal('SIGKILL');
      await terminal.waitForExit();
    },
    async quit() {
      isAsked = true;
      terminal.press('Ctrl-c');
      const { exitCode } = await terminal.waitForExit({ timeoutMs: GUARD_MS });
      const left = await terminal.leftBehind();
      return exitCode === 0 ? left : [`exit code ${exitCode}`, ...left];
    },
    mistakes() {
      const { raw } = terminal;
      const at = raw.search(MISTAKE);
      return at < 0 ? [] : [raw.slice(Math.max(0, at - 200), at + 800)];
    },
  };
}

/** Goes to an account and begins to watch it. The status line may be busy with news: the live pane says who is watched. */
async function watch(terminal: Terminal, handle: string): Promise<void> {
  terminal.press(':');
  terminal.write(handle);
  terminal.press('Enter');
  await terminal.waitFor(`@${handle} `, { timeoutMs: GUARD_MS });
  terminal.press('w');
  await terminal.waitFor(`5 Live ── @${handle} `, { timeoutMs: GUARD_MS });
}
