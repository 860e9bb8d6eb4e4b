import type { ResolveTxt } from '../identity/handle-sources.js';
import { LexiconError } from './lexicon.js';
import { normalNsid } from './nsid.js';
import type { LexiconSource } from './validator.js';

export interface LexiconDeps {
  readonly resolveTxt: ResolveTxt;
}

/** The lexicons that there are. */
export function createLexicons(_deps: LexiconDeps): LexiconSource {
  return {
    async known(text) {
      const nsid = normalNsid(text);
      // The documents come with the first that is asked for.
      const { bundledLexicons } = await import('./bundled-lexicons.js');
      return (await bundledLexicons()).get(nsid);
    },
    revision: () => 0,
    resolve: async (nsid) => {
      throw new LexiconError('no-authority', `Nobody has published ${nsid}.`);
    },
  };
}
