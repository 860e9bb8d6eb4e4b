import { atFirst, type ListCursor } from '../../store/cursor/list-cursor.js';
import { emptyPrompt, type Prompt } from '../../store/overlays/prompt.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuViewport } from './menu.js';

interface GotoSeen {
  readonly prompt: Prompt;
  readonly cursor: ListCursor;
  readonly choices: readonly Choice[];
}

/** What the text of the `:` prompt can mean. The prompt itself is in the status bar. */
export const gotoView: View<'goto', GotoSeen> = {
  id: 'goto',
  stand: 'box',
  isPrompt: true,
  see(state, offers) {
    const { overlay } = state;
    const { prompt, cursor } = overlay?.kind === 'goto' ? overlay : { prompt: emptyPrompt, cursor: atFirst };
    return { prompt, cursor, choices: offers.choices(state) };
  },
  title: () => ({ name: 'Go to' }),
  prompt: ({ prompt }) => ({ label: ' : ', prompt }),
  box: ({ choices }, area) => menuBox(choices, area),
  list: ({ choices, cursor }, size) => ({ cursor, viewport: menuViewport(choices, size) }),
  picture: ({ choices, cursor }, size) => menuPicture('Go to', choices, cursor, size),
};
