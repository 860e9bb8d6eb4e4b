import { join } from 'node:path';
import type { AtClient } from '../atproto/client.js';
import { baseOf } from '../jobs/pull.js';
import { pullCar } from '../jobs/pull-car.js';
import { freeBytes } from '../keep/archives.js';
import type { Config } from '../keep/config.js';
import { byteSize } from '../text/byte-size.js';
import { sanitise } from '../text/sanitise.js';
import { openProgress } from './progress.js';

/** What a repository is pulled with for the time that a verb runs. */
export interface PullServices {
  readonly client: Pick<AtClient, 'resolve' | 'pullCar' | 'plcLog' | 'mirrored'>;
  readonly config: Pick<Config, 'archives'>;
  /** A folder that goes when the verb ends. */
  temporary(): Promise<string>;
}

/**
 * Pulls the repository of an account as it is today into a file that goes when the verb ends: only what is new, where a copy is kept.
 * Throws as `pull` does.
 */
export async function pullForNow(
  repo: string,
  { client, config, temporary }: PullServices,
  signal: AbortSignal,
): Promise<string> {
  const identity = await client.resolve(repo, { fresh: true, signal });
  const base = baseOf(await config.archives.of(identity.did));
  const folder = await temporary();
  const progress = openProgress(process.stderr, true);
  try {
    const { file } = await pullCar(
      {
        client,
        identity,
        signal,
        onProgress: (step, bytes) => progress.show(`${sanitise(repo)}: ${step} ${byteSize(bytes)}`),
      },
      {
        base,
        draft: (extension) => join(folder, `${crypto.randomUUID()}.${extension}`),
        free: await freeBytes(folder),
      },
    );
    return file;
  } finally {
    progress.end();
  }
}
