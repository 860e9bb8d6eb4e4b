import { isDid } from '@atcute/lexicons/syntax';
import type { StoredSession } from './stored-session.js';

export interface SessionTokens {
  readonly accessJwt: string;
  readonly refreshJwt: string;
}

/** A sign-in as its file holds it: with the tokens, or without them where the keychain has them. */
export type SessionFile = Omit<StoredSession, keyof SessionTokens> & Partial<SessionTokens>;

/** What is written for a session; its tokens only where no keychain has them. */
export function fileOf(session: StoredSession, inKeychain: boolean): SessionFile {
  const { did, handle, pds, given, since, state, accessJwt, refreshJwt } = session;
  const rest = { did, handle, pds, given, since, state };
  return inKeychain ? rest : { ...rest, accessJwt, refreshJwt };
}

/** A sign-in as it was read from a file; undefined where it is none. */
export function sessionFileIn(value: unknown): SessionFile | undefined {
  const { did, handle, pds, given, since, state, accessJwt, refreshJwt } = (value ?? {}) as Record<
    keyof StoredSession,
    unknown
  >;
  const isToken = (token: unknown) => token === undefined || typeof token === 'string';
  const isSession =
    isDid(did) &&
    typeof handle === 'string' &&
    typeof pds === 'string' &&
    /^https?:/.test(pds) &&
    URL.parse(pds)?.origin === pds &&
    typeof given === 'boolean' &&
    typeof since === 'number' &&
    typeof state === 'string' &&
    isToken(accessJwt) &&
    isToken(refreshJwt);
  return isSession ? (value as SessionFile) : undefined;
}

/** The tokens as a keychain keeps them. */
export const secretOf = ({ accessJwt, refreshJwt }: SessionTokens): string =>
  JSON.stringify({ accessJwt, refreshJwt });

/** The tokens in what a keychain gave back; undefined where it gave nothing, or something else. */
export function tokensIn(secret: string | undefined): SessionTokens | undefined {
  try {
    const { accessJwt, refreshJwt } = JSON.parse(secret ?? '') as Partial<
      Record<keyof SessionTokens, unknown>
    >;
    return typeof accessJwt === 'string' && typeof refreshJwt === 'string'
      ? { accessJwt, refreshJwt }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a file of the folder holds a sign-in, by its name. */
export const isSessionFileName = (name: string): boolean => /^did.*\.json$/.test(name);

/** Whether a file is a draft of another, which a process that was killed may have left. What belongs to its lock is none. */
export const isDraftOf = (name: string, found: string): boolean =>
  found.startsWith(`${name}.`) && !found.startsWith(`${name}.lock`);
