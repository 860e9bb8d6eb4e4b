import { field } from '../../text/json-fields.js';

/**
 * When an access token ends, in milliseconds since 1970; undefined where it does not say (a token need not be a JWT). For
 * one that came just now, `received` is the time by this machine's clock: what counts then is how long the token lasts, so
 * that a clock that is wrong does not make every new token an old one.
 */
export function tokenEnd(jwt: string, received?: number): number | undefined {
  const said = payload(jwt);
  const exp = field(said, 'exp');
  const iat = field(said, 'iat');
  if (typeof exp !== 'number') return undefined;
  return received !== undefined && typeof iat === 'number' ? received + (exp - iat) * 1000 : exp * 1000;
}

/** What a JWT says, unproven. */
function payload(jwt: string): unknown {
  try {
    return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
