import { emptyPrompt, type Prompt } from '../../store/overlays/prompt.js';
import type { View } from '../screen/view.js';

interface SearchSeen {
  readonly prompt: Prompt;
}

/** The text that a document is looked through for: it is typed on the status line, and the document itself shows what it finds. */
export const searchView: View<'search', SearchSeen> = {
  id: 'search',
  stand: 'status',
  isPrompt: true,
  see: ({ searching }) => ({ prompt: searching?.prompt ?? emptyPrompt }),
  title: () => ({ name: 'Search' }),
  prompt: ({ prompt }) => ({ label: ' / ', prompt }),
  picture: () => ({ lines: [], hits: () => [], spoken: () => ({ title: 'Search', lines: [] }) }),
};
