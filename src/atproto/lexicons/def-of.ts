import type { LexiconDef, LexiconDoc } from './lexicon-doc.js';

/** A definition of a lexicon by its name, `main` by default; undefined where it has none of that name. */
export const defOf = ({ defs }: LexiconDoc, name = 'main'): LexiconDef | undefined =>
  Object.hasOwn(defs, name) ? defs[name] : undefined;
