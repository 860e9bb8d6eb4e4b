import type { Validity } from '../../atproto/lexicons/validity.js';
import { countText } from '../../text/count-text.js';
import { sanitise } from '../../text/sanitise.js';

/** What came of validating a record, in a sentence. */
export function validitySentence(collection: string, validity: Validity): string {
  switch (validity.status) {
    case 'valid':
      return `This record is valid under ${sanitise(collection)}.`;
    case 'invalid':
      return `This record is not valid under ${sanitise(collection)}: ${faultsText(validity.issues.length)}.`;
    case 'unknown':
      return validity.missing.length === 0
        ? 'This record is too deep to be validated.'
        : `Nobody here knows ${sanitise(validity.missing.join(', '))}.`;
  }
}

/** How much is wrong: `2 faults`. */
export const faultsText = (count: number): string => `${countText(count)} fault${count === 1 ? '' : 's'}`;
