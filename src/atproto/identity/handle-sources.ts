import { isDid } from '@atcute/lexicons/syntax';
import { isAbortError } from '../calls/abort-error.js';
import type { CallOptions } from '../calls/call-options.js';
import type { JsonFetch } from '../calls/json-fetch.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { WayAnswer } from './identity.js';

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

/** Asks name servers, twice with two seconds each. Default: the system's. */
export function createResolveTxt(servers: readonly string[] = []): ResolveTxt {
  return async (name) => {
    const { Resolver } = await import('node:dns/promises');
    const resolver = new Resolver({ timeout: 2000, tries: 2 });
    if (servers.length > 0) resolver.setServers(servers);
    return await resolver.resolveTxt(name);
  };
}

const none = (reason: string): WayAnswer => ({ said: 'none', reason });
const nothing = (reason: string): WayAnswer => ({ said: 'nothing', reason });

/** How much of a text of somebody else is quoted. */
const QUOTED_MAX_CHARACTERS = 60;
const quoted = (text: string): string =>
  `“${text.length > QUOTED_MAX_CHARACTERS ? `${text.slice(0, QUOTED_MAX_CHARACTERS)}…` : text}”`;

/** A DID as an account can have it: what the methods of atproto rule out (atproto.com/specs/did) is none. */
export const isAccountDid = (text: string): boolean =>
  isDid(text) && (text.startsWith('did:plc:') ? /^did:plc:[a-z2-7]{24}$/.test(text) : !text.endsWith('.'));

/**
 * Asks for the TXT records of `_atproto.<handle>`. A record may come in several chunks; those that do not begin with
 * `did=` are no concern of ours, unless they only miss it: then what is wrong with them is the reason.
 */
export async function askDns(handle: string, resolveTxt: ResolveTxt): Promise<WayAnswer> {
  const name = `_atproto.${handle}`;
  if (name.length > NAME_MAX_BYTES) return none('the handle is too long for DNS');
  try {
    return readTxt((await resolveTxt(name)).map((chunks) => chunks.join('')));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOTFOUND' || code === 'ENODATA'
      ? none('DNS has no record of it')
      : nothing('DNS did not answer');
  }
}

function readTxt(records: readonly string[]): WayAnswer {
  const named = records
    .filter((text) => text.startsWith('did='))
    .map((text) => text.slice('did='.length).trim());
  const dids = [...new Set(named.filter(isAccountDid))];
  const [did] = dids;
  if (dids.length > 1) return { said: 'several', dids };
  if (did !== undefined) return { said: 'did', did };
  if (named[0] !== undefined) return none(`DNS has did=${quoted(named[0])}, which is no DID`);
  const near = records.find((text) => /^[\s"'“]*did\s*[=:]/i.test(text));
  return none(
    near === undefined
      ? 'DNS has no record of it'
      : `DNS has ${quoted(near)}, which does not begin with did=`,
  );
}

function notAnswered(error: unknown, silent: string): WayAnswer {
  if (!(error instanceof XrpcError)) return nothing(silent);
  return error.failure === 'refused' ? { said: 'refused', reason: error.message } : nothing(error.message);
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
): Promise<WayAnswer> {
  try {
    const answer = await fetch(`https://${handle}/.well-known/atproto-did`, {
      nsid: 'atproto-did',
      accept: 'text',
      policy: 'stranger',
      maxRedirects: REDIRECTS_MAX,
      signal,
    });
    const { status } = answer;
    // What is wrong at the host now may not be so later.
    if (status === 429 || status >= 500) return nothing(`${handle} answered ${status}`);
    if (status < 200 || status > 299) return none(`${handle} answered ${status}`);
    const text = answer.text();
    if (text.length > WELL_KNOWN_MAX_CHARACTERS) return none(`${handle} serves a long file and no DID`);
    // `trim` takes a byte order mark away too.
    const did = text.trim().split(/\s*[\r\n]/, 1)[0] ?? '';
    if (isAccountDid(did)) return { said: 'did', did };
    return none(`${handle} serves ${did.startsWith('<') ? 'a web page and no' : 'no'} DID`);
  } catch (error) {
    if (isAbortError(error)) throw error;
    return notAnswered(error, `${handle} did not answer`);
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
): Promise<WayAnswer> {
  try {
    const did = await resolveAtAppView(handle, { signal });
    return isDid(did) ? { said: 'did', did } : nothing('the AppView answered with no DID');
  } catch (error) {
    if (isAbortError(error)) throw error;
    if (isUnknownHandle(error)) return none('the AppView does not know it');
    return notAnswered(error, 'the AppView did not answer');
  }
}
