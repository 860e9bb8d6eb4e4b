import type { StoreContext } from '../context.js';
import { cursorOf, withCursor } from '../cursor/cursors.js';
import type { CallOverlay, DiffOverlay, MenuOverlay, Overlay } from '../overlays/overlays-state.js';
import { editPrompt, type PromptEdit, promptOf } from '../overlays/prompt.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { withVisit } from '../visits/visits-update.js';
import type { Search } from './search-state.js';

export interface SearchActions {
  /** Has a text typed that the document with the keys is looked through for; `text` stands there already. */
  openSearch(text?: string): void;
  /** The text is typed; what was found stays lit. */
  keepSearch(): void;
  /** Gives up the text, and goes back to where one was. */
  cancelSearch(): void;
  /** Says at which match one is. */
  atMatch(at: number): void;
  endSearch(): void;
}

const isRead = (overlay: Overlay): overlay is MenuOverlay | CallOverlay | DiffOverlay =>
  overlay.kind === 'menu' || overlay.kind === 'call' || overlay.kind === 'diff';

/** The search of the document that has the keys: that of what lies over the panes, or of the record of this visit. */
export function searchOf(state: State): Search | undefined {
  const { overlay } = state;
  if (overlay) return isRead(overlay) ? overlay.search : undefined;
  return currentVisit(state).search;
}

/** The state with that as the search of the document that has the keys. */
export function withSearch(state: State, search: Search | undefined): State {
  const { overlay } = state;
  if (!overlay) return withVisit(state, { search });
  return isRead(overlay) ? { ...state, overlay: { ...overlay, search } } : state;
}

/** The state with the text of the search edited. It is looked for as it is typed. */
export function withSearchEdited(state: State, edit: PromptEdit): State {
  const { searching } = state;
  if (!searching) return state;
  const prompt = editPrompt(searching.prompt, edit);
  const { text } = prompt;
  return {
    ...(text === searching.prompt.text
      ? state
      : withSearch(state, text === '' ? undefined : { text, at: 0 })),
    searching: { ...searching, prompt },
  };
}

/** Looking through a document. Which lines hold a text is known to who draws it. */
export function createSearch({ get, set }: Pick<StoreContext, 'get' | 'set'>): SearchActions {
  const cursorId = (state: State): 'overlay' | 'record' => (state.overlay ? 'overlay' : 'record');

  return {
    openSearch(text = '') {
      const from = cursorOf(get(), cursorId(get()));
      if (!from) return;
      const search = text === '' ? undefined : { text, at: 0 };
      set({ ...withSearch(get(), search), searching: { prompt: promptOf(text), from } });
    },
    keepSearch: () => set({ searching: undefined }),
    cancelSearch() {
      const { searching } = get();
      if (!searching) return;
      set((state) => withCursor(state, cursorId(state), searching.from));
      set({ ...withSearch(get(), undefined), searching: undefined });
    },
    atMatch(at) {
      const search = searchOf(get());
      if (search) set(withSearch(get(), { ...search, at }));
    },
    endSearch: () => set(withSearch(get(), undefined)),
  };
}
