import { moment } from './date-time.js';
import { type FailedCall, isFailedCall } from './failed-call.js';
import { sanitise } from './sanitise.js';
import { type CommandWords, SentenceError, spell } from './sentence.js';
import { lastSentence } from './wrap-within.js';

/**
 * What went wrong, in words for the pane that it concerns: one sentence, or two, sanitised. `words` tells what the commands are
 * called that it names.
 */
export function errorSentence(error: unknown, words?: CommandWords): string {
  if (error instanceof SentenceError && words !== undefined) return bounded(spell(error.sentence, words));
  return bounded(isFailedCall(error) ? callSentence(error, words) : otherSentence(error));
}

/**
 * Error names of the lexicons (com.atproto.repo and com.atproto.sync, com.atproto.identity, app.bsky.actor and graph) and of the
 * services themselves, as a sentence begins.
 */
const named: Readonly<Record<string, string>> = {
  RepoDeactivated: 'This account is deactivated',
  AccountDeactivated: 'This account is deactivated',
  RepoTakendown: 'This account was taken down',
  AccountTakedown: 'This account was taken down',
  RepoSuspended: 'This account is suspended',
  RepoNotFound: 'There is no repository of this account',
  RecordNotFound: 'There is no such record; it may have been deleted',
  HandleNotFound: 'No account has this handle',
  DidNotFound: 'No account has this DID',
  DidDeactivated: 'The identity of this account was deactivated',
  ActorNotFound: 'The service does not know this account',
  NotFound: 'There is nothing of this name',
  BlockedActor: 'This account is blocked by the one that is signed in',
  BlockedByActor: 'This account blocks the one that is signed in',
  AuthMissing: 'You have to be signed in for this',
  AuthenticationRequired: 'You have to be signed in for this',
  ExpiredToken: 'The sign-in has expired',
  InvalidToken: 'The service does not accept the sign-in',
  RateLimitExceeded: 'There were too many requests',
  MethodNotImplemented: 'The service does not offer this',
  UpstreamFailure: 'A service behind this one failed',
  UpstreamTimeout: 'A service behind this one did not answer in time',
  NotEnoughResources: 'The service is overloaded',
  InternalServerError: 'The service failed',
};

/** What the reference implementations say under the name of InvalidRequest, where the lexicon has no name for it. */
const saidInWords: readonly (readonly [RegExp, string])[] = [
  [/unable to resolve handle/i, 'No account has this handle'],
  [/could not (?:find repo|resolve identity)|repo not found/i, 'There is no repository of this account'],
  [/could not locate record|record not found/i, 'There is no such record; it may have been deleted'],
  [/(?:profile|actor) not found/i, 'The service does not know this account'],
  [/deactivated/i, 'This account is deactivated'],
  [/suspended/i, 'This account is suspended'],
  [/taken down|takedown/i, 'This account was taken down'],
];

function callSentence(error: FailedCall, words: CommandWords | undefined): string {
  const sentence = failureSentence(error);
  const { hint } = error;
  // What names commands is of no help where nobody knows what they are called.
  if (hint === undefined || (typeof hint !== 'string' && words === undefined)) return sentence;
  return `${sentence} ${spell(hint, words ?? ((id) => id))}`;
}

function failureSentence(error: FailedCall): string {
  const { service, nsid } = error;
  const words = ownWords(error);
  if (error.tellsAll) {
    const clause = error.message.trim().replace(/\.$/, '');
    // A handle or a DID at the start keeps its spelling.
    const start = /^[a-z]+ /.test(clause) ? clause.charAt(0).toUpperCase() : clause.charAt(0);
    return `${start}${clause.slice(1)}.${waitSentence(error)}`;
  }
  switch (error.failure) {
    case 'status':
      return statusSentence(error);
    case 'timeout':
      return `${service} did not answer in time: ${words} (${nsid}).`;
    case 'connection':
      return `${service} cannot be reached: ${words} (${nsid}).`;
    case 'too-large':
      return `${service} sent too much: ${words} (${nsid}).`;
    case 'malformed':
      return `${service} sent something unexpected: ${words} (${nsid}).`;
    case 'refused':
      return `This was not sent: ${words}.`;
  }
}

function statusSentence(error: FailedCall): string {
  const { service, nsid, status, error: name } = error;
  const words = ownWords(error);
  const known =
    (name !== undefined && Object.hasOwn(named, name) ? named[name] : undefined) ??
    saidInWords.find(([pattern]) => pattern.test(error.message))?.[1] ??
    plainStatus(status);
  const answered = `${service} answered ${[status, name].filter((part) => part !== undefined).join(' ')} to ${nsid}`;
  const wait = waitSentence(error);
  if (known !== undefined) return `${known}: ${answered}.${wait}`;
  return words === '' ? `${answered}.${wait}` : `${answered}: ${words}.${wait}`;
}

function waitSentence({ retryAfter }: FailedCall): string {
  return retryAfter === undefined ? '' : ` You can ask again ${moment(retryAfter)}.`;
}

function plainStatus(status: number | undefined): string | undefined {
  if (status === undefined) return undefined;
  if (status === 429) return named.RateLimitExceeded;
  if (status === 401) return named.AuthenticationRequired;
  if (status === 404) return named.NotFound;
  if (status === 501) return named.MethodNotImplemented;
  if (status === 503) return 'The service is not available now';
  return status >= 500 ? 'The service failed' : undefined;
}

/** The message without the service, status and name in front, which the sentence tells already. */
function ownWords({ message, service, status, error }: FailedCall): string {
  let words = message.trim();
  for (const prefix of [`${service}: `, `${service} answered ${status}`, ` ${error}`, ': ']) {
    if (words.startsWith(prefix)) words = words.slice(prefix.length);
    else if (words === prefix.trim()) words = '';
  }
  return words.trim().replace(/[.:]+$/, '');
}

function otherSentence(error: unknown): string {
  if (error instanceof SentenceError) return error.message;
  if (error instanceof Error) {
    if (error.name === 'AbortError') return 'This was cancelled.';
    const words = error.message.trim().replace(/\.$/, '');
    return `Something went wrong: ${words === '' ? error.name : words}.`;
  }
  const words = typeof error === 'string' ? error.trim().replace(/\.$/, '') : '';
  return words === ''
    ? 'Something went wrong, and nothing says what it was.'
    : `Something went wrong: ${words}.`;
}

/** A service may put a whole page into its message: a pane shows as much of it as one reads. */
const SENTENCE_MAX_CHARACTERS = 400;
const ADVICE_MAX_CHARACTERS = 200;

/** The last sentence stays whole, as long as it is a sentence: it may say what to do. */
function bounded(text: string): string {
  const clean = sanitise(text.slice(0, SENTENCE_MAX_CHARACTERS * 2));
  if (text.length <= SENTENCE_MAX_CHARACTERS * 2 && clean.length <= SENTENCE_MAX_CHARACTERS) return clean;
  const end = sanitise(text.slice(-ADVICE_MAX_CHARACTERS));
  const advice = lastSentence(end) === 0 ? '' : end.slice(lastSentence(end));
  const start = clean.slice(0, SENTENCE_MAX_CHARACTERS - advice.length).replace(/[\uD800-\uDBFF]$/, '');
  return `${sanitise(start)}…${advice === '' ? '' : ` ${advice}`}`;
}
