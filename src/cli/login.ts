import { XrpcError } from '../atproto/calls/xrpc-error.js';
import type { AtClient } from '../atproto/client.js';
import { readIdentifier } from '../atproto/session/identifier.js';
import type { BrowserLevel, SessionAccount } from '../atproto/session/session.js';
import { accessWords, LEVEL_WORDS } from '../store/session/access-words.js';
import { accountName, accountTrouble } from '../store/session/account-name.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openQuestions, type Questions } from './questions.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** How to sign in; `undefined`: as the person at the terminal says, and by an app password where nobody is there. */
export type LoginWay = BrowserLevel | 'password' | undefined;

/** Sign in. `account` is as typed; undefined: whoever signs in in the browser. */
export interface LoginLine extends Locations {
  readonly kind: 'login';
  readonly account: string | undefined;
  /** Origin of the PDS to sign in at. */
  readonly service: string | undefined;
  readonly way: LoginWay;
}

/**
 * Signs in without the screen: one line on stdout, or one sentence on stderr. Resolves to the exit code; after Ctrl-c the
 * process ends by SIGINT, as its parent expects.
 */
export async function login(line: LoginLine, open: OpenServices): Promise<number> {
  const problem = line.account === undefined ? undefined : identifierProblem(line.account);
  if (problem !== undefined) return unusable(`${problem}.`);
  const isAlone = !process.stdin.isTTY;
  if (line.account === undefined && (line.way === 'password' || (line.way === undefined && isAlone))) {
    return unusable('an app password is of one account: name it.');
  }
  return await withoutScreen(line, open, async (client) => {
    const questions = openQuestions(process);
    try {
      const way = line.way ?? (isAlone ? 'password' : await wayAsked(questions, line.account !== undefined));
      if (way === undefined) {
        complain('nobody is signed in.');
        return EXIT_FAILED;
      }
      const account =
        way === 'password'
          ? await passwordLogin(client, line.account ?? '', line.service, questions)
          : await signedInBrowser(client, line, way, questions);
      if (typeof account === 'string') {
        complain(account);
        return EXIT_FAILED;
      }
      const { host } = new URL(account.pds);
      const told = `Signed in as ${accountName(account)} at ${host}${accessWords(account)}.${accountTrouble(account)}`;
      process.stdout.write(`${sanitise(told)}\n`);
      if (way === 'write' && account.access === 'read') {
        complain('less was granted than was asked for: nothing can be written.');
      }
      return EXIT_DONE;
    } finally {
      questions.close();
    }
  });
}

function identifierProblem(account: string): string | undefined {
  const reading = readIdentifier(account);
  return reading.ok ? undefined : reading.reason;
}

function unusable(sentence: string): number {
  complain(sanitise(sentence));
  return EXIT_UNUSABLE;
}

const WAYS: readonly (readonly [way: BrowserLevel | 'password', words: string])[] = [
  ['read', `in the browser, ${LEVEL_WORDS.read}`],
  ['write', `in the browser, ${LEVEL_WORDS.write}`],
  ['password', 'with an app password'],
];

/** Which way the person chooses; undefined where they do not. An app password is of an account that is named. */
async function wayAsked(questions: Questions, isNamed: boolean): Promise<LoginWay> {
  const ways = WAYS.filter(([way]) => isNamed || way !== 'password');
  process.stderr.write('How do you want to sign in?\n');
  for (const [index, [, words]] of ways.entries()) process.stderr.write(`  ${index + 1}  ${words}\n`);
  for (;;) {
    const answer = await questions.ask(`1 to ${ways.length}, Enter for 1: `);
    if (answer === undefined) return undefined;
    const chosen = ways[answer.trim() === '' ? 0 : Number(answer) - 1];
    if (chosen !== undefined) return chosen[0];
  }
}

/** What it needs comes with the first browser. */
async function signedInBrowser(
  client: AtClient,
  { account, service }: LoginLine,
  level: BrowserLevel,
  questions: Questions,
): Promise<SessionAccount> {
  const { browserLogin } = await import('./browser-login.js');
  return await browserLogin(client, { account, service, level }, questions);
}

/** Who is signed in, or a clause on why nobody is. */
async function passwordLogin(
  client: AtClient,
  typed: string,
  service: string | undefined,
  questions: Questions,
): Promise<SessionAccount | string> {
  const reading = readIdentifier(typed);
  if (!reading.ok) return `${reading.reason}.`;
  const { identifier, email } = reading;
  // Before anything is asked for: who is not there, or where the password would go.
  const pds = service ?? (email ? undefined : (await client.resolve(identifier, { fresh: true })).pds);
  const at = pds === undefined ? '' : ` at ${new URL(pds).host}`;
  const question = `App password of ${sanitise(identifier + at)}: `;
  const password = await questions.ask(question, { hidden: true });
  if (!password) return 'no password was given: nobody is signed in.';
  const account = await signedIn(client, { identifier, password, service }, questions);
  return account ?? 'the code from the e-mail is needed, and none was given.';
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
