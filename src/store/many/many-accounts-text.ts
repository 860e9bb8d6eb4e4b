import type { AccountsPlan, PassedOver } from '../../jobs/many/account-plan.js';
import { countText } from '../../text/count-text.js';
import type { Sentence } from '../../text/sentence.js';
import { actText } from '../social/act-text.js';
import type { Act } from '../social/acts.js';
import type { AccountTarget, Target } from '../social/target.js';
import type { ManyRequest } from './run-many.js';

/** Accounts of a list, and which of its rows they are of. */
export interface TakenAccounts {
  readonly accounts: ReadonlyMap<string, AccountTarget>;
  /** `Marked`, `All that pass the filter`. */
  readonly which: string;
}

/** A list of one's own that accounts are put on. */
export interface ChosenList {
  readonly uri: string;
  readonly name: string;
}

/** What is asked before something is done to many accounts. */
export function accountsRequest(
  act: Act,
  planned: AccountsPlan,
  { accounts, which, list }: TakenAccounts & { readonly list?: ChosenList | undefined },
): Omit<ManyRequest, 'did'> {
  const { dids, items } = planned;
  const [first = '', last = ''] = [dids[0], dids.at(-1)].map((did) => accounts.get(did ?? '')?.name);
  const all = targetOf(dids.length, list);
  return {
    verb: actText(act.title, all),
    title: actText(act.past, all),
    items,
    about: [
      `${which}: ${countOf(accounts.size)}.`,
      dids.length === 1 ? `It is ${first}.` : `The first: ${first}. The last: ${last}.`,
      ...passedOverText(act, planned),
      ...consequence(act),
    ],
  };
}

export const countOf = (accounts: number): string =>
  accounts === 1 ? '1 account' : `${countText(accounts)} accounts`;

/** All of them, as an act names what it is done to. */
const targetOf = (count: number, list: ChosenList | undefined): Target =>
  list === undefined
    ? { kind: 'account', did: '', name: countOf(count) }
    : { kind: 'membership', did: '', list: list.uri, name: countOf(count), listName: list.name };

const FOLLOWS_ARE_TOLD = 'Each of them is told that you follow them, which undoing does not take back.';

/** What it means beside what undoing takes back. */
function consequence({ id, asks }: Act): readonly Sentence[] {
  if (id === 'follow') return [FOLLOWS_ARE_TOLD];
  if (id === 'unfollow') return ['Undoing follows them anew: apps may tell them so.'];
  if (id === 'add-to-list') return ['Everybody can see who stands on a list.'];
  return asks === undefined ? [] : [`That means: ${asks.means}.`];
}

/** Those that nothing is done to, and why, a sentence each. */
export function passedOverText(act: Act, { passedOver }: AccountsPlan): readonly string[] {
  return [...passedOver].map(([reason, count]) =>
    WHY[reason](count === 1 ? '1' : countText(count), count === 1, act),
  );
}

const WHY: Readonly<Record<PassedOver, (count: string, isOne: boolean, act: Act) => string>> = {
  yourself: () => 'You are among them, and left out.',
  'so-already': (count, isOne, { id }) =>
    `${count} ${isOne ? 'is' : 'are'} left out: ${SO[id] ?? 'it is so already'}.`,
  'blocks-you': (count, isOne) => `${count} ${isOne ? 'blocks you, and is' : 'block you, and are'} left out.`,
  'not-shown': (count, isOne) =>
    `${count} ${isOne ? 'is' : 'are'} left out: the AppView does not show ${isOne ? 'it' : 'them'}.`,
};

const SO: Readonly<Partial<Record<Act['id'], string>>> = {
  follow: 'you follow them already',
  unfollow: 'you do not follow them',
  block: 'you block them already',
  unblock: 'you do not block them',
  mute: 'you mute them already',
  unmute: 'you do not mute them',
  'add-to-list': 'they stand on it already',
};
