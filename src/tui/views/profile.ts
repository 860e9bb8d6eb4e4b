import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import { textRows, type Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Size } from '../screen/layout.js';
import type { View } from '../screen/view.js';
import { displayName, handleText, profileLines } from './profile-lines.js';
import { drawText, partText } from './text-lines.js';

interface ProfileSeen {
  readonly account: Account | undefined;
  /** DID of the account that is signed in. */
  readonly viewer: string | undefined;
  readonly cursor: ListCursor;
  readonly words: CommandWords;
}

const SPOKEN_CELLS = 100;
const SPOKEN_LINES_MAX = 30;

/** Who the account of the current place is. */
export const profileView: View<'profile', ProfileSeen> = {
  id: 'profile',
  stand: 'pane',
  see: (state) => ({
    account: currentAccount(state),
    viewer: state.session?.did,
    cursor: currentVisit(state).cursors.profile,
    words: state.words,
  }),
  title: (seen, size) => ({
    name: 'Profile',
    info: partText(windowAt(seen, size)),
    loading: seen.account && isLoading(seen.account),
  }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    return {
      lines: drawText(linesOf(seen, size.width), windowAt(seen, size), size),
      hits: () => [],
      spoken: () => ({
        // The name and the handle stand in the title, so that they are read first and once.
        title: titleOf(seen),
        lines: linesOf(seen, SPOKEN_CELLS).slice(2, SPOKEN_LINES_MAX),
      }),
    };
  },
};

const titleOf = ({ account }: ProfileSeen): string =>
  account ? `Profile: ${displayName(account)} ${handleText(account)}` : 'Profile';

const viewportOf = (seen: ProfileSeen, { width, height }: Size): Viewport => ({
  rows: textRows(linesOf(seen, width).length),
  height,
});

const windowAt = (seen: ProfileSeen, size: Size) => windowOf(seen.cursor, viewportOf(seen, size));

const noLines: readonly string[] = [];

const linesOf = ({ account, viewer, words }: ProfileSeen, width: number) =>
  account ? profileLines(account, width, words, viewer) : noLines;

const isLoading = ({ identity, profile, handle }: Account): boolean =>
  [identity, profile, handle].some(({ status }) => status === 'loading');
