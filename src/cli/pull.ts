import { rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openArchive } from '../archive/open-archive.js';
import type { AtClient } from '../atproto/client.js';
import { type PullBase, type Pulled, type PullInput, pull, pullCar, pulledText } from '../jobs/pull.js';
import { freeBytes } from '../keep/archives.js';
import { waitForLock } from '../keep/waiting-lock.js';
import { accountOf, parseAddress } from '../places/address.js';
import { byteSize } from '../text/byte-size.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { openProgress } from './progress.js';
import { stoppable } from './stoppable.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Take a repository home. `account` is as typed. */
export interface PullLine extends Locations {
  readonly kind: 'pull';
  readonly account: string;
  /** A file in place of the archive. */
  readonly to: string | undefined;
  /** Origin of a host in place of the PDS. */
  readonly from: string | undefined;
  readonly json: boolean;
}

/** What is told at the end: whether anything was new, and where it is. */
type Told = Omit<Pulled, 'kept'> & { readonly file: string };

/** Resolves to the exit code: 1 where nothing was pulled, said on stderr; 2 where the address is of no account. */
export async function pullRepository(line: PullLine, open: OpenServices): Promise<number> {
  const parsed = parseAddress(line.account);
  const repo = parsed.ok ? accountOf(parsed.address) : undefined;
  if (repo === undefined) {
    complain(parsed.ok ? 'this address is about no account.' : sanitise(parsed.reason));
    return EXIT_UNUSABLE;
  }
  return await withoutScreen(line, open, async (client, config) => {
    const output = openOutput(process.stdout);
    const progress = openProgress(process.stderr, true);
    const told = await stoppable([], async (signal): Promise<Told> => {
      try {
        const input = await inputOf(line, repo, client, signal, (text) => progress.show(text));
        if (line.to !== undefined) return await pullTo(resolve(line.to), input);
        const onWait = (): void => progress.show('another pull of it is under way');
        const { kept, ...pulled } = await pull({ ...input, archives: config.archives, onWait });
        return { ...pulled, file: kept.file };
      } finally {
        progress.end();
      }
    });
    if (told.anew !== undefined) complain(`all of it was asked for. ${sanitise(told.anew)}`);
    const isText = process.stdout.isTTY && !line.json;
    await output.write(isText ? `${toldText(told)}\n` : `${pullJson(told)}\n`);
    return EXIT_DONE;
  });
}

async function inputOf(
  { from }: PullLine,
  repo: string,
  client: AtClient,
  signal: AbortSignal,
  show: (text: string) => void,
): Promise<PullInput> {
  // The key of today is what the commit is held against.
  const identity = await client.resolve(repo, { fresh: true, signal });
  return {
    client,
    identity,
    from: from === undefined ? undefined : new URL(from),
    signal,
    onProgress: (step, bytes) => show(`${sanitise(repo)}: ${step} ${byteSize(bytes)}`),
  };
}

/** Into a file, which is what the host is asked to go on from where it is an archive of the account. */
async function pullTo(to: string, input: PullInput): Promise<Told> {
  const { identity, signal } = input;
  const release = await waitForLock(`${to}.lock`, { signal });
  const drafts: string[] = [];
  function draft(extension: string): string {
    const path = `${to}.${crypto.randomUUID()}.${extension}.part`;
    drafts.push(path);
    return path;
  }
  try {
    const base = await baseIn(to, identity.did, signal);
    const free = await freeBytes(dirname(to));
    const { file, ...pulled } = await pullCar(input, { base, draft, free });
    const isNew = base?.rev !== pulled.rev || pulled.anew !== undefined;
    if (isNew) await rename(file, to);
    return { ...pulled, isNew, file: to };
  } finally {
    for (const path of drafts) await rm(path, { force: true });
    await release().catch(() => {});
  }
}

/** What is no sound archive of the account is nothing to go on from. */
async function baseIn(file: string, did: string, signal?: AbortSignal): Promise<PullBase | undefined> {
  try {
    const archive = await openArchive(file, { did, ...(signal === undefined ? {} : { signal }) });
    archive.close();
    return archive.problems.length === 0 ? { file, rev: archive.rev } : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

const toldText = (told: Told): string =>
  `${told.isNew ? 'Pulled' : 'Nothing new'}: ${pulledText(told)}\n${sanitise(told.file)}`;

/** One object, without the end of the line. */
export const pullJson = ({ file, rev, root, records, bytes, received, isNew, key, anew }: Told): string =>
  JSON.stringify({
    file,
    rev,
    commit: root,
    records,
    bytes,
    received,
    new: isNew,
    keyStatus: key.status,
    anew,
  });
