import { isHandle } from '@atcute/lexicons/syntax';
import type { CallOptions } from '../calls/call-options.js';
import { type HostPolicy, isPrivateHost } from '../calls/host-policy.js';
import { reworded } from '../calls/reworded-error.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { Identity } from '../identity/identity.js';
import { pdsOf } from '../pds-source.js';
import { readIdentifier } from './identifier.js';
import type { SignIn, StoredSession } from './session.js';
import type { SessionPlace } from './session-place.js';
import type { SessionAnswer, SessionService } from './session-service.js';

/** Who signs accounts of Bluesky's own PDSes in, by e-mail address too (docs.bsky.app, “PDS Entryway”). */
export const ENTRYWAY = 'https://bsky.social';

export interface SignInDeps {
  readonly service: SessionService;
  readonly policy: HostPolicy;
  /** Finds an account as its directory has it now: what was remembered may name a PDS that the account has left. */
  resolve(repo: string, options?: CallOptions): Promise<Identity>;
  readonly entryway: string;
}

/**
 * Creates a session where the account is. Throws an `XrpcError` whose `error` is that of createSession, and which tells
 * in words what to do; the password is in none of them.
 */
export async function signIn(
  deps: SignInDeps,
  { identifier: typed, password: pasted, code: typedCode, service }: SignIn,
  options: CallOptions = {},
): Promise<StoredSession> {
  const password = pasted.replace(/^[\r\n]+|[\r\n]+$/g, '');
  const code = typedCode?.trim() || undefined;
  if (password === '') throw refused('signing in needs a password');
  const reading = readIdentifier(typed);
  if (!reading.ok) throw refused(reading.reason);
  const { identifier: who, email: isEmail } = reading;

  async function ask(place: SessionPlace): Promise<SessionAnswer> {
    try {
      return await deps.service.create(place, { identifier: who, password, code }, options);
    } catch (error) {
      throw error instanceof XrpcError ? inWords(error, who, code !== undefined) : error;
    }
  }

  if (service !== undefined) {
    const place = { pds: originOf(service), given: true };
    const answer = await ask(place);
    if (!isEmail && !isOf(answer, who)) throw otherAccount(place, who, answer);
    return session(place, answer, undefined);
  }

  if (isEmail) {
    if (deps.policy.private && !isPrivateHost(new URL(deps.entryway))) {
      throw refused(
        'an e-mail address does not say where the account is: use its handle, or name the PDS with --service',
      );
    }
    const answer = await ask({ pds: deps.entryway, given: false });
    const identity = await deps.resolve(answer.did, options);
    return session(placeOf(identity, deps.policy), answer, identity);
  }

  const identity = await deps.resolve(who, options);
  const place = placeOf(identity, deps.policy);
  const answer = await ask(place);
  if (answer.did !== identity.did) throw otherAccount(place, who, answer);
  return session(place, answer, identity);
}

function placeOf(identity: Identity, policy: HostPolicy): SessionPlace {
  const url = pdsOf(identity);
  policy.check(url);
  return { pds: url.origin, given: false };
}

function session(place: SessionPlace, answer: SessionAnswer, identity: Identity | undefined): StoredSession {
  return {
    ...answer,
    ...place,
    handle: handleOf(answer.handle, identity?.handle ?? answer.did),
    since: Date.now(),
    access: 'password',
  };
}

/** The handle that a PDS gives, where it gives one: `handle.invalid` says that it has none. */
export function handleOf(handle: string | undefined, otherwise: string): string {
  const lower = handle?.toLowerCase();
  return isHandle(lower) && lower !== 'handle.invalid' ? lower : otherwise;
}

/** Whether a session is that of a handle or a DID; of a handle, unless the PDS names another one. */
function isOf({ did, handle }: SessionAnswer, who: string): boolean {
  return who === did || (!who.startsWith('did:') && (handle === undefined || who === handle.toLowerCase()));
}

/** The origin of a service as the user names it. Throws a `refused` XrpcError that tells all. */
export function originOf(service: string): string {
  const url = URL.parse(service);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw refused(`${service} is not the web address of a service`);
  }
  return url.origin;
}

function refused(message: string): XrpcError {
  const nsid = 'com.atproto.server.createSession';
  return new XrpcError({ failure: 'refused', service: 'atscope', nsid, message, tellsAll: true });
}

function otherAccount({ pds }: SessionPlace, who: string, { did }: SessionAnswer): XrpcError {
  return new XrpcError({
    failure: 'malformed',
    service: new URL(pds).host,
    nsid: 'com.atproto.server.createSession',
    message: `${new URL(pds).host} signed ${did} in instead of ${who}: nothing was kept`,
    tellsAll: true,
  });
}

/** The errors of createSession as the reference PDS and the entryway give them (packages/pds `createSession.ts`). */
function inWords(error: XrpcError, who: string, withCode: boolean): XrpcError {
  const { service, status, error: name } = error;
  if (error.failure !== 'status') return error;
  if (name === 'AuthFactorTokenRequired') {
    return reworded(error, `${service} asks for the code that it sent to the e-mail address of ${who}`);
  }
  if (name === 'AccountTakedown') {
    return reworded(error, `${who} was taken down: ${service} does not sign it in`);
  }
  if (name === 'AccountSuspended') {
    return reworded(error, `${who} is suspended: ${service} does not sign it in`);
  }
  if (name === 'AccountDeactivated') {
    return reworded(error, `${who} is deactivated: ${service} does not sign it in`);
  }
  if (status === 429) return reworded(error, `too many sign-ins were tried at ${service}`);
  if (withCode && (name === 'InvalidToken' || name === 'ExpiredToken')) {
    return reworded(error, `${service} does not accept this code; it may have sent a newer one`);
  }
  if (status === 401) return reworded(error, `${service} knows no account ${who} with this password`);
  return error;
}
