import type { AtClient } from '../atproto/client.js';
import type { Config, ConfigOptions } from '../keep/config.js';
import type { Proxies } from '../keep/proxies.js';
import { errorSentence } from '../text/error-sentence.js';
import { sanitise } from '../text/sanitise.js';
import { wordFor } from './command-words.js';
import { EXIT_FAILED } from './exit-codes.js';
import type { Locations } from './options.js';
import { Interrupted } from './questions.js';

/** Opens what is kept, and the client that the settings describe. */
export type OpenServices = (options: ConfigOptions) => {
  config: Config;
  client: AtClient;
  proxies: Proxies;
};

/** Says a sentence on stderr. */
export const complain = (sentence: string): void => void process.stderr.write(`atscope: ${sentence}\n`);

/**
 * Runs a command that has no screen. Resolves to its exit code: 1 where it throws, which is said on stderr; after Ctrl-c the
 * process ends by SIGINT, as its parent expects.
 */
export async function withoutScreen(
  { configDir, appview, plc, allowPrivateHosts, streams }: Locations & Pick<ConfigOptions, 'streams'>,
  open: OpenServices,
  work: (client: AtClient, config: Config, proxies: Proxies) => Promise<number>,
): Promise<number> {
  const { config, client, proxies } = open({
    appview,
    plc,
    allowPrivateHosts,
    streams,
    folder: configDir,
  });
  config.onProblem(complain);
  client.mirrored.subscribe((found) => {
    if (found === undefined) return;
    complain(`the PDS of ${sanitise(found.did)} is gone: its repository is read from ${found.host}.`);
  });
  let interrupted = false;
  try {
    return await work(client, config, proxies);
  } catch (error) {
    if (error instanceof Interrupted) interrupted = true;
    else complain(errorSentence(error, wordFor));
    return EXIT_FAILED;
  } finally {
    await Promise.all([config.close(), client.close()]);
    if (interrupted) process.kill(process.pid, 'SIGINT');
  }
}
