import { readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second (`getconf CLK_TCK`). */
const millisecondsInTick = 10;

/**
 * Milliseconds for which a process has had a processor so far; undefined where the system does not tell (proc(5) is Linux's).
 * Other work on the machine hardly changes it, which cannot be said of the clock.
 */
export const processorTime = (pid: number): Promise<number | undefined> => timeIn(`/proc/${pid}/stat`);

/** The same of the main thread of a process alone. */
export const mainThreadTime = (pid: number): Promise<number | undefined> =>
  timeIn(`/proc/${pid}/task/${pid}/stat`);

async function timeIn(file: string): Promise<number | undefined> {
  try {
    const stat = await readFile(file, 'utf8');
    // The second field is the program's name in parentheses, and may itself hold blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * millisecondsInTick;
  } catch {
    return undefined;
  }
}
