import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { isObject } from '../text/json-fields.js';

/** The process that has a lock. */
export interface LockOwner {
  /** Another one for each time that a lock is taken. */
  readonly token: string;
  /** The machine since its last start, and on Linux the container, in which the number of the process counts. */
  readonly host: string;
  readonly pid: number;
  /** When the process began, as the system says it; undefined where it does not. Numbers are given to later processes again. */
  readonly start: string | undefined;
}

let me: Promise<Omit<LockOwner, 'token'>> | undefined;

/** This process, as the owner of one lock. */
export async function thisOwner(): Promise<LockOwner> {
  me ??= Promise.all([thisHost(), startOf(process.pid)]).then(([host, found]) => ({
    host,
    pid: process.pid,
    start: found?.start,
  }));
  return { ...(await me), token: crypto.randomUUID() };
}

/** An owner as it was written; undefined where the text says none. */
export function ownerIn(text: string): LockOwner | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { token, host, pid, start } = value;
  const isOwner =
    typeof token === 'string' &&
    /^[\w-]+$/.test(token) &&
    typeof host === 'string' &&
    typeof pid === 'number' &&
    Number.isSafeInteger(pid) &&
    pid > 0;
  return isOwner ? { token, host, pid, start: typeof start === 'string' ? start : undefined } : undefined;
}

/** Whether the owner has certainly ended. Of another machine or container nobody can say it. */
export const isDead = async (owner: LockOwner): Promise<boolean> => (await lifeOf(owner)) === 'ended';

/** Whether the owner certainly lives, though it may stand still. */
export const isAlive = async (owner: LockOwner): Promise<boolean> => (await lifeOf(owner)) === 'lives';

async function lifeOf({ host, pid, start }: LockOwner): Promise<'lives' | 'ended' | 'not known'> {
  if (host !== (await thisHost())) return 'not known';
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's, but there.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended';
  }
  const found = await startOf(pid);
  if (found?.isZombie) return 'ended';
  if (found === undefined || start === undefined) return 'not known';
  return found.start === start ? 'lives' : 'ended';
}

let host: Promise<string> | undefined;

function thisHost(): Promise<string> {
  host ??= Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]).then(([boot, container]) => [hostname(), boot.trim(), container].join(' ').trim());
  return host;
}

/** When a process began, in words of the system; undefined where that is not to be had. */
async function startOf(pid: number): Promise<{ start: string; isZombie: boolean } | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    if (process.platform === 'linux') {
      // Its name, in parentheses, may hold anything. Fields 3 and 22 of proc_pid_stat(5) stand behind it.
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
      const [state, start] = [fields[0], fields[19]];
      return start === undefined ? undefined : { start, isZombie: state === 'Z' || state === 'X' };
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    const [, state, start] = /^\s*(\S+)\s+(.*\S)/.exec(stdout) ?? [];
    return start === undefined ? undefined : { start, isZombie: state?.startsWith('Z') === true };
  } catch {
    return undefined;
  }
}
