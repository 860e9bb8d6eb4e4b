import type { OwnState } from '../../lenses/own-state.js';
import { kindOf } from '../../places/kind-of.js';
import type { Sentence } from '../../text/sentence.js';
import { IN_AN_ARCHIVE, whyNoWrites } from '../changes/own.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { actText } from './act-text.js';
import type { Act } from './acts.js';
import { isSo } from './standing.js';
import type { Target, Targets } from './target.js';
import { targetsOf } from './targets.js';

type Here = keyof Targets;

const NOTHING: Readonly<Record<Here, string>> = {
  account: 'There is no account here: go to one, or to a row of one.',
  post: 'There is no post here: go to one, or to a row of one.',
  list: 'There is no list here: go to one, or to a row of one.',
};

/** Why there is nothing of a kind to act on; undefined where there is. Cheap. */
export function whyNothing(state: State, here: Here): Sentence | undefined {
  const { address } = currentVisit(state);
  if (address && kindOf(address).source === 'archive') return IN_AN_ARCHIVE;
  return targetsOf(state)[here] === undefined ? NOTHING[here] : undefined;
}

/** Why the account in use cannot do something to a target; undefined where it can. `own`: how the two stand, as far as that is known. */
export function whyNotDo(
  state: Pick<State, 'session'>,
  act: Act,
  target: Target,
  own: OwnState,
): Sentence | undefined {
  const why = whyNoWrites(state);
  if (why !== undefined) return why;
  if (target.kind === 'account' && target.did === state.session?.did) return YOURSELF;
  return isSo(act, own) ? actText(act.already, target) : undefined;
}

const YOURSELF = 'This is you: what one does with others is not for oneself.';
