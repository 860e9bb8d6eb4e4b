import { membershipKey, type OwnState, toldState } from '../../lenses/own-state.js';
import { isObject, textField } from '../../text/json-fields.js';
import { accountKey } from '../accounts/accounts-selectors.js';
import { shownRecord } from '../records/shown-record.js';
import type { State } from '../state.js';
import type { Act } from './acts.js';
import type { Target } from './target.js';

/** What {@link OwnState} of a target is kept by. */
export function ownKey(target: Target): string {
  switch (target.kind) {
    case 'account':
      return target.did;
    case 'membership':
      return membershipKey(target.list, target.did);
    default:
      return target.uri;
  }
}

/** How a target stands to the account in use, as far as what is on the screen tells; empty where it tells nothing. */
export const toldOf = (state: State, target: Target): OwnState => toldState(viewOf(state, target));

/** Whether what an act makes so is so already; undefined where nothing tells. */
export function isSo(act: Act, own: OwnState): boolean | undefined {
  const value = own[act.member];
  return value === undefined ? undefined : (value !== false) === act.makes;
}

/** What a service told of a target: the profile of an account, a post, and what the selected row is made of. */
function viewOf(state: State, target: Target): unknown {
  if (target.kind === 'membership') return undefined;
  const key = ownKey(target);
  const inRow = viewIn(state, key);
  if (inRow !== undefined) return inRow;
  if (target.kind === 'post') return state.posts.get(key)?.view;
  if (target.kind === 'list') return undefined;
  const account =
    state.accounts.get(accountKey(key)) ??
    [...state.accounts.values()].find(({ identity }) => identity.value?.did === key);
  const profile = account?.profile.value;
  // While another account's view is asked for, that of the one before still stands there.
  return profile?.source === 'appview' && profile.viewer === state.session?.did ? profile.profile : undefined;
}

/** Depth to which a row's JSON is looked through for a view: `{post: {author}}`, `{actor}`, `{subject}`. */
const DEPTH_MAX = 3;

/** The view of an account or a record within the JSON of what is shown; undefined where it has none. */
function viewIn(state: State, key: string): unknown {
  const json = shownRecord(state)?.record.value?.json;
  if (json === undefined || !json.includes('"viewer"') || !json.includes(key)) return undefined;
  try {
    return findView(JSON.parse(json), key, DEPTH_MAX);
  } catch {
    return undefined;
  }
}

function findView(value: unknown, key: string, depth: number): unknown {
  if (!isObject(value)) return undefined;
  const own = textField(value, key.startsWith('at://') ? 'uri' : 'did');
  if (own === key && isObject(value.viewer)) return value;
  if (depth === 0) return undefined;
  for (const member of Object.values(value)) {
    const found = findView(member, key, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
