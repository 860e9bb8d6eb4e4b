import { XrpcError } from './calls/xrpc-error.js';
import type { MirrorBook } from './mirrored.js';

/** Whom one account is asked of. */
export interface MirrorAsk<Result> {
  readonly did: string;
  /** Origins, in the order in which they are asked. */
  readonly mirrors: readonly string[];
  readonly book: MirrorBook;
  readonly ofPds: () => Promise<Result>;
  readonly ofMirror: (origin: URL) => Promise<Result>;
}

/**
 * Asks the PDS of an account, and where that is gone its mirrors, one after the other; the one that served the account last is asked
 * first, and then not the PDS. What a PDS says of the account is not overruled: a repository that it says was deleted or taken down is
 * read from nobody else.
 *
 * @throws what the PDS threw, with a word on the mirrors where it is gone and none of them has the account; what the mirror threw that
 *   has it
 */
export async function askWithMirrors<Result>(ask: MirrorAsk<Result>): Promise<Result> {
  const { did, mirrors, book, ofPds, ofMirror } = ask;
  const known = book.hostOf(did);
  let gone: XrpcError | undefined;
  if (known === undefined) {
    try {
      return await ofPds();
    } catch (error) {
      if (!isGone(error)) throw error;
      if (mirrors.length === 0) throw withHint(error);
      gone = error;
    }
  }
  const said: string[] = [];
  let last: XrpcError | undefined;
  for (const mirror of inTurn(mirrors, known)) {
    try {
      const result = await ofMirror(mirror);
      book.note(did, mirror.host);
      return result;
    } catch (error) {
      if (!(error instanceof XrpcError) || !lacksAccount(error)) {
        // It has the account, and says what is wrong.
        if (error instanceof Error && error.name !== 'AbortError') book.note(did, mirror.host);
        throw error;
      }
      last = error;
      said.push(`${mirror.host} ${isGone(error) ? 'did not answer' : 'does not have it'}`);
    }
  }
  if (gone === undefined) throw last ?? new Error(`No mirror serves ${did}`);
  const { failure, service, nsid, status, error, cause } = gone;
  const what =
    failure === 'timeout'
      ? 'did not answer in time'
      : failure === 'status'
        ? `answered ${status}`
        : 'cannot be reached';
  const message = `${service} ${what} (${nsid}), and of the mirrors ${said.join(', ')}`;
  throw new XrpcError({ failure, service, nsid, status, error, message, tellsAll: true, cause });
}

function inTurn(mirrors: readonly string[], first: string | undefined): readonly URL[] {
  const urls = mirrors.map((mirror) => new URL(mirror));
  return [...urls.filter(({ host }) => host === first), ...urls.filter(({ host }) => host !== first)];
}

/** Whether a host is gone or broken, or is no PDS any more: that says nothing of the account. */
export function isGone(error: unknown): error is XrpcError {
  if (!(error instanceof XrpcError)) return false;
  const { failure, status = 0, error: name } = error;
  if (failure === 'connection' || failure === 'timeout') return true;
  if (failure !== 'status') return false;
  return status >= 500 || (status === 404 && name === undefined);
}

/** Whether another mirror may have what this one has not. */
function lacksAccount(error: XrpcError): boolean {
  return isGone(error) || isUnknownRepo(error) || isNotServed(error);
}

const UNKNOWN_REPO = /^Repo(?:NotFound|Deactivated|Takendown|Suspended|NotSynchronized)$/;

const isUnknownRepo = ({ error, message }: XrpcError): boolean =>
  (error !== undefined && UNKNOWN_REPO.test(error)) || /could not find repo|repo not found/i.test(message);

/**
 * Whether a service does not have the method: an official PDS answers AuthMissing to one it does not know, others 501, 404 without a name,
 * or a redirect to somebody else.
 */
export function isNotServed({ status = 0, error }: XrpcError): boolean {
  if (status === 501 || error === 'MethodNotImplemented' || error === 'XRPCNotSupported') return true;
  if (status === 401 || status === 403) return true;
  return (status >= 300 && status < 400) || (status === 404 && error === undefined);
}

/** The same error, which says that a mirror could have helped. */
function withHint(error: XrpcError): XrpcError {
  const { failure, service, nsid, status, error: name, retryAfter, message, tellsAll, cause } = error;
  if (failure === 'status') return error;
  const hint = 'A mirror that is set (`mirrors` in settings.json) would be asked in its place.';
  return new XrpcError({
    failure,
    service,
    nsid,
    status,
    error: name,
    retryAfter,
    message,
    tellsAll,
    cause,
    hint,
  });
}
