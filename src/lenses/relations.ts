import { atUriParts } from '../atproto/at-uri.js';
import { cellText } from '../text/cell-text.js';
import { field, textField } from '../text/json-fields.js';
import type { Lens } from './lens.js';
import type { Names } from './names.js';
import { accountText, didsIn, recordText, referenceText } from './references.js';

const account = { title: 'account', width: 0, drop: 0 };

/** Follows: who is followed, and the starter pack or record that led there. */
export const followLens: Lens = {
  collections: ['app.bsky.graph.follow'],
  columns: [account, { title: 'via', width: 20, drop: 3, spare: true }],
  cells: (value, names) => [
    subjectText(value, names),
    cellText(referenceText(field(value, 'via', 'uri'), names)),
  ],
  dids: (value) => didsIn(field(value, 'subject'), field(value, 'via', 'uri')),
  subject: subjectDid,
};

/** Blocks: who is blocked. */
export const blockLens: Lens = {
  collections: ['app.bsky.graph.block'],
  columns: [account],
  cells: (value, names) => [subjectText(value, names)],
  dids: (value) => didsIn(field(value, 'subject')),
  subject: subjectDid,
};

/** List items: who is on the list, and on which one. The list is always of the same repo, so its key is enough. */
export const listItemLens: Lens = {
  collections: ['app.bsky.graph.listitem'],
  columns: [account, { title: 'list', width: 18, drop: 3, spare: true }],
  cells(value, names) {
    const list = atUriParts(field(value, 'list'));
    return [subjectText(value, names), list ? cellText(recordText(list)) : cellText(field(value, 'list'))];
  },
  dids: (value) => didsIn(field(value, 'subject')),
  subject: subjectDid,
};

/** Verifications: who is vouched for, with the name and handle that were vouched for. */
export const verificationLens: Lens = {
  collections: ['app.bsky.graph.verification'],
  columns: [
    account,
    { title: 'name then', width: 20, drop: 2 },
    { title: 'handle then', width: 22, drop: 3, spare: true },
  ],
  cells(value, names) {
    const handle = textField(value, 'handle');
    return [
      subjectText(value, names),
      cellText(textField(value, 'displayName')),
      handle === undefined ? '' : cellText(accountText(handle, names)),
    ];
  },
  dids: (value) => didsIn(field(value, 'subject')),
  subject: subjectDid,
};

function subjectText(value: unknown, names: Names): string {
  return cellText(accountText(textField(value, 'subject') ?? '', names));
}

function subjectDid(value: unknown): string | undefined {
  return didsIn(field(value, 'subject'))[0];
}
