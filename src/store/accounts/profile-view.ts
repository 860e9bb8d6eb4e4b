import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { Identity } from '../../atproto/identity/identity.js';
import { field } from '../../text/json-fields.js';
import type { StoreContext } from '../context.js';
import type { NameBook } from '../names/names.js';
import type { ProfileView } from './accounts-state.js';

/**
 * A profile as the AppView tells it, else as the account's own repository has it. Rejects with what the AppView said where neither
 * has one: that explains it better, since a repository need not hold a profile. `identity` is asked for only where it is needed.
 */
export async function loadProfileView(
  { client }: Pick<StoreContext, 'client'>,
  names: Pick<NameBook, 'learn'>,
  repo: string,
  identity: () => Promise<Identity>,
  signal: AbortSignal,
): Promise<ProfileView> {
  try {
    const viewer = client.sessions.current?.did;
    const profile = await client.appview.getProfile(repo, { signal });
    if (profile.handle !== undefined) names.learn(profile.did, profile.handle, profile.displayName);
    return { source: 'appview', profile, viewer };
  } catch (reason) {
    if (isAbortError(reason)) throw reason;
    try {
      const record = await client.repo(await identity()).get('app.bsky.actor.profile', 'self', { signal });
      return { source: 'repo', record: field(record.value(), 'value'), reason };
    } catch (error) {
      throw isAbortError(error) ? error : reason;
    }
  }
}
