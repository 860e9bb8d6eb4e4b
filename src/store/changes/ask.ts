import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import type { AskOverlay } from '../overlays/overlays-state.js';

export interface AskActions {
  /** Takes the answer under the cursor. */
  answerAsked(key: string): void;
}

/** Asks before something is done; the cursor is on the first answer, which does nothing. Esc is that answer, too. */
export function ask({ set }: Pick<StoreContext, 'set'>, question: Omit<AskOverlay, 'kind' | 'cursor'>): void {
  set({ overlay: { kind: 'ask', cursor: atFirst, ...question } });
}

export const createAsk = ({ get, set }: Pick<StoreContext, 'get' | 'set'>): AskActions => ({
  answerAsked(key) {
    const { overlay } = get();
    if (overlay?.kind !== 'ask') return;
    // The question goes at once, so that no further key answers it again.
    set({ overlay: undefined });
    overlay.answer(key);
  },
});
