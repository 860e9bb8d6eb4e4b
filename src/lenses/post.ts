import { cellText } from '../text/cell-text.js';
import { field, isObject, listField, textField } from '../text/json-fields.js';
import { embedMarks, embedText, embedWords, quotedUri } from './embed-text.js';
import { postUris } from './head.js';
import { selfMarks, withMarks } from './label-marks.js';
import type { Lens } from './lens.js';
import { postHead } from './post-head.js';
import { didsIn } from './references.js';

/** Posts: their text after marks for what it is and what hangs on it (`↳ ▣2 `), then that in words, the author's own content warnings, languages. */
export const postLens: Lens = {
  collections: ['app.bsky.feed.post'],
  columns: [
    { title: 'text', width: 0, drop: 0 },
    { title: 'embed', width: 24, drop: 3, spare: true },
    { title: 'lang', width: 8, drop: 4, spare: true },
  ],
  cells(value, names) {
    const embed = field(value, 'embed');
    const said = cellText(textField(value, 'text'));
    const text = said.trim() === '' ? cellText(embedWords(embed)) : said;
    return [
      withMarks(selfMarks(value), [...marks(value), text].join(' ').trimEnd()),
      cellText(embedText(embed, names)),
      listField(value, 'langs')
        .slice(0, 3)
        .map((lang) => cellText(lang, 16))
        .join(','),
    ];
  },
  dids: (value) => didsIn(quotedUri(field(value, 'embed'))),
  head: postHead,
  posts: (value) => postUris(field(value, 'reply', 'parent', 'uri'), quotedUri(field(value, 'embed'))),
};

/** A reply, and what hangs on the post, each by its sign. */
const marks = (value: unknown): readonly string[] => [
  ...(isObject(field(value, 'reply')) ? ['↳'] : []),
  ...embedMarks(field(value, 'embed')),
];
