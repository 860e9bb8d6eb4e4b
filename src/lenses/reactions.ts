import { cellText } from '../text/cell-text.js';
import { field } from '../text/json-fields.js';
import { postPart, postUris, referencePart } from './head.js';
import type { Lens } from './lens.js';
import { didsIn, referenceText } from './references.js';

/** Likes and reposts: what was liked, and the repost or feed through which its author came upon it. */
export const reactionLens: Lens = {
  collections: ['app.bsky.feed.like', 'app.bsky.feed.repost'],
  columns: [
    { title: 'subject', width: 0, drop: 0 },
    { title: 'via', width: 20, drop: 3, spare: true },
  ],
  cells(value, names) {
    return [
      cellText(referenceText(field(value, 'subject', 'uri'), names)),
      cellText(referenceText(field(value, 'via', 'uri'), names)),
    ];
  },
  dids: (value) => didsIn(field(value, 'subject', 'uri'), field(value, 'via', 'uri')),
  head: (value, known, names) => [
    postPart('', field(value, 'subject', 'uri'), known, names),
    ...referencePart('via ', field(value, 'via', 'uri'), names),
  ],
  posts: (value) => postUris(field(value, 'subject', 'uri')),
  subject: (value) => didsIn(field(value, 'subject', 'uri'))[0],
};
