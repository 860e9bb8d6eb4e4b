import { ExchangeError } from './exchange.js';
import { XrpcError } from './xrpc-error.js';

/** The code of the error that a guarded lookup ends a connection with. */
export const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED';

export interface CallFailure {
  readonly error: XrpcError;
  /** Whether the same call may pass when it is sent again. */
  readonly passing: boolean;
}

/** Puts what went wrong below HTTP, an error of undici, Node or OpenSSL, into words. */
export function callFailure(cause: unknown, service: string, nsid: string): CallFailure {
  if (cause instanceof ExchangeError) return failureOf(EXCHANGE_FAILURES[cause.kind], cause.message, false);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const said = cause instanceof Error ? cause.message : String(cause);
  if (code === ADDRESS_REFUSED) {
    const message = `${service} was not contacted: ${said}`;
    const error = new XrpcError({ failure: 'refused', service, nsid, message, tellsAll: true, cause });
    return { error, passing: false };
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return failureOf('timeout', 'no connection within the time limit', false);
  }
  if (cause instanceof Error && cause.name === 'HTTPParserError') {
    return failureOf('malformed', 'the answer is not HTTP', false);
  }
  if (code === 'ENOTFOUND') return failureOf('connection', 'no host has this name', false);
  if (isCertificateCode(code)) {
    return failureOf('connection', `its certificate is not accepted (${said})`, false);
  }
  return failureOf('connection', CONNECTION_WORDS[code] ?? `the connection failed (${said})`, true);

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

const EXCHANGE_FAILURES = { timeout: 'timeout', 'too-large': 'too-large', encoding: 'malformed' } as const;

const CONNECTION_WORDS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  EHOSTUNREACH: 'there is no way to it from here',
  ENETUNREACH: 'there is no way to it from here',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection broke off in the middle of the answer',
};

function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_(TLS|SSL)_/.test(code);
}
