import { cellText } from '../text/cell-text.js';
import { listField, textField } from '../text/json-fields.js';

/** The labels that authors put on their own records (`com.atproto.label.defs#selfLabels`), as `!porn !nudity`. */
export function selfLabelsText(record: unknown): string {
  return listField(record, 'labels', 'values')
    .slice(0, 10)
    .map((label) => cellText(textField(label, 'val'), 64))
    .filter((name) => name !== '')
    .map((name) => (name.startsWith('!') ? name : `!${name}`))
    .join(' ');
}
