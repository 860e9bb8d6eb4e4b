import { isDid } from '@atcute/lexicons/syntax';
import type { DpopKey, OAuthGrant, SessionAccess, StoredSession } from './stored-session.js';

/** What of a sign-in is secret. */
export interface SessionSecrets {
  readonly accessJwt: string;
  readonly refreshJwt: string;
  readonly dpopKey?: DpopKey | undefined;
  /** Who the tokens were given to; no secret, but it tells whether they belong to what the file says. */
  readonly clientId?: string | undefined;
}

/** A sign-in as its file holds it: with the secrets, or without them where the keychain has them. */
export interface SessionFile
  extends Omit<StoredSession, 'accessJwt' | 'refreshJwt' | 'oauth'>,
    Partial<Omit<SessionSecrets, 'clientId'>> {
  readonly oauth?: Omit<OAuthGrant, 'dpopKey'> | undefined;
}

export const secretsOf = ({ accessJwt, refreshJwt, oauth }: StoredSession): SessionSecrets => ({
  accessJwt,
  refreshJwt,
  ...(oauth && { dpopKey: oauth.dpopKey, clientId: oauth.clientId }),
});

/** What is written for a session; its secrets only where no keychain has them. */
export function fileOf(session: StoredSession, inKeychain: boolean): SessionFile {
  const { did, handle, pds, given, since, state, access, oauth } = session;
  const rest = { did, handle, pds, given, since, state, access, ...(oauth && { oauth: shownGrant(oauth) }) };
  if (inKeychain) return rest;
  const { clientId: _, ...secrets } = secretsOf(session);
  return { ...rest, ...secrets };
}

const shownGrant = ({ issuer, clientId, scope }: OAuthGrant) => ({ issuer, clientId, scope });

/** A sign-in as it was read from a file; undefined where it is none. Versions before 0.3 knew passwords only, and did not say so. */
export function sessionFileIn(value: unknown): SessionFile | undefined {
  const { did, handle, pds, given, since, state, accessJwt, refreshJwt, ...more } = (value ?? {}) as Record<
    keyof SessionFile,
    unknown
  >;
  const { access = 'password', oauth, dpopKey } = more;
  const isToken = (token: unknown) => token === undefined || typeof token === 'string';
  const isSession =
    isDid(did) &&
    typeof handle === 'string' &&
    isOrigin(pds) &&
    typeof given === 'boolean' &&
    typeof since === 'number' &&
    typeof state === 'string' &&
    isToken(accessJwt) &&
    isToken(refreshJwt) &&
    isAccess(access) &&
    (access === 'password' ? oauth === undefined : isShownGrant(oauth)) &&
    (dpopKey === undefined || isDpopKey(dpopKey));
  return isSession ? { ...(value as SessionFile), access } : undefined;
}

/**
 * The session that a file and its secrets are; undefined where they do not belong together, as a process leaves them that is killed
 * between the two.
 */
export function sessionOf(file: SessionFile, secrets: SessionSecrets): StoredSession | undefined {
  const { oauth, dpopKey: _, ...rest } = file;
  const { accessJwt, refreshJwt, dpopKey, clientId } = secrets;
  if (clientId !== oauth?.clientId || (dpopKey === undefined) !== (oauth === undefined)) return undefined;
  return { ...rest, accessJwt, refreshJwt, ...(oauth && dpopKey && { oauth: { ...oauth, dpopKey } }) };
}

/** The secrets in a file; undefined where they are elsewhere. */
export function secretsInFile(file: SessionFile): SessionSecrets | undefined {
  const { accessJwt, refreshJwt, dpopKey, oauth } = file;
  if (accessJwt === undefined || refreshJwt === undefined) return undefined;
  return { accessJwt, refreshJwt, dpopKey, clientId: oauth?.clientId };
}

/** The secrets as a keychain keeps them. */
export const secretOf = ({ accessJwt, refreshJwt, dpopKey, clientId }: SessionSecrets): string =>
  JSON.stringify({ accessJwt, refreshJwt, ...(dpopKey && { dpopKey, clientId }) });

/** The secrets in what a keychain gave back; undefined where it gave nothing, or something else. */
export function secretsIn(secret: string | undefined): SessionSecrets | undefined {
  try {
    const { accessJwt, refreshJwt, dpopKey, clientId } = JSON.parse(secret ?? '') as Record<
      keyof SessionSecrets,
      unknown
    >;
    if (typeof accessJwt !== 'string' || typeof refreshJwt !== 'string') return undefined;
    if (dpopKey === undefined) return { accessJwt, refreshJwt };
    if (!isDpopKey(dpopKey) || typeof clientId !== 'string') return undefined;
    return { accessJwt, refreshJwt, dpopKey, clientId };
  } catch {
    return undefined;
  }
}

const isOrigin = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:/.test(value) && URL.parse(value)?.origin === value;

const isAccess = (value: unknown): value is SessionAccess =>
  value === 'password' || value === 'read' || value === 'write';

function isShownGrant(value: unknown): value is Omit<OAuthGrant, 'dpopKey'> {
  const { issuer, clientId, scope } = (value ?? {}) as Record<keyof OAuthGrant, unknown>;
  return isOrigin(issuer) && typeof clientId === 'string' && typeof scope === 'string';
}

function isDpopKey(value: unknown): value is DpopKey {
  const { kty, crv, alg, x, y, d } = (value ?? {}) as Record<keyof DpopKey, unknown>;
  const isKind = kty === 'EC' && crv === 'P-256' && alg === 'ES256';
  return isKind && [x, y, d].every((part) => typeof part === 'string');
}

/** Whether a file of the folder holds a sign-in, by its name. */
export const isSessionFileName = (name: string): boolean => /^did.*\.json$/.test(name);

/** Whether a file is a draft of another, which a process that was killed may have left. What belongs to its lock is none. */
export const isDraftOf = (name: string, found: string): boolean =>
  found.startsWith(`${name}.`) && !found.startsWith(`${name}.lock`);
