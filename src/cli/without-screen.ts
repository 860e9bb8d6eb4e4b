import type { AtClient } from '../atproto/client.js';
import { type Config, openConfig } from '../keep/config.js';
import { errorSentence } from '../text/error-sentence.js';
import { clientFor } from './client-for.js';
import type { Places } from './command-line.js';
import { failed } from './exit-codes.js';
import { Interrupted } from './questions.js';

/** Says a sentence on stderr. */
export const complain = (sentence: string): void => void process.stderr.write(`atscope: ${sentence}\n`);

/**
 * Runs a command that has no screen. Resolves to its exit code: 1 where it throws, which is said on stderr; after Ctrl-c the
 * process ends by SIGINT, as its parent expects.
 */
export async function withoutScreen(
  { configDir, appview, plc }: Places,
  work: (client: AtClient, config: Config) => Promise<number>,
): Promise<number> {
  const config = openConfig({ folder: configDir, appview, plc });
  const client = clientFor(config);
  config.onProblem(complain);
  let interrupted = false;
  try {
    return await work(client, config);
  } catch (error) {
    if (error instanceof Interrupted) interrupted = true;
    else complain(errorSentence(error));
    return failed;
  } finally {
    await Promise.all([config.close(), client.close()]);
    if (interrupted) process.kill(process.pid, 'SIGINT');
  }
}
