import type { SignInOverlay } from '../../store/session/session-state.js';
import { sanitise } from '../../text/sanitise.js';
import type { CommandWords } from '../../text/sentence.js';
import type { View } from '../screen/view.js';
import { drawSignIn, signInHeight, signInWords } from './sign-in-lines.js';

interface SignInSeen {
  readonly overlay: SignInOverlay | undefined;
  readonly words: CommandWords;
}

const BOX_CELLS_MAX = 76;

/** Signing in, question by question. The password is shown as bullets, and spoken as their number. */
export const signInView: View<'sign-in', SignInSeen> = {
  id: 'sign-in',
  stand: 'box',
  isPrompt: true,
  isModal: true,
  see: ({ overlay, words }) => ({ overlay: overlay?.kind === 'sign-in' ? overlay : undefined, words }),
  title: ({ overlay }) => ({ name: 'Sign in', loading: overlay?.busy }),
  box({ overlay, words }, area) {
    const width = Math.min(BOX_CELLS_MAX, area.width);
    return { at: 'middle', width, height: overlay ? signInHeight(overlay, width - 2, words) + 2 : 0 };
  },
  picture({ overlay, words }, size) {
    if (!overlay) return { lines: [], hits: () => [], spoken: () => ({ title: 'Sign in', lines: [] }) };
    const { lines, caret, hits } = drawSignIn(overlay, size, words);
    return {
      lines,
      caret,
      hits,
      spoken: () => ({
        title: 'Sign in',
        lines: [...signInWords(overlay, words), `typed: ${typedText(overlay)}`],
      }),
    };
  },
};

const typedText = ({ step, prompt }: SignInOverlay): string =>
  step === 'password' ? `${[...prompt.text].length} characters` : sanitise(prompt.text);
