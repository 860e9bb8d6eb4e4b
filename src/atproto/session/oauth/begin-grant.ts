import type { CallOptions } from '../../calls/call-options.js';
import { isPrivateHost } from '../../calls/host-policy.js';
import { TOKEN_CALL } from '../../calls/secrets.js';
import { XrpcError } from '../../calls/xrpc-error.js';
import type { Identity } from '../../identity/identity.js';
import { pdsOf } from '../../pds-source.js';
import { readIdentifier } from '../identifier.js';
import { isOAuth } from '../oauth-session.js';
import type { BrowserSignInRequest, StoredSession } from '../session.js';
import { checkSecretPlace } from '../session-place.js';
import { handleOf, originOf, type SignInDeps } from '../sign-in.js';
import { grantedSession } from './granted-session.js';
import { PAR_CALL, SIGN_IN_CALL } from './oauth-calls.js';
import { oauthError } from './oauth-errors.js';
import { type FindActor, type Library, openLibrary } from './oauth-library.js';
import { endGrant, type OAuthServiceDeps } from './oauth-service.js';
import { scopesOf } from './scopes.js';

export interface GrantDeps extends OAuthServiceDeps, Pick<SignInDeps, 'resolve' | 'entryway'> {}

/** A grant that a server has been asked for. */
export interface BegunGrant {
  /** Where the owner of the account says yes or no. */
  readonly url: string;
  readonly host: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** What the way back has to name: this grant, and who gives it. */
  readonly state: string;
  readonly issuer: string;
  /** Takes the tokens. Throws an `XrpcError` that tells all; what was granted to somebody else is ended first where the server does so. */
  finish(params: URLSearchParams): Promise<StoredSession>;
  /** Ends what was granted, as far as the server can be reached: nobody is going to use it. */
  end(session: StoredSession): Promise<void>;
}

/** Finds who signs the account in, and asks there for a grant. Throws an `XrpcError` that tells all. */
export async function beginGrant(
  deps: GrantDeps,
  { identifier, service, level }: BrowserSignInRequest,
  { redirectUri, signal }: CallOptions & { readonly redirectUri: string },
): Promise<BegunGrant> {
  const given = service === undefined ? undefined : originOf(service);
  const expected = await accountNamed(deps, identifier, signal);
  const known = new Map<string, Identity>();
  if (expected !== undefined) known.set(expected.did, expected);
  const findActor: FindActor = async (actor) => {
    const identity = known.get(actor) ?? (await deps.resolve(actor, { signal }));
    known.set(identity.did, identity);
    const handle = handleOf(identity.handle, 'handle.invalid');
    return { did: identity.did, handle, pds: pdsOf(identity).origin } as Awaited<ReturnType<FindActor>>;
  };
  const scopes = scopesOf(level);
  const library = openLibrary({ ...deps, given, signal, scope: scopes.join(' '), findActor });
  const { client, calls, states } = library;
  const start = startOf(deps, expected, given);

  let address: URL;
  let state: string;
  try {
    client.metadata.redirect_uris.push(redirectUri);
    ({ url: address, stateId: state } = await client.authorize({
      target: start.target,
      redirectUri,
      signal,
    }));
  } catch (error) {
    throw oauthError(error, { nsid: PAR_CALL, host: start.host, calls });
  }
  const issuer = states.get(state)?.issuer ?? '';
  // The password is typed there.
  if (address.origin !== URL.parse(issuer)?.origin) throw elsewhere(issuer, address);
  const isGiven = address.origin === given;
  if (!isGiven) deps.policy.check(address);
  checkSecretPlace({ pds: address.origin, given: isGiven }, deps.policy);

  return {
    url: address.href,
    host: address.host,
    scopes,
    redirectUri,
    state,
    issuer,
    async finish(params) {
      try {
        await client.callback(params);
      } catch (error) {
        throw oauthError(error, { nsid: TOKEN_CALL, host: address.host, calls });
      }
      const session = sessionIn(library, known, given);
      if (expected === undefined || session.did === expected.did) return session;
      await end(session);
      throw otherAccount(address.host, identifier ?? expected.did, session);
    },
    end,
  };

  async function end(session: StoredSession): Promise<void> {
    if (isOAuth(session)) await endGrant(deps, session).catch(() => {});
  }
}

async function accountNamed(
  deps: GrantDeps,
  identifier: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Identity | undefined> {
  if (identifier === undefined) return undefined;
  const reading = readIdentifier(identifier);
  if (!reading.ok) throw refused(reading.reason);
  // Who has an e-mail address is for the server to know: it asks for it itself.
  return reading.email ? undefined : await deps.resolve(reading.identifier, { signal });
}

/** Who is asked first: the PDS of the account, or who the user says signs it in, or the entryway for who is not named. */
function startOf({ policy, entryway }: GrantDeps, expected: Identity | undefined, given: string | undefined) {
  const pds = expected && pdsOf(expected);
  if (expected !== undefined && pds !== undefined && (given === undefined || given === pds.origin)) {
    if (given === undefined) policy.check(pds);
    const identifier = expected.did as `did:plc:${string}`;
    return { target: { type: 'account', identifier } as const, host: pds.host };
  }
  if (given === undefined && policy.private && !isPrivateHost(new URL(entryway))) {
    throw refused('where the account is has to be said here: use its handle, or name the PDS with --service');
  }
  const serviceUrl = given ?? entryway;
  return { target: { type: 'pds', serviceUrl } as const, host: new URL(serviceUrl).host };
}

/** The session that the library has taken. */
function sessionIn(
  { client, sessions }: Library,
  known: ReadonlyMap<string, Identity>,
  given: string | undefined,
): StoredSession {
  const [taken] = sessions.values();
  if (taken === undefined) throw new TypeError('the library kept no session');
  const { sub: did, aud } = taken.tokenSet;
  const pds = new URL(aud).origin;
  const handle = handleOf(known.get(did)?.handle, did);
  const account = { did, handle, pds, given: pds === given, since: Date.now(), state: 'active' };
  return grantedSession(taken, { session: account, clientId: client.metadata.client_id ?? '' });
}

function otherAccount(host: string, who: string, { did, handle }: StoredSession): XrpcError {
  const name = handle === did ? did : `@${handle}`;
  return refused(`${name} signed in at ${host} instead of ${who}: nothing was kept`, host);
}

function elsewhere(issuer: string, { origin }: URL): XrpcError {
  const host = URL.parse(issuer)?.host ?? issuer;
  return refused(`${host} sends the browser to ${origin}, which is not its own: nothing was opened`, host);
}

function refused(message: string, service = 'atscope'): XrpcError {
  return new XrpcError({ failure: 'refused', service, nsid: SIGN_IN_CALL, message, tellsAll: true });
}
