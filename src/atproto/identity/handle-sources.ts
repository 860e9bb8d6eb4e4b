import { isDid } from '@atcute/lexicons/syntax';
import { isAbortError } from '../calls/abort-error.js';
import type { CallOptions } from '../calls/call-options.js';
import type { JsonFetch } from '../calls/json-fetch.js';
import { XrpcError } from '../calls/xrpc-error.js';

/** What one source says about which account a handle belongs to. */
export type HandleAnswer =
  | { readonly did: string }
  /** No account. `certain` when the source answered and there is none, not when it could not be asked. */
  | { readonly did: undefined; readonly reason: string; readonly certain: boolean };

export type ResolveTxt = (name: string) => Promise<string[][]>;
export type ResolveAtAppView = (handle: string, options: CallOptions) => Promise<string>;

/** Names that DNS does not serve (atproto.com/specs/handle, “Additional Non-Syntax Restrictions”, and `.test`). */
const RESERVED = /\.(?:alt|arpa|example|internal|invalid|local|localhost|onion|test)$/;

/** Whether only a service of a test network can know the handle, so that neither DNS nor https is worth asking. */
export function isReservedHandle(handle: string): boolean {
  return RESERVED.test(handle);
}

/** DNS names are at most this long (atproto.com/specs/handle, “DNS TXT Method”). */
const NAME_MAX_BYTES = 253;

/** The system's name servers, asked twice with two seconds each. */
export async function systemResolveTxt(name: string): Promise<string[][]> {
  const { Resolver } = await import('node:dns/promises');
  return await new Resolver({ timeout: 2000, tries: 2 }).resolveTxt(name);
}

function none(reason: string, certain: boolean): HandleAnswer {
  return { did: undefined, reason, certain };
}

/** Asks for the TXT records of `_atproto.<handle>`. Records that do not begin with `did=` are no concern of ours. */
export async function askDns(handle: string, resolveTxt: ResolveTxt): Promise<HandleAnswer> {
  const name = `_atproto.${handle}`;
  if (name.length > NAME_MAX_BYTES) return none('the handle is too long for DNS', true);
  let records: string[][];
  try {
    records = await resolveTxt(name);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOTFOUND' || code === 'ENODATA'
      ? none('DNS has no record of it', true)
      : none('DNS did not answer', false);
  }
  const dids = new Set(
    records
      .map((chunks) => chunks.join(''))
      .filter((text) => text.startsWith('did='))
      .map((text) => text.slice('did='.length).trim())
      .filter(isDid),
  );
  const [did] = dids;
  if (did === undefined) return none('DNS has no record of it', true);
  return dids.size > 1 ? none('DNS names more than one account', false) : { did };
}

/** Hops that a well-known file may be away, more than any of the services that host them need. */
const REDIRECTS_MAX = 5;
/** A file with a DID in it is short; of a longer one no line is read. */
const WELL_KNOWN_MAX_CHARACTERS = 16 * 1024;

/**
 * Asks for `https://<handle>/.well-known/atproto-did`, whose first line with something on it is the DID. Redirects are
 * followed, to other hosts too; further lines are passed over.
 */
export async function askHttps(
  handle: string,
  fetch: JsonFetch,
  signal: AbortSignal | undefined,
): Promise<HandleAnswer> {
  try {
    const answer = await fetch(`https://${handle}/.well-known/atproto-did`, {
      nsid: 'atproto-did',
      accept: 'text',
      policy: 'stranger',
      maxRedirects: REDIRECTS_MAX,
      signal,
    });
    if (answer.status !== 200) return none(`${handle} answered ${answer.status}`, true);
    const text = answer.text();
    if (text.length > WELL_KNOWN_MAX_CHARACTERS) return none(`${handle} serves a long file and no DID`, true);
    // `trim` takes a byte order mark away too.
    const did = text.trim().split(/\s*[\r\n]/, 1)[0] ?? '';
    if (isDid(did)) return { did };
    return none(`${handle} serves ${did.startsWith('<') ? 'a web page and no' : 'no'} DID`, true);
  } catch (error) {
    if (isAbortError(error)) throw error;
    return none(error instanceof XrpcError ? error.message : `${handle} did not answer`, false);
  }
}

/** True for the error by which an AppView says that it knows of no such handle. */
export function isUnknownHandle(error: unknown): boolean {
  return (
    error instanceof XrpcError &&
    error.status === 400 &&
    (error.error === 'InvalidRequest' || error.error === 'HandleNotFound')
  );
}

export async function askAppView(
  handle: string,
  resolveAtAppView: ResolveAtAppView,
  signal: AbortSignal | undefined,
): Promise<HandleAnswer> {
  try {
    const did = await resolveAtAppView(handle, { signal });
    return isDid(did) ? { did } : none('the AppView answered with no DID', false);
  } catch (error) {
    if (isAbortError(error)) throw error;
    if (isUnknownHandle(error)) return none('the AppView does not know it', true);
    return none(error instanceof XrpcError ? error.message : 'the AppView did not answer', false);
  }
}
