import type { OAuthGrant } from '../../keep/stored-session.js';
import type { StoredSession } from './session.js';

/** A session of OAuth: its tokens are of use with a proof of its key alone. */
export type OAuthSession = StoredSession & { readonly oauth: OAuthGrant };

export const isOAuth = (session: StoredSession): session is OAuthSession => session.oauth !== undefined;
