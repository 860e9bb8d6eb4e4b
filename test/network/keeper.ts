/**
 * A small process beside the one that runs a network. It owns what must not outlive it: the folder and PostgreSQL.
 * It runs until its stdin ends, which happens when the network is stopped, and just as well when its process is killed,
 * then ends the database and removes the folder. It imports nothing but Node, so that it starts in a moment.
 *
 * argv: the folder to make, and optionally `Programs` as JSON.
 * stdout: one line, `ready`, or `failed ` and the reason.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** Who runs them, if not who runs this. */
  readonly account?: { readonly uid: number; readonly gid: number };
  /** The folder that they are in, if that account cannot read it: they run from a copy. */
  readonly copy?: string;
}

const [folder, programs] = process.argv.slice(2);
if (!folder) throw new Error('keeper needs a folder');

let child: ChildProcess | undefined;
let ending = false;
let output = '';

process.stdin.on('end', () => void end()).resume();
process.on('SIGTERM', () => void end());
// Whoever listens may be gone already.
process.stdout.on('error', () => void end());

try {
  mkdirSync(folder, { mode: 0o700 });
  if (programs) await startPostgres(folder, JSON.parse(programs));
  if (!ending) process.stdout.write('ready\n');
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stdout.write(`failed ${reason.replaceAll('\n', ' ')}\n`);
}

async function startPostgres(folder: string, { initdb, postgres, account, copy }: Programs): Promise<void> {
  const data = join(folder, 'postgres');
  const socket = join(folder, 's');
  for (const path of [data, socket]) {
    mkdirSync(path, { mode: 0o700 });
    if (account) chownSync(path, account.uid, account.gid);
  }
  // The database's own account has to pass through.
  if (account) chmodSync(folder, 0o711);
  const native = join(folder, 'native');
  if (copy) cpSync(copy, native, { recursive: true, verbatimSymlinks: true });
  const program = (path: string) => (copy ? join(native, relative(copy, path)) : path);

  function run(path: string, args: string[]) {
    child = spawn(program(path), args, {
      cwd: data,
      detached: true,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...account,
    });
    function note(chunk: Buffer) {
      output = (output + chunk.toString()).slice(-4000);
    }
    child.stdout?.on('data', note);
    child.stderr?.on('data', note);
    return child;
  }

  const cluster = run(initdb, [
    `--pgdata=${data}`,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]);
  const [code] = await once(cluster, 'exit');
  if (ending) return;
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${output}`);

  const server = run(postgres, [
    '-D',
    data,
    ...settings({
      listen_addresses: '',
      unix_socket_directories: socket,
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      jit: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
    }),
  ]);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${output}`)));
    server.stderr?.on('data', () => {
      if (output.includes('ready to accept connections')) resolve();
    });
  });
}

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  if (child && child.exitCode === null && child.signalCode === null && child.pid) {
    const gone = once(child, 'exit');
    // The data is thrown away, so the database need not put it in order: SIGQUIT is its immediate shutdown.
    // To initdb, whose helpers share its process group, it is an ordinary end.
    process.kill(-child.pid, 'SIGQUIT');
    await gone;
  }
  rmSync(folder!, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}
