import { errorBody } from './error-body.js';
import type { ExchangeAnswer } from './exchange.js';
import { looksLikeHtml } from './reply.js';
import { retryAfter } from './retry-after.js';
import { XrpcError } from './xrpc-error.js';

/** The error that an answer of a status other than 200 stands for, with the name and words that its body gives. */
export function statusError(answer: ExchangeAnswer, service: string, nsid: string): XrpcError {
  const { status, headers } = answer;
  const { error, message } = errorBody(answer.bytes);
  const said = [error, message].filter((part) => part !== undefined).join(': ');
  return new XrpcError({
    failure: 'status',
    service,
    nsid,
    status,
    error,
    retryAfter: retryAfter(status, headers, Date.now()),
    message: `${service} answered ${status}${said === '' ? without(answer) : ` ${said}`}`,
  });
}

/** The error name in the body of an answer, such as `ExpiredToken`. */
export function errorName({ bytes }: Pick<ExchangeAnswer, 'bytes'>): string | undefined {
  return errorBody(bytes).error;
}

/** What to say where the body of an error has no words of its own. */
function without({ status, headers, bytes }: ExchangeAnswer): string {
  if (status >= 300 && status < 400) {
    return ` with a redirect${headers.location === undefined ? '' : ` to ${headers.location}`}, which is not followed`;
  }
  if (status === 429) return ' (too many requests)';
  if (status < 300) return ' instead of 200';
  return looksLikeHtml(bytes) ? ' with a web page and not JSON' : ' without saying why';
}
