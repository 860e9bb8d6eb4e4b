import { cellText } from '../text/cell-text.js';
import { field, textField, typeName } from '../text/json-fields.js';
import { selfMarks, withMarks } from './label-marks.js';
import type { Lens } from './lens.js';
import { didsIn, referenceText } from './references.js';

const purposes: ReadonlyMap<string, string> = new Map([
  ['curatelist', 'curation'],
  ['modlist', 'moderation'],
  ['referencelist', 'reference'],
]);

/** Lists: name, what they are for, description. */
export const listLens: Lens = {
  collections: ['app.bsky.graph.list'],
  columns: [
    { title: 'name', width: 24, drop: 0 },
    { title: 'purpose', width: 10, drop: 2 },
    { title: 'description', width: 0, drop: 0 },
  ],
  cells(value) {
    const purpose = typeName({ $type: field(value, 'purpose') }) ?? '';
    return [
      withMarks(selfMarks(value), cellText(textField(value, 'name'))),
      cellText(purposes.get(purpose) ?? purpose),
      cellText(textField(value, 'description')),
    ];
  },
  dids: () => [],
};

/** Subscriptions to block lists, and requests to be left off a list: the list. */
export const listSubjectLens: Lens = {
  collections: ['app.bsky.graph.listblock', 'app.bsky.graph.referencelistoptout'],
  columns: [{ title: 'list', width: 0, drop: 0 }],
  cells: (value, names) => [cellText(referenceText(field(value, 'subject'), names))],
  dids: (value) => didsIn(field(value, 'subject')),
  subject: (value) => didsIn(field(value, 'subject'))[0],
};
