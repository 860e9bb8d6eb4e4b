import { emptyPrompt, type Prompt } from '../../store/overlays/prompt.js';
import type { View } from '../screen/view.js';

interface PipeSeen {
  readonly label: string;
  readonly prompt: Prompt;
}

/** The command that what is shown is given to: it is typed on the status line. */
export const pipeView: View<'pipe', PipeSeen> = {
  id: 'pipe',
  stand: 'status',
  isPrompt: true,
  see: ({ overlay }) =>
    overlay?.kind === 'pipe'
      ? { label: overlay.text.label, prompt: overlay.prompt }
      : { label: '', prompt: emptyPrompt },
  title: () => ({ name: 'Pipe' }),
  prompt: ({ label, prompt }) => ({ label: ` ${label} | `, prompt }),
  picture: () => ({ lines: [], hits: () => [], spoken: () => ({ title: 'Pipe', lines: [] }) }),
};
