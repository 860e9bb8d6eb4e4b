import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileName } from '../../src/keep/kept-files.js';
import { storedWatch } from '../../src/store/watch/stored-watch.js';
import { runProgram } from '../support/package/run-program.js';
import { type AccountTold, toldBy } from './truth.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));

/** What the program has kept of an account in a home folder; the counts as `atscope history` prints them. */
export async function keptOf(home: string, did: string, plc: string): Promise<AccountTold> {
  const services = ['--plc', plc, '--appview', plc];
  const args = [program, 'history', did, '--config-dir', join(home, 'atscope'), ...services];
  const { stdout, stderr, exitCode } = await runProgram(process.execPath, args);
  if (exitCode !== 0) throw new Error(`atscope history ${did} ended with ${exitCode}: ${stderr}`);
  const lines = linesOf(stdout) as Parameters<typeof toldBy>[0];
  return toldBy(lines, await followersIn(home, did));
}

/** The same by its file alone, while the program still runs. */
export async function keptNow(home: string, did: string): Promise<AccountTold> {
  const { lines, followers } = (await storedIn(home, did)) ?? { lines: [], followers: [] };
  return toldBy(
    lines,
    followers.map(([follower]) => follower),
  );
}

/** When it was kept last, in milliseconds since 1970; undefined where it never was. */
export const keptAt = async (home: string, did: string): Promise<number | undefined> =>
  (await storedIn(home, did))?.at;

async function followersIn(home: string, did: string): Promise<readonly string[]> {
  return ((await storedIn(home, did))?.followers ?? []).map(([follower]) => follower);
}

async function storedIn(home: string, did: string) {
  const text = await readFile(join(home, 'atscope', 'watches', fileName(did, 'ndjson')), 'utf8').catch(
    () => '',
  );
  // The last line may not be written to its end.
  return storedWatch(linesOf(text.slice(0, text.lastIndexOf('\n') + 1)));
}

function linesOf(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown);
}
