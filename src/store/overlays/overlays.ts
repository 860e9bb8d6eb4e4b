import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { KEPT } from '../edits/keep-draft.js';
import type { Lists } from '../lists/lists.js';
import { currentList } from '../lists/lists-selectors.js';
import { stayOnRow } from '../lists/row-keeper.js';
import { liveFilterText, shownWatch } from '../live/live-selectors.js';
import { notify } from '../notice/notify.js';
import type { PeopleActions } from '../people/people.js';
import { withSearchEdited } from '../search/search.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { copyOptions } from './copy-options.js';
import type { CopyOption, Overlay } from './overlays-state.js';
import { editPrompt, isTooMuch, PROMPT_FULL, type Prompt, type PromptEdit, promptOf } from './prompt.js';

export interface OverlayActions {
  /** Opens what has nothing of its own but its cursor, by the id of its view. */
  openMenu(view: string): void;
  openGoto(text?: string): void;
  openFilter(): void;
  clearFilter(): void;
  /** Opens what can be copied here; `more` is what the view knows of what its cursor is on. */
  openCopy(more?: readonly CopyOption[]): void;
  /** Opens one of the calls over their list, by its id. */
  openCall(call: number): void;
  /** Shows the calls that nobody asked for, or hides them again. */
  toggleBackgroundCalls(): void;
  closeOverlay(): void;
  /** Edits whichever prompt is open. */
  edit(edit: PromptEdit): void;
  copy(option: CopyOption): void;
  openInBrowser(url: string): void;
}

const gotoOverlay = (text: string): Overlay => ({ kind: 'goto', prompt: promptOf(text), cursor: atFirst });

/** Whether what was typed is shown before it is written. */
const isOfAnEdit = (overlay: Overlay): boolean =>
  overlay.kind === 'conflict' || (overlay.kind === 'diff' && overlay.proposes !== undefined);

/** What lies over the panes: menus, prompts, the calls made. */
export function createOverlays(context: StoreContext, lists: Lists, people: PeopleActions): OverlayActions {
  const { client, effects, get, set } = context;
  let lastCopy = 0;

  /** Whether the filter is for the lines of a watch: those of the live pane where that has the keys. */
  function filtersLive(): boolean {
    const { overlay } = get();
    if (overlay?.kind === 'filter') return overlay.live === true;
    return currentVisit(get()).focus === 'live' && shownWatch(get()) !== undefined;
  }

  function filterCurrent(text: string): void {
    if (filtersLive()) {
      // The watch may have ended while one typed.
      const of = shownWatch(get())?.did;
      set({ liveFilter: of === undefined || text.trim() === '' ? undefined : { of, text } });
      return;
    }
    const list = currentList(get());
    if (list) lists.filter(list.key, text);
  }

  function edited(prompt: Prompt, edit: PromptEdit): Prompt {
    if (isTooMuch(prompt, edit)) notify(context, PROMPT_FULL, 'error');
    return editPrompt(prompt, edit);
  }

  return {
    openMenu: (view) =>
      set({ overlay: { kind: 'menu', view, cursor: atFirst }, calls: client.journal.entries() }),

    openGoto(text = '') {
      set({ overlay: gotoOverlay(text) });
      people.wantPeople(text);
    },

    openFilter() {
      const live = filtersLive();
      const text = live ? liveFilterText(get()) : (currentList(get())?.filter?.text ?? '');
      set({ overlay: { kind: 'filter', prompt: promptOf(text), live } });
    },
    clearFilter() {
      if (!filtersLive()) set(stayOnRow);
      filterCurrent('');
    },

    openCopy(more = []) {
      const options = [...copyOptions(get()), ...more];
      if (options.length === 0) notify(context, 'There is nothing to copy here.');
      else set({ overlay: { kind: 'copy', options, cursor: atFirst } });
    },
    async copy({ label, text }) {
      // What is copied from a list of its own (the calls) leaves that open.
      if (get().overlay?.kind === 'copy') set({ overlay: undefined });
      lastCopy += 1;
      const own = lastCopy;
      const outcome = await effects.copy(typeof text === 'string' ? text : text());
      // What was copied since has its own notice.
      if (own !== lastCopy || outcome.kind === 'superseded') return;
      if (outcome.kind === 'refused') notify(context, outcome.reason, 'error');
      else if (outcome.kind === 'copied') notify(context, `Copied the ${label}.`);
      else notify(context, `Sent to the terminal's clipboard: the ${label}.`);
    },

    openCall(call) {
      const { overlay } = get();
      if (overlay?.kind === 'menu') set({ overlay: { kind: 'call', call, cursor: atFirst, below: overlay } });
    },

    toggleBackgroundCalls() {
      const { overlay } = get();
      if (overlay?.kind !== 'menu') return;
      set({ overlay: { ...overlay, background: !overlay.background } });
    },

    closeOverlay() {
      const { overlay } = get();
      set({ overlay: overlay && 'below' in overlay ? overlay.below : undefined });
      if (overlay && isOfAnEdit(overlay)) notify(context, KEPT);
    },

    edit(edit) {
      const { overlay, start, searching } = get();
      if (searching) {
        if (isTooMuch(searching.prompt, edit)) notify(context, PROMPT_FULL, 'error');
        set((state) => withSearchEdited(state, edit));
      } else if (overlay?.kind === 'goto') {
        const prompt = edited(overlay.prompt, edit);
        set({ overlay: { ...overlay, prompt, cursor: atFirst } });
        people.wantPeople(prompt.text);
      } else if (overlay?.kind === 'filter') {
        const prompt = edited(overlay.prompt, edit);
        set({ overlay: { ...overlay, prompt } });
        if (prompt.text !== overlay.prompt.text) filterCurrent(prompt.text);
      } else if (overlay?.kind === 'find') {
        set({ overlay: { ...overlay, prompt: edited(overlay.prompt, edit), reason: undefined } });
      } else if (overlay?.kind === 'method-form') {
        const fields = overlay.fields.map((field, at) =>
          at === overlay.at ? { ...field, prompt: edited(field.prompt, edit) } : field,
        );
        set({ overlay: { ...overlay, fields, error: undefined } });
      } else if (overlay?.kind === 'count') {
        set({ overlay: { ...overlay, prompt: edited(overlay.prompt, edit) } });
      } else if (overlay?.kind === 'pipe') {
        set({ overlay: { ...overlay, prompt: edited(overlay.prompt, edit) } });
      } else if (overlay?.kind === 'sign-in') {
        // What is sent is not changed any more.
        if (!overlay.busy) set({ overlay: { ...overlay, prompt: edited(overlay.prompt, edit) } });
      } else if (overlay?.kind === 'sign-in-browser') {
        if (overlay.stage !== 'waiting') return;
        set({ overlay: { ...overlay, prompt: edited(overlay.prompt, edit), error: undefined } });
      } else if (!overlay && !currentVisit(get()).address) {
        // No address begins so: what follows is a command by name, as everywhere else.
        if (start.prompt.text === '' && edit.kind === 'insert' && edit.text.startsWith(':')) {
          set({ overlay: gotoOverlay(edit.text.slice(1)) });
          return;
        }
        const prompt = edited(start.prompt, edit);
        set({ start: { ...start, prompt, cursor: atFirst } });
        people.wantPeople(prompt.text);
      }
    },
    async openInBrowser(url) {
      try {
        await effects.openUrl(url);
        notify(context, `Opened ${url} in the browser.`);
      } catch {
        notify(context, `No browser could be started. The address is ${url}`, 'error');
      }
    },
  };
}
