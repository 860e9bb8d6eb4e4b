import { cellText } from '../text/cell-text.js';
import { field, isObject, listField, textField } from '../text/json-fields.js';
import { embedText, embedWords, quotedUri } from './embed-text.js';
import type { Lens } from './lens.js';
import { didsIn } from './references.js';
import { selfLabelsText } from './self-labels.js';

/** Posts: their text after a reply mark, what hangs on them, the author's own content warnings, languages. */
export const postLens: Lens = {
  collections: ['app.bsky.feed.post'],
  columns: [
    { title: 'text', width: 0, drop: 0 },
    { title: 'embed', width: 12, drop: 3 },
    { title: 'lang', width: 5, drop: 4 },
  ],
  cells(value, names) {
    const embed = field(value, 'embed');
    const said = cellText(textField(value, 'text'));
    const text = said.trim() === '' ? cellText(embedWords(embed)) : said;
    return [
      isObject(field(value, 'reply')) ? `↳ ${text}` : text,
      cellText(`${embedText(embed, names)} ${selfLabelsText(value)}`.trim()),
      listField(value, 'langs')
        .slice(0, 3)
        .map((lang) => cellText(lang, 16))
        .join(','),
    ];
  },
  dids: (value) => didsIn(quotedUri(field(value, 'embed'))),
};
