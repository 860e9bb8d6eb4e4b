import { isNsid } from '@atcute/lexicons/syntax';
import { normalNsid } from '../../atproto/lexicons/nsid.js';
import { encodedWords, readWords } from '../words.js';

/** A lexicon, or one of its definitions. */
export interface LexiconAddress {
  readonly kind: 'lexicon';
  /** Its authority in lower case. */
  readonly nsid: string;
  /** The name of a definition other than `main`; undefined for all of the lexicon. */
  readonly def: string | undefined;
}

/** The name of the definition that the NSID alone means. */
export const MAIN = 'main';

/**
 * What an NSID, or an NSID and `#name`, stands for, as a `$type` or a ref writes it. `of` is the lexicon that it stands in, which a bare
 * `#name` means. Undefined for anything else.
 */
export function lexiconNamed(text: string, of?: string): LexiconAddress | undefined {
  const hash = text.indexOf('#');
  const [written, name] = hash === -1 ? [text, MAIN] : [text.slice(0, hash) || of, text.slice(hash + 1)];
  // What is not to be written as an address leads nowhere.
  if (!isNsid(written) || name.trim() === '') return undefined;
  return { kind: 'lexicon', nsid: normalNsid(written), def: name === MAIN ? undefined : name };
}

/** Reads what follows `lexicon:`: an NSID, and behind a `#` the name of a definition, encoded. */
export function readLexicon(text: string): LexiconAddress | undefined {
  const [nsid = '', fragment, ...more] = text.split('#');
  if (more.length > 0) return undefined;
  if (fragment === undefined) return lexiconNamed(nsid);
  const name = readWords([fragment]);
  return nsid === '' || name === undefined ? undefined : lexiconNamed(`${nsid}#${name}`);
}

/** The text of it, which `readLexicon` reads back as the same. */
export const lexiconText = ({ nsid, def }: Pick<LexiconAddress, 'nsid' | 'def'>): string =>
  def === undefined ? nsid : `${nsid}#${encodedWords(def).replaceAll('/', '%2F')}`;
