import type { BrowserSignInOverlay } from '../../store/overlays/overlays-state.js';
import type { CommandWords } from '../../text/sentence.js';
import type { View } from '../screen/view.js';
import { browserSignInHeight, browserSignInWords, drawBrowserSignIn } from './browser-sign-in-lines.js';

interface BrowserSignInSeen {
  readonly overlay: BrowserSignInOverlay | undefined;
  readonly words: CommandWords;
}

const BOX_CELLS_MAX = 100;
/** The address of a sign-in to read names all that is read: the wider the box, the fewer rows it has. */
const WIDE_BOX_CELLS_MAX = 160;
const LONG_ADDRESS_CHARACTERS = 400;

/** Waiting for who signs in in the browser. What is pasted is shown and spoken as far as its secrets. */
export const browserSignInView: View<'sign-in-browser', BrowserSignInSeen> = {
  id: 'sign-in-browser',
  stand: 'box',
  isPrompt: true,
  isModal: true,
  see: ({ overlay, words }) => ({
    overlay: overlay?.kind === 'sign-in-browser' ? overlay : undefined,
    words,
  }),
  title: ({ overlay }) => ({
    name: 'Sign in',
    loading: overlay?.stage === 'asking' || overlay?.stage === 'finishing',
  }),
  box({ overlay, words }, area) {
    const isLong = (overlay?.url ?? '').length > LONG_ADDRESS_CHARACTERS;
    const width = Math.min(isLong ? WIDE_BOX_CELLS_MAX : BOX_CELLS_MAX, area.width);
    return { at: 'middle', width, height: overlay ? browserSignInHeight(overlay, width - 2, words) + 2 : 0 };
  },
  picture({ overlay, words }, size) {
    if (!overlay) return { lines: [], hits: () => [], spoken: () => ({ title: 'Sign in', lines: [] }) };
    return {
      ...drawBrowserSignIn(overlay, size, words),
      spoken: () => ({ title: 'Sign in', lines: browserSignInWords(overlay, words) }),
    };
  },
};
