import type { Lexicons } from '../atproto/lexicons/lexicon.js';
import { fallbackLens } from '../lenses/fallback.js';
import type { Lens } from '../lenses/lens.js';
import { lensFor } from '../lenses/lens-for.js';

/**
 * How the records of a collection read: by the lens for their kind; where nobody has written one, by their lexicon, as far as that is
 * known: nobody is asked for it. Does not reject: what a lexicon is good for here is a nicety.
 */
export async function collectionLens(collection: string, lexicons: Pick<Lexicons, 'known'>): Promise<Lens> {
  const lens = lensFor(collection);
  if (lens !== fallbackLens) return lens;
  try {
    const lexicon = await lexicons.known(collection);
    if (!lexicon) return lens;
    // Nothing of a screen waits for it but such a collection.
    const { lexiconLens } = await import('../lenses/lexicon-lens.js');
    return lexiconLens(lexicon.doc) ?? lens;
  } catch {
    // Its name is no NSID, as one in an archive may be, or what was kept of it cannot be read.
    return lens;
  }
}
