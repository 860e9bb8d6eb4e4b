import type { Said, StoreContext } from '../context.js';
import { notifyFailure } from '../notice/notify.js';
import { promptOf } from '../overlays/prompt.js';
import type { HandedText } from './handed-text.js';

export interface HandOverActions {
  /** Opens a text in the user's editor. */
  openInEditor(text: HandedText): void;
  /** Asks for the command that a text is given to. */
  openPipe(text: HandedText): void;
  /** Gives the text to the command that was typed, or to the pager. */
  runPipe(): void;
  /** Gives a text to a command, or to the pager. */
  pipeTo(text: HandedText, command: string): void;
}

/** What is shown, given to programs of the user that have the terminal meanwhile. */
export function createHandOver(context: StoreContext): HandOverActions {
  const { effects, get, set } = context;

  async function hand(run: () => Promise<Said | undefined>): Promise<void> {
    try {
      const said = await run();
      if (said) set({ notice: said });
    } catch (error) {
      notifyFailure(context, 'The program could not be started.', error);
    }
  }

  function pipeTo({ chunks }: HandedText, command: string): void {
    void hand(() => effects.pipe(chunks(), command));
  }

  return {
    openInEditor({ name, chunks }) {
      void hand(() => effects.edit(name, [...chunks()].join('')));
    },
    openPipe(text) {
      set({ overlay: { kind: 'pipe', prompt: promptOf(''), text, below: get().overlay } });
    },
    runPipe() {
      const { overlay } = get();
      if (overlay?.kind !== 'pipe') return;
      set({ overlay: overlay.below });
      pipeTo(overlay.text, overlay.prompt.text);
    },
    pipeTo,
  };
}
