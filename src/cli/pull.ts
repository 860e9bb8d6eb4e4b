import type { AtClient } from '../atproto/client.js';
import { type Pulled, pull, pulledText } from '../jobs/pull.js';
import type { PulledBlobs } from '../jobs/pull-blobs.js';
import type { PullInput } from '../jobs/pull-car.js';
import { pullToFile } from '../jobs/pull-to-file.js';
import { blobFolder } from '../keep/blob-folder.js';
import type { Config } from '../keep/config.js';
import { accountOf, parseAddress } from '../places/address.js';
import { byteSize } from '../text/byte-size.js';
import { sanitise } from '../text/sanitise.js';
import { blobsOf, blobsText, complainOfBlobs } from './blobs-of.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_NOT_SO, EXIT_UNUSABLE } from './exit-codes.js';
import { fileIn } from './file-in.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { openProgress, type Progress } from './progress.js';
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
  /** Its blobs, too. */
  readonly blobs: boolean;
  readonly json: boolean;
}

/** More fill a screen: `verify` tells them all. */
const PROBLEMS_TOLD = 5;

/** What is told at the end: whether anything was new, and where it is. */
type Told = Omit<Pulled, 'kept'> & { readonly file: string; readonly blobs?: PulledBlobs };

/** Resolves to the exit code: 1 where nothing was pulled, or not every blob, said on stderr; 3 where what was is not sound; 2 where the address is of no account. */
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
        const { folder, ...pulled } = await pulledBy(line, input, config.archives, progress);
        if (!line.blobs) return pulled;
        const blobs = await blobsOf(pulled.file, folder, { ...input, client, signal, progress });
        return { ...pulled, blobs };
      } finally {
        progress.end();
      }
    });
    if (told.anew !== undefined) complain(`all of it was asked for. ${sanitise(told.anew)}`);
    complainOf(told);
    if (told.blobs) complainOfBlobs(told.blobs);
    const isText = process.stdout.isTTY && !line.json;
    await output.write(isText ? `${toldText(told)}\n` : `${pullJson(told)}\n`);
    if (told.verdict !== 'signed') return EXIT_NOT_SO;
    return told.blobs !== undefined && told.blobs.missing.length > 0 ? EXIT_FAILED : EXIT_DONE;
  });
}

/** Into the archive, or the file that was named; with where the blobs of that belong. */
async function pulledBy(
  { to }: PullLine,
  input: PullInput,
  archives: Config['archives'],
  progress: Progress,
): Promise<Told & { readonly folder: string }> {
  if (to !== undefined) {
    const file = await fileIn(to, input.identity);
    return { ...(await pullToFile(file, input)), folder: blobFolder(file, false) };
  }
  const onWait = (): void => progress.show('another pull of it is under way');
  const { kept, ...pulled } = await pull({ ...input, archives, onWait });
  return { ...pulled, file: kept.file, folder: blobFolder(kept.file, true) };
}

/** The first of what is wrong with what was pulled, and how many more there are. */
function complainOf({ problems, problemCount, verdict }: Told): void {
  for (const { path, message } of problems.slice(0, PROBLEMS_TOLD)) {
    complain(sanitise(path === undefined ? message : `${path}: ${message}`));
  }
  const more = problemCount - PROBLEMS_TOLD;
  if (more > 0) complain(more === 1 ? 'one more thing is wrong.' : `${more} more things are wrong.`);
  if (verdict === 'unsound') complain('the repository is not sound, and is kept as it came.');
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

function toldText(told: Told): string {
  const lines = [`${told.isNew ? 'Pulled' : 'Nothing new'}: ${pulledText(told)}`, sanitise(told.file)];
  if (told.blobs) lines.push(blobsText(told.blobs));
  return lines.join('\n');
}

/** One object, without the end of the line. */
export const pullJson = ({
  file,
  rev,
  root,
  records,
  bytes,
  received,
  isNew,
  key,
  verdict,
  problemCount,
  anew,
  blobs,
}: Told): string =>
  JSON.stringify({
    file,
    rev,
    commit: root,
    records,
    bytes,
    received,
    new: isNew,
    keyStatus: key.status,
    verdict,
    problems: problemCount,
    anew,
    blobs,
  });
