import type { Sessions } from '../atproto/session/session.js';
import { isFailedCall } from '../text/failed-call.js';
import { type Sentence, SentenceError, say } from '../text/sentence.js';

type Signed = Pick<Sessions, 'current' | 'list'>;

/** Throws a sentence for whoever cannot see what only its owner sees. `what` is that, as several things; `did` whose. */
export async function mustBeOwn(what: string, did: string, sessions: Signed): Promise<void> {
  if (sessions.current?.did === did) return;
  throw new SentenceError(await whyHidden(what, did, sessions));
}

/** Throws a sentence where nobody is signed in. `what` is what is told to those who are. */
export function mustBeSignedIn(what: string, { current }: Pick<Sessions, 'current'>): void {
  if (current === undefined) {
    throw new SentenceError(say`You have to be signed in to see ${what}: {key:account.sign-in} signs in.`);
  }
}

async function whyHidden(what: string, did: string, sessions: Signed): Promise<Sentence> {
  if ((await sessions.list()).some((account) => account.did === did)) {
    return say`Only their owner sees ${what}: {key:account.list} switches to this account, which is signed in.`;
  }
  if (sessions.current === undefined) {
    return say`Only their owner sees ${what}: {key:account.sign-in} signs in.`;
  }
  return `Only their owner sees ${what}: you cannot see those of another account.`;
}

/** What a service keeps for who is signed in it refuses to others, some with a web page; undefined where an error is another. `what` is what it does not do. */
export function refusedToNobody(
  what: string,
  error: unknown,
  { current }: Pick<Sessions, 'current'>,
): SentenceError | undefined {
  if (current !== undefined || !isFailedCall(error)) return undefined;
  if (error.status !== 401 && error.status !== 403) return undefined;
  const sentence = say`${error.service} ${what} only for who is signed in: {key:account.sign-in} signs in.`;
  return new SentenceError(sentence, { cause: error });
}
