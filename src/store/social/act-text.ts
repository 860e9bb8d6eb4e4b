import { cellText } from '../../text/cell-text.js';
import type { Act } from './acts.js';
import type { Target } from './target.js';

/** Words of an act with the names of what it is done to. */
export function actText(words: string, target: Target): string {
  const list = target.kind === 'membership' ? target.listName : '';
  const text = words.replace('{list}', () => cellText(list)).replace('{}', () => cellText(target.name));
  return /\.$/.test(text) ? asSentence(text) : text;
}

/** A handle keeps its spelling, and other sentences begin large. */
export const asSentence = (text: string): string =>
  /^(?:the|those) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** What is done, as a choice: `follow @bob.test`. */
export const titleOf = (act: Act, target: Target): string => actText(act.title, target);
