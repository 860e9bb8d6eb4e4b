import { accountNamed, notSignedIn } from '../atproto/session/account-named.js';
import { untoldWords } from '../store/session/access-words.js';
import { accountName } from '../store/session/account-name.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_FAILED } from './exit-codes.js';
import type { Locations } from './options.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Sign out. `account` is as typed. */
export interface LogoutLine extends Locations {
  readonly kind: 'logout';
  readonly account: string;
}

/** Signs out without the screen. Resolves to the exit code. */
export async function logout(line: LogoutLine, open: OpenServices): Promise<number> {
  return await withoutScreen(line, open, async ({ sessions }) => {
    const account = accountNamed(await sessions.list(), line.account);
    if (!account) {
      complain(notSignedIn(line.account));
      return EXIT_FAILED;
    }
    const outcome = await sessions.signOut(account.did);
    process.stdout.write(`${sanitise(`Signed out ${accountName(account)}.`)}\n`);
    const untold = untoldWords(outcome);
    if (untold !== undefined) complain(untold);
    return EXIT_DONE;
  });
}
