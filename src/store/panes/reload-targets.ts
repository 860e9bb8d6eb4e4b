import type { Pane } from '../visits/visits-state.js';

export type ReloadTarget = 'account' | 'description' | 'record' | 'list';

/** What there is at a place to be asked for again. */
export interface Reloadable {
  readonly pane: Pane;
  /** How far its account is known; undefined where the place is about no account. */
  readonly account: 'ready' | 'failed' | 'other' | undefined;
  readonly hasRecord: boolean;
  readonly hasList: boolean;
}

/** What is asked for again from a pane. An account that could not be read comes first: the rest hangs on it. */
export function reloadTargets(place: Reloadable): readonly ReloadTarget[] {
  const { pane, account } = place;
  if (account === 'failed') return ['account', ...ofPane(place)];
  return account !== undefined && pane === 'profile' ? ['account'] : ofPane(place);
}

function ofPane({ pane, account, hasRecord, hasList }: Reloadable): readonly ReloadTarget[] {
  if (account !== undefined && pane === 'collections') return ['description'];
  if (pane === 'record' && hasRecord) return ['record'];
  return hasList ? ['list'] : [];
}
