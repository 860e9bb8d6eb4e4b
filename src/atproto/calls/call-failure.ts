import { connectionWords } from './connection-words.js';
import { ExchangeError } from './exchange.js';
import { ProxyError } from './proxy-error.js';
import { XrpcError } from './xrpc-error.js';

/** The code of the error that a guarded lookup ends a connection with. */
export const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED';

export interface CallFailure {
  readonly error: XrpcError;
  /** Whether the same call may pass when it is sent again. */
  readonly passing: boolean;
}

/** Puts what went wrong below HTTP, an error of undici, Node or OpenSSL, into words. `proxy` is what the call went through. */
export function callFailure(cause: unknown, service: string, nsid: string, proxy?: string): CallFailure {
  if (cause instanceof ExchangeError && cause.kind === 'not-kept') {
    const error = new XrpcError({
      failure: 'refused',
      service,
      nsid,
      message: cause.message,
      tellsAll: true,
      cause,
    });
    return { error, passing: false };
  }
  if (cause instanceof ExchangeError) {
    const through = cause.kind === 'timeout' && proxy !== undefined ? ` through the proxy ${proxy}` : '';
    return failureOf(EXCHANGE_FAILURES[cause.kind], `${cause.message}${through}`, false);
  }
  if (cause instanceof ProxyError) {
    const { message: clause, failure, passing } = cause;
    const message = `${clause}, so ${service} was not asked`;
    return { error: new XrpcError({ failure, service, nsid, message, tellsAll: true, cause }), passing };
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const said = cause instanceof Error ? cause.message : String(cause);
  if (code === ADDRESS_REFUSED) {
    const message = `${service} was not contacted: ${said}`;
    const error = new XrpcError({ failure: 'refused', service, nsid, message, tellsAll: true, cause });
    return { error, passing: false };
  }
  if (cause instanceof Error && cause.name === 'HTTPParserError') {
    return failureOf('malformed', 'the answer is not HTTP', false);
  }
  const { words, failure, passing } = connectionWords(cause);
  return failureOf(failure, words, passing);

  function failureOf(failure: XrpcError['failure'], words: string, passing: boolean): CallFailure {
    return {
      error: new XrpcError({ failure, service, nsid, message: `${service}: ${words}`, cause }),
      passing,
    };
  }
}

/** Whether a server ended the connection because it speaks none of the versions of HTTP that were offered (RFC 7301 3.2). */
export function refusesHttp1({ cause }: XrpcError): boolean {
  return (
    cause instanceof Error && 'code' in cause && cause.code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'
  );
}

const EXCHANGE_FAILURES = {
  timeout: 'timeout',
  'too-large': 'too-large',
  encoding: 'malformed',
  'not-kept': 'refused',
} as const;
