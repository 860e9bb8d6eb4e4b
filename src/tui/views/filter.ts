import { emptyPrompt, type Prompt } from '../../store/overlays/prompt.js';
import type { View } from '../screen/view.js';

interface FilterSeen {
  readonly prompt: Prompt;
}

/** The text that rows are looked through for: it is typed on the status line, and the rows themselves show what it finds. */
export const filterView: View<'filter', FilterSeen> = {
  id: 'filter',
  stand: 'status',
  isPrompt: true,
  see: ({ overlay }) => ({ prompt: overlay?.kind === 'filter' ? overlay.prompt : emptyPrompt }),
  title: () => ({ name: 'Filter' }),
  prompt: ({ prompt }) => ({ label: ' / ', prompt }),
  picture: () => ({ lines: [], hits: () => [], spoken: () => ({ title: 'Filter', lines: [] }) }),
};
