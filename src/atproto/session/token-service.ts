import type { CallOptions } from '../calls/call-options.js';
import type { OAuthServiceDeps } from './oauth/oauth-service.js';
import { isOAuth } from './oauth-session.js';
import { renewedSession } from './renewal.js';
import type { StoredSession } from './session.js';
import type { SessionService } from './session-service.js';

/** The calls that renew and end a session, whichever way it was made. */
export interface TokenService {
  /** The session with new tokens; `isRefusal` tells the errors by which it is over. */
  renew(session: StoredSession): Promise<StoredSession>;
  /** Throws where the session may not have ended. */
  end(session: StoredSession, options?: CallOptions): Promise<void>;
}

/** What OAuth needs comes with the first session of it. */
export function createTokenService(passwords: SessionService, deps: OAuthServiceDeps): TokenService {
  const grants = () => import('./oauth/oauth-service.js');
  return {
    async renew(session) {
      if (isOAuth(session)) return await (await grants()).renewGrant(deps, session);
      return renewedSession(session, await passwords.refresh(session));
    },
    async end(session, options) {
      if (isOAuth(session)) await (await grants()).endGrant(deps, session, options);
      else await passwords.end(session, options);
    },
  };
}
