import type { SessionAccount } from '../../atproto/session/session.js';
import { windowOf } from '../../store/cursor/list-cursor.js';
import type { Notice } from '../../store/notice/notice-state.js';
import { accountName } from '../../store/session/account-name.js';
import {
  meantPlace,
  type StartSource,
  startLines,
  startPlaces,
  startRows,
} from '../../store/start/start-rows.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import type { Size } from '../screen/layout.js';
import { noticeText } from '../screen/notice-rows.js';
import type { View } from '../screen/view.js';
import { drawStart, placesHeight, type StartHead, titleOf } from './start-lines.js';

interface StartSeen extends StartSource {
  readonly session: SessionAccount | undefined;
  readonly notice: Notice | undefined;
  readonly words: CommandWords;
}

/** By their names: a key would be text here. */
const HELP = say`{key:help.first} shows the ten keys that matter. A colon and a name run a command, such as help, accounts or quit.`;

/** What is shown where there is no address yet: one types it, or picks a place that it offers. */
export const startView: View<'start', StartSeen> = {
  id: 'start',
  stand: 'start',
  isPrompt: true,
  see: ({ start, recents, people, session, signedIn, notice, words }) => ({
    start,
    recents,
    people,
    session,
    signedIn,
    notice,
    words,
  }),
  title: () => ({ name: 'atscope' }),
  list: (seen, size) => ({ cursor: seen.start.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    const { start } = seen;
    const account = accountEntry(seen);
    const places = startPlaces(seen);
    const window = windowOf(start.cursor, viewportOf(seen, size));
    const head = headOf(seen);
    const meant = window.position === 0 ? meantPlace(seen) : undefined;
    const picture = { ...head, window, places, meant: meant?.address, now: start.now, account };
    const { lines, caret, hits } = drawStart(picture, size);
    return {
      lines,
      caret,
      hits,
      spoken() {
        const said = places.map(({ title }) => sanitise(title));
        const { position } = window;
        const chosen = position > places.length ? account : said[position - 1];
        const which = position > places.length ? '' : `, place ${position} of ${places.length}`;
        const error = sanitise(head.error);
        return {
          title: `atscope. Type an address: ${sanitise(start.prompt.text)}`,
          lines: [
            ...(error === '' ? [] : [error]),
            ...(chosen === undefined ? [] : [`selected${which}: ${chosen}`]),
            ...(meant ? [spell(say`{key:start.go} goes to ${sanitise(meant.title)}`, seen.words)] : []),
            ...(places.length > 0 ? [titleOf(start.prompt, places), ...said] : []),
            account,
            head.help,
          ],
        };
      },
    };
  },
};

const headOf = ({ start, notice, words }: StartSeen): StartHead => ({
  prompt: start.prompt,
  error: notice?.kind === 'error' ? noticeText(notice, words) : '',
  help: spell(HELP, words),
});

/** The prompt above the places, and the way to the accounts below them, are always in sight. */
function viewportOf(seen: StartSeen, size: Size) {
  const lines = startLines(seen);
  return { rows: startRows(lines), height: placesHeight(headOf(seen), lines.length - 2, size) };
}

function accountEntry({ session, signedIn }: Pick<StartSeen, 'session' | 'signedIn'>): string {
  if (session) return sanitise(`accounts: signed in as ${accountName(session)}`);
  return signedIn.length > 0
    ? 'accounts: use one that is signed in'
    : 'sign in, in the browser or with an app password';
}
