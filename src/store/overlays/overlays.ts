import { selectedCall } from '../calls/selected-call.js';
import type { StoreContext } from '../context.js';
import type { Lists } from '../lists/lists.js';
import { currentList } from '../lists/lists-selectors.js';
import { liveFilterText, shownWatch } from '../live/live-selectors.js';
import { notify } from '../notice/notify.js';
import { type Step, stepTo } from '../scroll.js';
import { currentPlace } from '../visits/visits-selectors.js';
import { copyOptions } from './copy-options.js';
import type { CopyOption, Overlay } from './overlays-state.js';
import { editPrompt, type PromptEdit, promptOf } from './prompt.js';

export interface OverlayActions {
  openHelp(): void;
  scrollHelp(step: Step, height: number, lines: number): void;
  openGoto(text?: string): void;
  openFilter(): void;
  clearFilter(): void;
  openCopy(): void;
  openCalls(): void;
  moveCalls(step: Step): void;
  openCall(): void;
  scrollCall(step: Step, height: number, lines: number): void;
  closeOverlay(): void;
  /** Edits whichever prompt is open. */
  edit(edit: PromptEdit): void;
  /** Moves the selection of the open menu or prompt list, which has `count` lines. */
  moveSelection(step: Step, count: number): void;
  copy(option: CopyOption): void;
  openInBrowser(url: string): void;
}

const gotoOverlay = (text: string): Overlay => ({ kind: 'goto', prompt: promptOf(text), selected: 0 });

/** What lies over the panes: menus, prompts, the calls made. */
export function createOverlays(context: StoreContext, lists: Lists): OverlayActions {
  const { client, effects, get, set } = context;

  /** Changes the overlay if it is of the kind given. */
  const change = <K extends Overlay['kind']>(
    kind: K,
    next: (overlay: Extract<Overlay, { kind: K }>) => Overlay,
  ): void => {
    const { overlay } = get();
    if (overlay?.kind === kind) set({ overlay: next(overlay as Extract<Overlay, { kind: K }>) });
  };

  /** Whether the filter is for the lines of a watch: those of the live pane where that has the keys. */
  const filtersLive = (): boolean => {
    const { overlay } = get();
    if (overlay?.kind === 'filter') return overlay.live === true;
    return currentPlace(get()).focus === 'live' && shownWatch(get()) !== undefined;
  };

  const filterCurrent = (text: string): void => {
    if (filtersLive()) {
      // The watch may have ended while one typed.
      const of = shownWatch(get())?.did;
      set({ liveFilter: of === undefined || text.trim() === '' ? undefined : { of, text } });
      return;
    }
    const list = currentList(get());
    if (list) lists.filter(list.key, text);
  };

  return {
    openHelp: () => set({ overlay: { kind: 'help', top: 0 } }),
    scrollHelp: (step, height, lines) =>
      change('help', (help) => ({ ...help, top: stepTo(help.top, step, lines - height + 1) })),

    openGoto: (text = '') => set({ overlay: gotoOverlay(text) }),

    openFilter() {
      const live = filtersLive();
      const text = live ? liveFilterText(get()) : (currentList(get())?.filter?.text ?? '');
      set({ overlay: { kind: 'filter', prompt: promptOf(text), live } });
    },
    clearFilter: () => filterCurrent(''),

    openCopy() {
      const options = copyOptions(get());
      if (options.length === 0) notify(context, 'There is nothing to copy here.');
      else set({ overlay: { kind: 'copy', options, selected: 0 } });
    },
    copy({ label, text }) {
      const refusal = effects.copy(text);
      set({ overlay: undefined });
      notify(context, refusal ?? `Copied the ${label}.`, refusal ? 'error' : 'info');
    },

    openCalls: () =>
      set({
        overlay: { kind: 'calls', selected: undefined, open: undefined, top: 0 },
        calls: client.journal.entries(),
      }),
    moveCalls: (step) =>
      change('calls', (overlay) => {
        const { calls } = get();
        const index = stepTo(selectedCall(calls, overlay.selected), step, calls.length);
        // On the newest it stays with the newest as more come in.
        return { ...overlay, selected: index >= calls.length - 1 ? undefined : calls[index]?.id };
      }),
    openCall: () =>
      change('calls', (overlay) => {
        const { calls } = get();
        const entry = calls[selectedCall(calls, overlay.selected)];
        return entry ? { ...overlay, selected: entry.id, open: entry.id, top: 0 } : overlay;
      }),
    scrollCall: (step, height, lines) =>
      change('calls', (overlay) => ({ ...overlay, top: stepTo(overlay.top, step, lines - height + 1) })),

    closeOverlay() {
      const { overlay } = get();
      if (overlay?.kind === 'calls' && overlay.open !== undefined)
        set({ overlay: { ...overlay, open: undefined } });
      else set({ overlay: undefined });
    },

    edit(edit) {
      const { overlay, start } = get();
      if (overlay?.kind === 'goto') {
        set({ overlay: { ...overlay, prompt: editPrompt(overlay.prompt, edit), selected: 0 } });
      } else if (overlay?.kind === 'filter') {
        const prompt = editPrompt(overlay.prompt, edit);
        set({ overlay: { ...overlay, prompt } });
        if (prompt.text !== overlay.prompt.text) filterCurrent(prompt.text);
      } else if (overlay?.kind === 'sign-in') {
        // What is sent is not changed any more.
        if (!overlay.busy) set({ overlay: { ...overlay, prompt: editPrompt(overlay.prompt, edit) } });
      } else if (!overlay && !currentPlace(get()).address) {
        // No address begins so: what follows is a command by name, as everywhere else.
        if (start.prompt.text === '' && edit.kind === 'insert' && edit.text.startsWith(':')) {
          set({ overlay: gotoOverlay(edit.text.slice(1)) });
          return;
        }
        set({ start: { prompt: editPrompt(start.prompt, edit), selected: -1 } });
      }
    },
    moveSelection(step, count) {
      const { overlay, start } = get();
      if (overlay?.kind === 'goto' || overlay?.kind === 'copy' || overlay?.kind === 'accounts') {
        set({ overlay: { ...overlay, selected: stepTo(overlay.selected, step, count) } });
      } else if (!overlay) {
        // The prompt is the line above the first, and the last one is above the prompt.
        const selected =
          start.selected === -1 && step === -1 ? count - 1 : stepTo(start.selected + 1, step, count + 1) - 1;
        set({ start: { ...start, selected } });
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
