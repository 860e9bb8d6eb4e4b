import { XrpcError } from '../atproto/calls/xrpc-error.js';
import type { AtClient } from '../atproto/client.js';
import { readIdentifier } from '../atproto/session/identifier.js';
import type { SessionAccount } from '../atproto/session/session.js';
import { accountName, accountTrouble } from '../store/session/account-name.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openQuestions, type Questions } from './questions.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Sign in. `account` is as typed. */
export interface LoginLine extends Locations {
  readonly kind: 'login';
  readonly account: string;
  /** Origin of the PDS to sign in at. */
  readonly service: string | undefined;
}

/**
 * Signs in without the screen: one line on stdout, or one sentence on stderr. Resolves to the exit code; after Ctrl-c the
 * process ends by SIGINT, as its parent expects.
 */
export async function login(line: LoginLine, open: OpenServices): Promise<number> {
  const reading = readIdentifier(line.account);
  if (!reading.ok) {
    complain(sanitise(`${reading.reason}.`));
    return EXIT_UNUSABLE;
  }
  const { identifier, email } = reading;
  return await withoutScreen(line, open, async (client) => {
    const { service } = line;
    // Before anything is asked for: who is not there, or where the password would go.
    const pds = service ?? (email ? undefined : (await client.resolve(identifier, { fresh: true })).pds);
    const questions = openQuestions(process);
    try {
      const at = pds === undefined ? '' : ` at ${new URL(pds).host}`;
      const question = `App password of ${sanitise(identifier + at)}: `;
      const password = await questions.ask(question, { hidden: true });
      if (!password) {
        complain('no password was given: nobody is signed in.');
        return EXIT_FAILED;
      }
      const account = await signedIn(client, { identifier, password, service }, questions);
      if (account === undefined) {
        complain('the code from the e-mail is needed, and none was given.');
        return EXIT_FAILED;
      }
      const { host } = new URL(account.pds);
      const told = `Signed in as ${accountName(account)} at ${host}.${accountTrouble(account)}`;
      process.stdout.write(`${sanitise(told)}\n`);
      return EXIT_DONE;
    } finally {
      questions.close();
    }
  });
}

/** Signs in, with the e-mailed code where it is asked for; undefined where that is not given. */
async function signedIn(
  { sessions }: AtClient,
  request: { identifier: string; password: string; service: string | undefined },
  questions: Questions,
): Promise<SessionAccount | undefined> {
  try {
    return await sessions.signIn(request);
  } catch (error) {
    if (!(error instanceof XrpcError && error.error === 'AuthFactorTokenRequired')) throw error;
    const code = await questions.ask('The code from the e-mail: ');
    return code ? await sessions.signIn({ ...request, code }) : undefined;
  }
}
