import type { ValidityIssue } from '../../atproto/lexicons/validity.js';
import type { HeadPart } from '../../lenses/head.js';
import type { ValidityEntry } from '../../store/validities/validities-state.js';
import { faultsText, validitySentence } from '../../store/validities/validity-sentence.js';
import { countText } from '../../text/count-text.js';
import { errorSentence } from '../../text/error-sentence.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';

/** Narrower panes have room for the shortest words only. */
const WORDS_CELLS_MIN = 44;
/** A record may be wrong in each of its members. */
const FAULTS_MAX = 10;
/** What is wrong may quote the record. */
const FAULT_CHARACTERS_MAX = 300;

/** What the title says of a record under its lexicon, in a pane of so many cells. No ✓: that is said of a signature. */
export function validityTitle(entry: ValidityEntry | undefined, cells: number): string {
  const isNarrow = cells < WORDS_CELLS_MIN;
  if (entry === undefined) return '';
  if (entry.status === 'checking') return isNarrow ? 'validating' : '… validating';
  if (entry.status === 'failed') return 'not validated';
  const { validity } = entry;
  switch (validity.status) {
    case 'valid':
      return 'valid';
    case 'invalid':
      return isNarrow ? 'not valid' : `not valid: ${faultsText(validity.issues.length)}`;
    case 'unknown':
      if (validity.missing.length === 0) return 'not validated';
      return isNarrow ? '' : 'no lexicon known';
  }
}

/** The head of a record with what is wrong with it by its lexicon, below who wrote it. */
export function withFaults(head: readonly HeadPart[], entry: ValidityEntry | undefined): readonly HeadPart[] {
  if (entry?.status !== 'checked' || entry.validity.status !== 'invalid') return head;
  const by = head[0]?.role === 'by' ? 1 : 0;
  return [...head.slice(0, by), ...faultParts(entry.validity.issues), ...head.slice(by)];
}

function faultParts(issues: readonly ValidityIssue[]): readonly HeadPart[] {
  const shown = issues.slice(0, FAULTS_MAX).map(faultText);
  const more = issues.length - shown.length;
  const texts = more > 0 ? [...shown, `… and ${countText(more)} more`] : shown;
  return texts.map((text) => ({ role: 'fault', text }));
}

/** `text: must not be longer than 300 graphemes`. */
export const faultText = ({ path, message }: ValidityIssue): string =>
  (path === '' ? message : `${path}: ${message}`).slice(0, FAULT_CHARACTERS_MAX).replace(/\s+/g, ' ');

/** What is said below a record of which nobody knows whether it is valid, and what one can do; sanitised. */
export function validityNote(entry: ValidityEntry | undefined, words: CommandWords): string | undefined {
  if (entry?.status === 'failed') {
    return spell(say`${errorSentence(entry.error, words)} {key:record.validate} tries again`, words);
  }
  if (entry?.status !== 'checked' || entry.validity.status !== 'unknown') return undefined;
  const { missing } = entry.validity;
  if (missing.length === 0) return validitySentence('', entry.validity);
  const named = sanitise(missing.slice(0, 3).join(', '));
  return spell(say`no lexicon known of ${named}: {key:record.validate} asks for it`, words);
}
