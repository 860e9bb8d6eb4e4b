import { OAuthCallbackError, OAuthResolverError, OAuthResponseError } from '@atcute/oauth-node-client';
import { isAbortError } from '../../calls/abort-error.js';
import { XrpcError } from '../../calls/xrpc-error.js';
import { SIGN_IN_CALL } from './oauth-calls.js';
import type { OAuthFetch } from './oauth-fetch.js';

/** What the call was for, and who was asked. */
export interface Errand {
  readonly nsid: string;
  readonly host: string;
  readonly calls: Pick<OAuthFetch, 'failure'>;
}

/** An error of the library as one of ours: an `XrpcError` that tells all, or an AbortError. */
export function oauthError(error: unknown, { nsid, host, calls }: Errand): unknown {
  if (calls.failure !== undefined) return calls.failure;
  const causes = causesOf(error);
  const ours = causes.find((cause) => cause instanceof XrpcError || isAbortError(cause));
  if (ours !== undefined) return ours;
  const response = causes.find((cause) => cause instanceof OAuthResponseError);
  if (response !== undefined) return answered(response, nsid, host);
  if (error instanceof OAuthCallbackError) return comeBack(error.error, error.errorDescription, host);
  // Of a resolver, the last one says what it met.
  const isResolver = error instanceof OAuthResolverError;
  const words = causes.at(isResolver ? -1 : 0)?.message ?? String(error);
  return new XrpcError({
    failure: 'malformed',
    service: host,
    nsid,
    message: isResolver
      ? `${host} does not offer to sign in in the browser (${words}); an app password may do`
      : `${host} does not do what OAuth asks of it: ${words}`,
    tellsAll: true,
    cause: error,
  });
}

function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) causes.push(cause);
  return causes;
}

function answered(
  { status, error, errorDescription }: OAuthResponseError,
  nsid: string,
  host: string,
): XrpcError {
  const said = errorDescription === undefined ? error : `${error}: ${errorDescription}`;
  const clock = error === 'invalid_dpop_proof' ? '; the clock of this machine may be wrong' : '';
  const words = Object.hasOwn(IN_WORDS, error) ? IN_WORDS[error] : undefined;
  return new XrpcError({
    failure: 'status',
    service: host,
    nsid,
    status,
    error,
    message:
      words === undefined ? `${host} answered ${status} (${said})${clock}` : `${host} ${words} (${said})`,
    tellsAll: true,
  });
}

/** Errors of RFC 6749 (5.2) and of what extends it that say something to who signs in, behind the name of the server. */
const IN_WORDS: Readonly<Record<string, string>> = {
  invalid_grant: 'does not accept the sign-in any more',
  invalid_client: 'does not know atscope, and signs in with app passwords only',
  invalid_client_metadata: 'does not know atscope, and signs in with app passwords only',
  unauthorized_client: 'does not sign in programs on this machine; an app password may do',
  invalid_scope: 'does not give what atscope asks for',
};

/** The error that a browser came back with, in words. */
export function comeBack(name: string, description: string | undefined, host: string): XrpcError {
  const said = description ?? '';
  const [, words] = COME_BACK.find(([pattern]) => pattern.test(said)) ?? [];
  const otherwise =
    name === 'access_denied'
      ? `${host} did not let atscope in${said === '' ? '' : `: ${said}`}`
      : `${host} ended the sign-in (${[name, said].filter((part) => part !== '').join(': ')})`;
  return new XrpcError({
    failure: 'refused',
    service: host,
    nsid: SIGN_IN_CALL,
    error: name,
    message: words ?? otherwise,
    tellsAll: true,
  });
}

/** What the reference PDS says to a browser that it sends back, as a clause that tells all. */
const COME_BACK: readonly (readonly [RegExp, string])[] = [
  [/rejected the request/i, 'access was denied in the browser: nobody was signed in'],
  [
    /initiated from another device/i,
    'the address was opened in a second browser, which ends the sign-in: it has to begin again, and be opened once',
  ],
  [/request has expired/i, 'the address was opened too late: the sign-in has to begin again'],
  // Of the library, which asks the server to end those tokens, and does not say whether it did.
  [
    /^sub mismatch$/,
    'another account than the one that was asked for signed in in the browser: nothing was kept',
  ],
  [/deactivated/i, 'the account is deactivated: nobody was signed in'],
];
