import { type Sentence, SentenceError, say } from '../../../text/sentence.js';
import { abortError } from '../../calls/abort-error.js';
import type { CallOptions } from '../../calls/call-options.js';
import { XrpcError } from '../../calls/xrpc-error.js';
import type { BrowserSignInRequest, SessionAccount, StoredSession } from '../session.js';
import { beginGrant, type GrantDeps } from './begin-grant.js';
import { SIGN_IN_CALL } from './oauth-calls.js';
import { comeBack } from './oauth-errors.js';
import { openRedirectListener, type RedirectListener } from './redirect-listener.js';
import type { ComingBack } from './redirect-page.js';

export interface BrowserSignInDeps extends GrantDeps {
  /** Keeps and uses what comes of it. */
  keep(session: StoredSession): Promise<SessionAccount>;
  /** Milliseconds that the browser is waited for. */
  readonly patienceMs?: number | undefined;
}

/** A sign-in that goes on in the browser. */
export interface BegunSignIn {
  readonly url: string;
  readonly host: string;
  readonly scopes: readonly string[];
  /** Settles once. */
  readonly account: Promise<SessionAccount>;
  /** Resolves when nothing of it is under way any more: what came after it was cancelled is ended at the server by then. */
  readonly over: Promise<void>;
  paste(text: string): void;
  cancel(): void;
}

/** What a server keeps a request and its code for (the reference PDS; each of the two). */
const PATIENCE_MS = 5 * 60_000;

/** Asks the server for a sign-in, and waits for the browser. Throws an `XrpcError` that tells all. */
export async function beginBrowserSignIn(
  { keep, patienceMs = PATIENCE_MS, ...deps }: BrowserSignInDeps,
  request: BrowserSignInRequest,
  { signal }: CallOptions = {},
): Promise<BegunSignIn> {
  const run = new AbortController();
  const cancel = (reason?: unknown): void => run.abort(abortError(reason ?? 'the sign-in was cancelled'));
  const onAbort = (): void => cancel(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });

  let listener: RedirectListener | undefined;
  try {
    let receive: (params: URLSearchParams) => Promise<ComingBack> = async () => 'another';
    listener = await openRedirectListener((params) => receive(params)).catch(notListening);
    const grant = await beginGrant(deps, request, { redirectUri: listener.url, signal: run.signal });
    run.signal.throwIfAborted();
    const { host } = grant;

    let resolve: (account: SessionAccount) => void = () => {};
    let reject: (reason: unknown) => void = () => {};
    const account = new Promise<SessionAccount>((...settle) => {
      [resolve, reject] = settle;
    });
    const timer = setTimeout(() => reject(tooLate(host, patienceMs)), patienceMs);
    const onCancel = (): void => reject(run.signal.reason);
    run.signal.addEventListener('abort', onCancel, { once: true });
    const { close } = listener;
    account.then(end, end);
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      close();
    }

    async function take(params: URLSearchParams): Promise<void> {
      try {
        const issuer = params.get('iss');
        if (issuer !== grant.issuer) throw otherIssuer(host, issuer);
        const error = params.get('error');
        if (error !== null) throw comeBack(error, params.get('error_description') ?? undefined, host);
        const session = await grant.finish(params);
        try {
          run.signal.throwIfAborted();
          // From here on it is too late to cancel.
          run.signal.removeEventListener('abort', onCancel);
          resolve(await keep(session));
        } catch (reason) {
          await grant.end(session);
          throw reason;
        }
      } catch (error) {
        reject(error);
      }
    }

    let taking: Promise<void> | undefined;
    const whenTaken = (): Promise<void> | undefined => taking;
    receive = async (params) => {
      if (taking !== undefined || params.get('state') !== grant.state) return 'another';
      // Once it has come, it is the server that is waited for.
      clearTimeout(timer);
      taking = take(params);
      return await account.then(
        () => 'signed in',
        () => 'not signed in',
      );
    };

    return {
      url: grant.url,
      host,
      scopes: grant.scopes,
      account,
      over: account.then(whenTaken, whenTaken),
      paste(text) {
        const params = paramsOf(text);
        if (params === undefined) throw notTheAddress(grant.redirectUri);
        if (params.get('state') !== grant.state) {
          throw new SentenceError('This address is of another sign-in; the one that is waited for goes on.');
        }
        void receive(params);
      },
      cancel: () => cancel(),
    };
  } catch (error) {
    listener?.close();
    signal?.removeEventListener('abort', onAbort);
    throw run.signal.aborted ? run.signal.reason : error;
  }
}

/** What stands behind the `?` of an address, which a browser may show without its scheme, and a person may copy with quotes around it. */
function paramsOf(text: string): URLSearchParams | undefined {
  const query = /\?([^\s"'<>#]+)/.exec(text.replace(/[\r\n]+/g, ''))?.[1];
  const params = new URLSearchParams(query);
  return params.has('state') && (params.has('code') || params.has('error')) ? params : undefined;
}

const notTheAddress = (redirectUri: string): SentenceError =>
  new SentenceError(
    `This is not the address that the browser ended at; it begins with ${redirectUri}?, and it is waited for still.`,
  );

function notListening(cause: unknown): never {
  const said = cause instanceof Error ? cause.message : String(cause);
  throw refused({
    service: 'atscope',
    message: `nobody can come back to 127.0.0.1, where atscope cannot listen (${said})`,
    hint: say`An app password may do ({key:account.sign-in}).`,
    cause,
  });
}

const tooLate = (host: string, patienceMs: number): XrpcError =>
  refused({
    service: host,
    message: `the browser did not come back within ${patienceMs / 60_000} minutes: nobody was signed in`,
    hint: AGAIN,
  });

const otherIssuer = (host: string, issuer: string | null): XrpcError =>
  refused({
    service: host,
    message: `the browser came back from ${issuer === null ? 'a server that does not say who it is' : issuer.slice(0, 200)} instead of ${host}: nobody was signed in`,
    hint: AGAIN,
  });

const AGAIN: Sentence = say`{key:account.sign-in} begins again.`;

interface Refusal {
  readonly service: string;
  readonly message: string;
  readonly hint: Sentence;
  readonly cause?: unknown;
}

const refused = (refusal: Refusal): XrpcError =>
  new XrpcError({ failure: 'refused', nsid: SIGN_IN_CALL, tellsAll: true, ...refusal });
