import { cellText } from '../text/cell-text.js';
import { field, isObject, listField, textField } from '../text/json-fields.js';
import { embedMarks, embedText, embedWords, quotedUri } from './embed-text.js';
import { postUris } from './head.js';
import { type LabelMark, selfMarks, withMarks } from './label-marks.js';
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
      labelledPost(value, selfMarks(value), cellText([...marks(value), text].join(' ').trimEnd())),
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

/** Sign of a reply, which goes before all else. */
const REPLY = '↳';

/** The text of a post in a row, with labels of it before what it says. */
export function labelledPost(record: unknown, labels: readonly LabelMark[], text: string): string {
  if (labels.length === 0) return text;
  const isReply = isObject(field(record, 'reply')) && text.startsWith(REPLY);
  return isReply
    ? cellText(`${REPLY} ${withMarks(labels, text.slice(REPLY.length).trimStart())}`)
    : withMarks(labels, text);
}

/** A reply, and what hangs on the post, each by its sign. */
const marks = (value: unknown): readonly string[] => [
  ...(isObject(field(value, 'reply')) ? [REPLY] : []),
  ...embedMarks(field(value, 'embed')),
];
