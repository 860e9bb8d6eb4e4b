import { emptyPrompt, type Prompt } from '../../store/overlays/prompt.js';
import { countText } from '../../text/count-text.js';
import type { View } from '../screen/view.js';

interface CountSeen {
  readonly expects: number;
  readonly prompt: Prompt;
}

/** The number that is typed before many changes are made, on the status line. */
export const countView: View<'count', CountSeen> = {
  id: 'count',
  stand: 'status',
  isPrompt: true,
  see: ({ overlay }) =>
    overlay?.kind === 'count'
      ? { expects: overlay.expects, prompt: overlay.prompt }
      : { expects: 0, prompt: emptyPrompt },
  title: () => ({ name: 'How many' }),
  prompt: ({ expects, prompt }) => ({ label: ` type ${countText(expects)} to go on: `, prompt }),
  picture: () => ({ lines: [], hits: () => [], spoken: () => ({ title: 'How many', lines: [] }) }),
};
