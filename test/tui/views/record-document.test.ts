import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { HeadPart } from '../../../src/lenses/head.js';
import { recordHead } from '../../../src/lenses/record-head.js';
import { move } from '../../../src/store/cursor/list-cursor.js';
import type { Shown } from '../../../src/store/records/shown-record.js';
import { jsonLineAt, recordDocument } from '../../../src/tui/views/record-document.js';
import { drawRecord, type RecordView, recordViewport } from '../../../src/tui/views/record-lines.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { cursorAt, defaultWords, did, hostile, ready } from '../../support/screen/screen-fixtures.js';

const uri = `at://${did}/app.bsky.feed.post/3kaaaaaaa2222`;
const shown: Shown = {
  of: 'record',
  record: ready({ uri, cid: 'bafycid', json: '{"text":"hi","langs":["en"]}' }),
};
const head: readonly HeadPart[] = [
  { role: 'by', text: 'Alice @alice.test · 2024-02-21 03:11 UTC' },
  { role: 'about', text: '↳ @bob.test: what was said', refersTo: uri },
  { role: 'text', text: 'hi\nthere' },
];

const view = (change: Partial<RecordView> = {}): RecordView => ({
  shown,
  head,
  parts: 'both',
  cursor: cursorAt(0),
  folded: new Set(),
  focused: true,
  words: defaultWords,
  ...change,
});

const drawn = (change: Partial<RecordView>, size = { width: 50, height: 20 }) =>
  drawRecord(view(change), size).map((line) => stripVTControlCharacters(line).trimEnd());

describe('a record', () => {
  test('is read, then inspected: what it says, a rule, its JSON', () => {
    expect(drawn({}).slice(2, 10)).toEqual([
      '▌Alice @alice.test · 2024-02-21 03:11 UTC',
      ' ↳ @bob.test: what was said',
      '',
      ' hi',
      ' there',
      ` ${'─'.repeat(48)}`,
      ' {',
      '   "text": "hi",',
    ]);
  });

  test('is turned to what it says alone, which is scrolled as a text, and to its JSON alone', () => {
    expect(drawn({ parts: 'head' }).slice(2).filter(Boolean)).toEqual([
      ' Alice @alice.test · 2024-02-21 03:11 UTC',
      ' ↳ @bob.test: what was said',
      ' hi',
      ' there',
    ]);
    expect(recordViewport(view({ parts: 'head' }), { width: 50, height: 20 })?.rows.isText).toBe(true);
    expect(drawn({ parts: 'json' })[2]).toBe('▌{');
  });

  test('that says nothing in words is its JSON, whatever is chosen', () => {
    for (const parts of ['both', 'head', 'json'] as const) expect(drawn({ head: [], parts })[2]).toBe('▌{');
  });

  test('has its JSON in reach on a screen of 40 × 10', () => {
    const size = { width: 38, height: 7 };
    const viewport = recordViewport(view(), size)!;
    const last = move(cursorAt(0), 'last', viewport);
    expect(drawn({ cursor: last }, size).at(-1)).toBe('▌}');
  });

  test('keeps the cursor on its line of the JSON when more is known of what it says', () => {
    const before = recordDocument(view(), 50)!;
    const key = before.rows.keyAt(before.head.length + 1)!;
    const more = recordDocument(view({ head: [...head, { role: 'counts', text: '♥ 1' }] }), 50)!;
    expect(jsonLineAt(more, more.rows.find!(key, before.head.length + 1)!)).toBe(1);
  });

  test('every line is as wide as the pane, whatever is said', () => {
    for (const text of hostile) {
      const value = { text, facets: [], embed: { images: [{ alt: text }] }, createdAt: text };
      const sources = { names: () => undefined, posts: () => undefined, nameOf: () => text };
      const parts = recordHead({ uri, value }, sources);
      for (const size of sizes) {
        for (const show of ['both', 'head'] as const) {
          expectExact(drawRecord(view({ head: parts, parts: show }), size), size);
        }
      }
    }
  });
});
