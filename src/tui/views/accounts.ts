import type { SessionAccount } from '../../atproto/session/session.js';
import { atFirst, type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import { type AccountChoice, accountChoices, accountRows } from '../../store/session/account-choices.js';
import type { State } from '../../store/state.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Size } from '../screen/layout.js';
import { rowHits } from '../screen/picture.js';
import type { View } from '../screen/view.js';
import { accountsHeader, accountsHeight, drawAccounts, rowsWithin } from './accounts-lines.js';

interface AccountsSeen {
  readonly signedIn: readonly SessionAccount[];
  /** DID of the account in use; undefined: nobody. */
  readonly used: string | undefined;
  readonly cursor: ListCursor;
  /** DID of the account that is asked about before it is signed out. */
  readonly asks: string | undefined;
  readonly words: CommandWords;
}

const BOX_CELLS_MAX = 120;
const BOX_LINES_MAX = 18;

/** Who is signed in on this machine, and who of them is used. */
export const accountsView: View<'accounts', AccountsSeen> = {
  id: 'accounts',
  stand: 'box',
  see: ({ signedIn, session, overlay, words }) => ({
    signedIn,
    used: session?.did,
    cursor: overlay?.kind === 'menu' ? overlay.cursor : atFirst,
    asks: overlay?.kind === 'menu' ? overlay.asks : undefined,
    words,
  }),
  title: () => ({ name: 'Accounts' }),
  box({ signedIn }, area) {
    const width = Math.min(BOX_CELLS_MAX, area.width);
    return { at: 'middle', width, height: Math.min(BOX_LINES_MAX, accountsHeight(signedIn, width - 2) + 2) };
  },
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    const window = windowOf(seen.cursor, viewportOf(seen, size));
    return {
      lines: drawAccounts({ ...seen, window }, size),
      hits: () => rowHits(window, { y: accountsHeader(size), width: size.width }),
      spoken() {
        const all = { width: BOX_CELLS_MAX, height: accountsHeight(seen.signedIn, BOX_CELLS_MAX) };
        const whole = windowOf(seen.cursor, viewportOf(seen, all));
        return { role: 'menu', title: 'Accounts', lines: drawAccounts({ ...seen, window: whole }, all) };
      },
    };
  },
};

function viewportOf({ signedIn, cursor }: AccountsSeen, size: Size) {
  const rows = accountRows(signedIn);
  const choice = accountChoices(signedIn)[positionOf(cursor, rows)];
  return { rows, height: rowsWithin(choice, size) };
}

/** The account under the cursor, while it is asked about before it is signed out. */
export function askedAccount(state: State): SessionAccount | undefined {
  const choice = selectedChoice(state);
  if (choice?.kind !== 'account' || state.overlay?.kind !== 'menu') return undefined;
  return choice.account.did === state.overlay.asks ? choice.account : undefined;
}

/** The line that the cursor is on; undefined where the accounts are not open. */
export function selectedChoice({ overlay, signedIn }: State): AccountChoice | undefined {
  if (overlay?.kind !== 'menu' || overlay.view !== accountsView.id) return undefined;
  return accountChoices(signedIn)[positionOf(overlay.cursor, accountRows(signedIn))];
}
