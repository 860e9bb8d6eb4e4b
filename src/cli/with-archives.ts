import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Archive } from '../archive/archive.js';
import type { AtClient } from '../atproto/client.js';
import type { Config } from '../keep/config.js';
import { type NamedArchive, openNamed } from './archive-argument.js';
import { EXIT_DONE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { stoppable } from './stoppable.js';
import { type OpenServices, withoutScreen } from './without-screen.js';

/** Where a verb reads archives. */
export interface ArchiveDesk {
  readonly client: AtClient;
  readonly config: Config;
  /** Aborts once nobody reads what is written, and by Ctrl-c. */
  readonly signal: AbortSignal;
  /** Writes to stdout, and waits until the reader has taken it. Throws once the signal aborts. */
  write(text: string): Promise<void>;
  /** A folder that goes when the verb ends. */
  temporary(): Promise<string>;
  /** Opens what an argument names; it is closed when the verb ends. `isPiped`: no terminal shows what comes of it. */
  open(named: NamedArchive, isPiped: boolean): Promise<Archive>;
}

/**
 * Runs a verb that reads archives. However it ends, by Ctrl-c too, they are closed, and what was pulled for it alone is removed. Resolves
 * to its exit code: 0 where nobody reads what it writes any more.
 */
export async function withArchives(
  line: Locations,
  open: OpenServices,
  work: (desk: ArchiveDesk) => Promise<number>,
): Promise<number> {
  return await withoutScreen(line, open, async (client, config) => {
    const output = openOutput(process.stdout);
    return await stoppable([output.signal], async (signal) => {
      const archives: Archive[] = [];
      const folders: string[] = [];
      async function temporary(): Promise<string> {
        const folder = await mkdtemp(join(tmpdir(), 'atscope-pull-'));
        folders.push(folder);
        return folder;
      }
      try {
        return await work({
          client,
          config,
          signal,
          async write(text) {
            await output.write(text);
            // A file takes all at once: Ctrl-c would never be heard.
            await setImmediate();
            signal.throwIfAborted();
          },
          temporary,
          async open(named, isPiped) {
            const archive = await openNamed(named, { client, config, temporary }, { signal, isPiped });
            archives.push(archive);
            return archive;
          },
        });
      } catch (error) {
        if (output.signal.aborted) return EXIT_DONE;
        throw error;
      } finally {
        for (const archive of archives) archive.close();
        for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}
