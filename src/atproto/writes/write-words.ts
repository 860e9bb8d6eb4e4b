import { moment } from '../../text/date-time.js';
import { sanitise } from '../../text/sanitise.js';
import { type Sentence, say } from '../../text/sentence.js';
import { XrpcError } from '../calls/xrpc-error.js';
import { WriteError, type WriteProblem } from './write-error.js';

/** Characters of a service's words that are repeated. */
const WORDS_MAX = 300;

/**
 * What the reference PDS answers where it does not write (packages/pds `com/atproto/repo`), as what somebody can act on; the same error
 * for the rest. A stale guard is not among them: whoever wrote knows what to read again.
 */
export function writeErrorOf(error: unknown, what: string): unknown {
  if (!(error instanceof XrpcError)) return error;
  const { error: name, service, status, retryAfter } = error;
  const nothing = `${what} was not written`;
  const words = wordsOf(error);
  function problem(kind: WriteProblem, sentence: Sentence): WriteError {
    return new WriteError(kind, sentence, { cause: error });
  }
  if (name === 'AuthMissing' && service === 'atscope') {
    return problem('nobody', say`Nobody is signed in: {key:account.sign-in} signs in. ${nothing}.`);
  }
  if (error.failure !== 'status') return didNothing(error, nothing);
  if (name === 'ScopeMissingError') {
    const clause = sanitise(error.message.slice(0, WORDS_MAX)).replace(/[.\s]+$/, '');
    const { hint = say`{key:account.sign-in-write} signs in to write, too.` } = error;
    return problem('scope', say`${clause.charAt(0).toUpperCase()}${clause.slice(1)}: ${nothing}. ${hint}`);
  }
  if (name === 'BlobNotFound') {
    return problem('blob', `${service} has a blob of it no more: ${nothing}. ${words}`);
  }
  if (name === 'PayloadTooLarge') {
    return problem('blob', `The file is larger than ${service} takes: it was not sent.`);
  }
  if (status === 413) return problem('too-large', `It is larger than ${service} takes: ${nothing}.`);
  if (status === 429) {
    const when = retryAfter === undefined ? 'again later' : `again ${moment(retryAfter)}`;
    return problem(
      'rate-limit',
      `${service} takes no more writes for now: ${nothing}. It can be tried ${when}.`,
    );
  }
  if (status === 400 && words.includes('Unknown lexicon type')) {
    return problem('unknown-lexicon', `${service} knows no lexicon of it and was to check it: ${nothing}.`);
  }
  if (status === 400) return problem('invalid', `${service} refuses it: ${words} ${nothing}.`);
  return didNothing(error, nothing);
}

/** The same failure, and that it came to nothing. */
export function didNothing(cause: XrpcError, nothing: string): XrpcError {
  const { failure, service, nsid, message, status, error, retryAfter, tellsAll, hint } = cause;
  const more = hint === undefined ? `${nothing}.` : say`${nothing}. ${hint}`;
  return new XrpcError({
    failure,
    service,
    nsid,
    message,
    status,
    error,
    retryAfter,
    tellsAll,
    hint: more,
    cause,
  });
}

/** The words of the service, as a sentence. */
function wordsOf({ message, service, status, error: name }: XrpcError): string {
  const told = message
    .replace(`${service} answered ${status} `, '')
    .replace(name === undefined ? '' : `${name}: `, '')
    .slice(0, WORDS_MAX);
  return `${sanitise(told).replace(/[.\s]+$/, '')}.`;
}

/** Whether nobody knows what a service did with what it was sent: the answer did not come, or says nothing of it. */
export function isUncertain(error: unknown): boolean {
  if (!(error instanceof XrpcError)) return false;
  const { failure, status } = error;
  if (failure === 'status') return status !== undefined && status >= 500;
  return failure !== 'refused';
}
