import { membershipKey } from '../../lenses/own-state.js';
import { atFirst, type ListCursor, positionOf } from '../../store/cursor/list-cursor.js';
import { idle, type Loadable } from '../../store/loadable.js';
import type { OwnList } from '../../store/social/social-state.js';
import type { AccountTarget } from '../../store/social/target.js';
import type { State } from '../../store/state.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuRows, menuViewport } from './menu.js';

/** The same objects for as long as the state has the same. */
interface ListsSeen {
  readonly account: AccountTarget | undefined;
  readonly lists: Loadable<readonly OwnList[]>;
  readonly own: State['own'];
  readonly cursor: ListCursor;
  readonly words: CommandWords;
}

const NO_LISTS: readonly OwnList[] = [];

/** The lists of one's own, and on which of them an account stands. */
export const socialListsView: View<'social-lists', ListsSeen> = {
  id: 'social-lists',
  stand: 'box',
  see: seenIn,
  title: ({ account, lists }) => ({ name: titleOf(account), loading: lists.status === 'loading' }),
  box: (seen, area) => menuBox(choicesOf(seen), area),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: menuViewport(choicesOf(seen), size) }),
  picture: (seen, size) => menuPicture(titleOf(seen.account), choicesOf(seen), seen.cursor, size),
};

function seenIn({ overlay, own, words }: State): ListsSeen {
  if (overlay?.kind !== 'social-lists') {
    return { account: undefined, lists: idle, own, cursor: atFirst, words };
  }
  const { account, lists, cursor } = overlay;
  return { account, lists, own, cursor, words };
}

const titleOf = (account: AccountTarget | undefined): string => `Your lists, and ${account?.name ?? ''}`;

/** The lists with what was done since they were asked for. */
function listsNow({ account, lists, own }: ListsSeen): readonly OwnList[] {
  if (account === undefined || lists.value === undefined) return NO_LISTS;
  return lists.value.map((list) => ({
    ...list,
    listed: own.get(membershipKey(list.uri, account.did))?.listed ?? list.listed,
  }));
}

/** The list that the cursor is on; undefined where there is none. */
export function selectedOwnList(state: State): OwnList | undefined {
  const seen = seenIn(state);
  const choices = choicesOf(seen);
  const key = choices[positionOf(seen.cursor, menuRows(choices))]?.key;
  return listsNow(seen).find(({ uri }) => uri === key);
}

function choicesOf(seen: ListsSeen): readonly Choice[] {
  const { status, error } = seen.lists;
  if (status === 'failed') return said(`Your lists could not be read. ${errorSentence(error, seen.words)}`);
  const lists = listsNow(seen);
  if (lists.length > 0) {
    return lists.map(({ uri, name, purpose, listed }) => ({
      key: uri,
      title: `${listed === false ? ' ' : '✓'} ${name}`,
      aside: purpose,
    }));
  }
  return said(status === 'loading' ? 'Asking which lists you have …' : 'You have no lists.');
}

const said = (title: string): readonly Choice[] => [{ key: 'said', title, isSaid: true }];
