import type { ResolveTxt } from '../identity/handle-sources.js';
import { LexiconError, type Lexicons } from './lexicon.js';

export interface LexiconDeps {
  readonly resolveTxt: ResolveTxt;
}

/** The lexicons that there are. */
export function createLexicons(_deps: LexiconDeps): Lexicons {
  return {
    known: async () => undefined,
    resolve: async (nsid) => {
      throw new LexiconError('no-authority', `Nobody has published ${nsid}.`);
    },
  };
}
