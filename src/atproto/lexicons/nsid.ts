import { isNsid } from '@atcute/lexicons/syntax';
import { LexiconError } from './lexicon.js';

/**
 * An NSID as it is compared: its authority in lower case, its name as it is (atproto.com/specs/nsid).
 *
 * @throws LexiconError `no-nsid`
 */
export function normalNsid(text: string): string {
  if (!isNsid(text)) throw new LexiconError('no-nsid', `${text} is no NSID.`);
  const name = text.lastIndexOf('.');
  return text.slice(0, name).toLowerCase() + text.slice(name);
}
