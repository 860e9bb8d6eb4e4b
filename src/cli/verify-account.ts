import { join } from 'node:path';
import type { Identity } from '../atproto/identity/identity.js';
import { freeBytes } from '../keep/archives.js';
import { byteSize } from '../text/byte-size.js';
import { sanitise } from '../text/sanitise.js';
import { openProgress } from './progress.js';
import type { Verified, VerifyOptions } from './verified.js';
import { verifyFile } from './verify-file.js';

/**
 * Checks the repository of an account as its server has it today: the copy in the archive where that is of the newest rev, else one that
 * is pulled for this alone, as it was sent.
 *
 * @throws XrpcError where the server, the directory or the document could not be asked
 */
export async function verifyAccount(repo: string, options: VerifyOptions): Promise<Verified> {
  const { client, config, signal } = options;
  const identity = await client.resolve(repo, { signal, fresh: true });
  const { did } = identity;
  const { rev } = await client.repo(identity).latest({ signal });
  const kept = (await config.archives.of(did)).find((copy) => copy.rev === rev);
  if (kept !== undefined) return await verifyFile(kept.file, options, { did });
  const file = await pulledAsSent(identity, options, repo);
  const pds = identity.pds === undefined ? undefined : URL.parse(identity.pds)?.host;
  const host = client.mirrored.hostOf(did) ?? pds;
  return await verifyFile(file, options, { did, title: `${repo} as ${host ?? 'its server'} has it` });
}

async function pulledAsSent(
  identity: Identity,
  { client, signal, temporary }: VerifyOptions,
  repo: string,
): Promise<string> {
  const folder = await temporary();
  const file = join(folder, 'repo.car');
  const free = await freeBytes(folder);
  const progress = openProgress(process.stderr, true);
  try {
    await client.pullCar(identity, {
      file,
      maxBytes: free ?? Number.MAX_SAFE_INTEGER,
      signal,
      onBytes: (bytes) => progress.show(`${sanitise(repo)}: receiving ${byteSize(bytes)}`),
    });
    return file;
  } finally {
    progress.end();
  }
}
