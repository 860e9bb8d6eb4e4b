import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../wait-until.js';
import type { Services } from './open-atscope.js';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.js';

const program = fileURLToPath(new URL('../../../dist/atscope.js', import.meta.url));

/** A shell with job control, and a line that runs atscope in it. */
export async function openShell(services: Services, options: TerminalOptions = {}) {
  const terminal = await openTerminal({
    ...{ command: 'bash', args: ['--norc', '-i'], columns: 100, rows: 30 },
    ...options,
    env: { PS1: '> ', ...options.env },
  });
  await terminal.waitFor('>');
  return {
    terminal,
    line: `node ${program} alice.test --plc ${services.plc} --appview ${services.appview}`,
    /** Sends a signal to the program, wherever below the terminal it runs. */
    async kill(signal: NodeJS.Signals): Promise<void> {
      process.kill(await pidOf(terminal), signal);
    },
    pid: () => pidOf(terminal),
  };
}

/** The process id of the atscope that runs below a terminal. */
export async function pidOf(terminal: Terminal): Promise<number> {
  const found = (): number | undefined =>
    below(terminal.pid).find(({ command }) => /^\S*node \S*dist\/atscope\.js/.test(command))?.pid;
  await waitForProcess('atscope to run below the terminal', () => found() !== undefined);
  return found() ?? 0;
}

/** Waits for something of processes, which tell nobody when they change. */
export function waitForProcess(what: string, holds: () => boolean): Promise<void> {
  return waitUntil({
    what,
    holds,
    subscribe(check) {
      const timer = setInterval(check, 20);
      return () => clearInterval(timer);
    },
    found: () => execFileSync('ps', ['-o', 'pid,ppid,stat,args'], { encoding: 'utf8' }),
  });
}

/** The state of a process as `ps` tells it: `T` is stopped. Empty where it has ended. */
export function stateOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process that was started by this one, by those, and so on; itself first. */
export function below(pid: number): RunningProcess[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, own, parent, command]): RunningProcess => {
      return { pid: Number(own), parent: Number(parent), command: command ?? '' };
    });
  const found = all.filter((process) => process.pid === pid);
  for (const process of found) found.push(...all.filter(({ parent }) => parent === process.pid));
  return found;
}
