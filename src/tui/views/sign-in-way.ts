import { atFirst, windowOf } from '../../store/cursor/list-cursor.js';
import type { SignInWayOverlay } from '../../store/session/session-state.js';
import { wayRows } from '../../store/session/sign-in-ways.js';
import type { Size } from '../screen/layout.js';
import { rowHits } from '../screen/picture.js';
import type { View } from '../screen/view.js';
import { drawWays, questionHeight, waysHeight, waysWithin, waysWords } from './sign-in-way-lines.js';

interface SignInWaySeen {
  readonly overlay: SignInWayOverlay | undefined;
}

const BOX_CELLS_MAX = 76;

const viewportOf = (size: Size) => ({ rows: wayRows, height: waysWithin(size) });

/** How to sign in: in the browser, at one of two levels, or with an app password. */
export const signInWayView: View<'sign-in-way', SignInWaySeen> = {
  id: 'sign-in-way',
  stand: 'box',
  isModal: true,
  see: ({ overlay }) => ({ overlay: overlay?.kind === 'sign-in-way' ? overlay : undefined }),
  title: () => ({ name: 'Sign in' }),
  box({ overlay }, area) {
    const width = Math.min(BOX_CELLS_MAX, area.width);
    return { at: 'middle', width, height: overlay ? waysHeight(overlay, width - 2) + 2 : 0 };
  },
  list: ({ overlay }, size) => ({ cursor: overlay?.cursor ?? atFirst, viewport: viewportOf(size) }),
  picture({ overlay }, size) {
    if (!overlay) return { lines: [], hits: () => [], spoken: () => ({ title: 'Sign in', lines: [] }) };
    const window = windowOf(overlay.cursor, viewportOf(size));
    return {
      lines: drawWays(overlay, window, size),
      hits: () => rowHits(window, { y: questionHeight(overlay, size), width: size.width }),
      spoken: () => ({ role: 'menu', title: 'Sign in', lines: waysWords(overlay, window.position) }),
    };
  },
};
