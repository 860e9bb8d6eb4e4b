import type { AppView } from '../../atproto/appview.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';

/** What became of a follower who is in the list no more; a reason is one that account events have. */
export type Missing =
  | { readonly kind: 'unfollowed' }
  | { readonly kind: 'lost'; readonly reason: 'deactivated' | 'takendown' | 'deleted' };

/** The AppView has no profile of an account that is not there, and says why by the name of its refusal. */
const reasons = { AccountDeactivated: 'deactivated', AccountTakedown: 'takendown' } as const;

/**
 * Asks the AppView of followers whom its list has no more: the list leaves out accounts that are deactivated or taken down,
 * though it keeps their follows. `follows` says of each whether the AppView still has one. Those of whom nothing became,
 * because the list may lag behind or leave somebody out for another reason, are not in the answer.
 */
export async function whyMissing(
  appview: Pick<AppView, 'getProfile' | 'getProfiles'>,
  follows: ReadonlyMap<string, boolean>,
  options: { readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, Missing>> {
  const active = new Set<string>();
  for (const { did } of await appview.getProfiles([...follows.keys()], options)) active.add(did);
  const found = new Map<string, Missing>();
  for (const [did, isFollower] of follows) {
    if (active.has(did)) {
      if (!isFollower) found.set(did, { kind: 'unfollowed' });
      continue;
    }
    const state = await stateOf(appview, did, options);
    if (state === 'deactivated' || state === 'takendown') found.set(did, { kind: 'lost', reason: state });
    else if (!isFollower) {
      found.set(did, state === 'active' ? { kind: 'unfollowed' } : { kind: 'lost', reason: 'deleted' });
    }
  }
  return found;
}

/** What its profile says of an account that was not among those of all: one that comes alone may have been unreadable there. */
async function stateOf(
  appview: Pick<AppView, 'getProfile'>,
  did: string,
  options: { readonly signal: AbortSignal },
): Promise<'active' | 'deactivated' | 'takendown' | undefined> {
  try {
    await appview.getProfile(did, options);
    return 'active';
  } catch (error) {
    if (error instanceof XrpcError && error.status === 400) {
      return reasons[error.error as keyof typeof reasons];
    }
    throw error;
  }
}
