import type { SessionAccount } from '../../atproto/session/session.js';
import type { ListCursor } from '../../store/cursor/list-cursor.js';
import { windowOf } from '../../store/cursor/list-cursor.js';
import type { Prompt } from '../../store/overlays/prompt.js';
import { accountName } from '../../store/session/account-name.js';
import { startRows } from '../../store/start/start-rows.js';
import type { Recent } from '../../store/visits/visits-state.js';
import { sanitise } from '../../text/sanitise.js';
import type { View } from '../screen/view.js';
import { drawStart, recentsHeight } from './start-lines.js';

interface StartSeen {
  readonly prompt: Prompt;
  readonly cursor: ListCursor;
  readonly recents: readonly Recent[];
  readonly session: SessionAccount | undefined;
  readonly signedIn: readonly SessionAccount[];
}

/** What is shown where there is no address yet: one types it, or picks a place visited before. */
export const startView: View<'start', StartSeen> = {
  id: 'start',
  stand: 'start',
  isPrompt: true,
  see: ({ start, recents, session, signedIn }) => ({
    prompt: start.prompt,
    cursor: start.cursor,
    recents,
    session,
    signedIn,
  }),
  title: () => ({ name: 'atscope' }),
  list: ({ cursor, recents }, size) => ({
    cursor,
    // The prompt above the places visited, and the way to the accounts below them, are always in sight.
    viewport: { rows: startRows(recents), height: recentsHeight(recents.length, size) },
  }),
  picture(seen, size) {
    const { prompt, cursor, recents } = seen;
    const account = accountEntry(seen);
    const rows = startRows(recents);
    const window = windowOf(cursor, { rows, height: recentsHeight(recents.length, size) });
    const { lines, caret, hits } = drawStart({ prompt, window, recents, account }, size);
    return {
      lines,
      caret,
      hits,
      spoken() {
        const said = recents.map(({ address, title }) => sanitise(title ?? address));
        const { position } = window;
        const chosen = position > recents.length ? account : said[position - 1];
        const which = position > recents.length ? '' : `, recent place ${position} of ${recents.length}`;
        return {
          title: `atscope. Type an address: ${sanitise(prompt.text)}`,
          lines: [
            ...(chosen === undefined ? [] : [`selected${which}: ${chosen}`]),
            'Recent places',
            ...said,
            account,
          ],
        };
      },
    };
  },
};

function accountEntry({ session, signedIn }: Pick<StartSeen, 'session' | 'signedIn'>): string {
  if (session) return sanitise(`accounts: signed in as ${accountName(session)}`);
  return signedIn.length > 0 ? 'accounts: use one that is signed in' : 'sign in with an app password';
}
