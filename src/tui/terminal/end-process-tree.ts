import { spawnSync } from 'node:child_process';

/** How long a process may take to end of itself. */
const ENDS_WITHIN_MS = 2000;

/**
 * Ends a process and all that it has started: a shell is not the program that has the terminal. Who does not end by the signal within
 * two seconds is killed.
 */
export function endProcessTree(pid: number, signal: NodeJS.Signals): void {
  const pids = treeOf(pid);
  sendTo(pids, signal);
  // A stopped one hears nothing.
  if (process.platform !== 'win32') sendTo(pids, 'SIGCONT');
  setTimeout(() => sendTo(pids, 'SIGKILL'), ENDS_WITHIN_MS).unref();
}

function sendTo(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}

/** The process and those below it, as `ps` knows them; the process alone where there is no `ps`. */
function treeOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const all = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    for (const [own, above] of all) if (above === parent && own !== undefined) found.push(own);
  }
  return found;
}
