import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ListCursor } from '../../../src/store/cursor/list-cursor.js';
import { ready } from '../../../src/store/loadable.js';
import { collectionLines, collectionRows } from '../../../src/store/panes/collection-lines.js';
import type { Size } from '../../../src/tui/screen/layout.js';
import { collectionsView } from '../../../src/tui/views/collections.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { cursorAt, defaultWords, hostile } from '../../support/screen/screen-fixtures.js';

const collections = [
  'app.bsky.actor.profile',
  'app.bsky.feed.like',
  'app.bsky.feed.post',
  'com.example.one',
  'com.example.two',
];

const picture = (of: readonly string[], cursor: ListCursor, size: Size, open?: string, focused = true) =>
  collectionsView.picture(
    { collections: of, description: undefined, cursor, open, focused, words: defaultWords },
    size,
  );

/** With the cursor on one of the collections, and the first line drawn. */
function draw(selected: string, height: number, open?: string, top = 0): string[] {
  const index = collectionRows(collectionLines(collections)).find?.(selected, 0) ?? 0;
  return picture(collections, cursorAt(index, top, selected), { width: 24, height }, open).lines.map((line) =>
    stripVTControlCharacters(line).trimEnd(),
  );
}

describe('the collections', () => {
  test.each(sizes)('tell below what is odd in what the service named, at $width × $height', (size) => {
    const note = 'The service sent null in place of a list of collections, so this is taken for none.';
    for (const of of [[], collections]) {
      const description = ready({ collections: of, note });
      const seen = { collections: of, description, cursor: cursorAt(0), open: undefined, focused: true };
      const { lines } = collectionsView.picture({ ...seen, words: defaultWords }, size);
      expectExact(lines, size);
      if (size.width >= 40 && size.height >= 10) expect(lines.join(' ')).toMatch(/taken for\s+none\./);
    }
  });

  test('stands collections under the authority that they share, with marks for the cursor and the open one', () => {
    expect(draw('app.bsky.actor.profile', 9, 'app.bsky.feed.post')).toEqual([
      ' app.bsky.actor',
      '▌  profile',
      ' app.bsky.feed',
      '   like',
      ' ▸ post',
      ' com.example',
      '   one',
      '   two',
      '',
    ]);
  });

  test('keeps the cursor in sight, with its heading where it is the first below it', () => {
    expect(draw('com.example.two', 3)).toEqual([' com.example', '   one', '▌  two']);
    expect(draw('app.bsky.feed.like', 3, undefined, 3)).toEqual([' app.bsky.feed', '▌  like', '   post']);
  });

  test('every line is as wide as the pane, whatever collections are called', () => {
    const odd = [...hostile, ...hostile.map((name) => `com.example.${name}`)];
    for (const size of sizes) {
      for (const selected of [0, 7, 15]) {
        expectExact(picture(odd, cursorAt(selected), size, odd[3], selected === 0).lines, size);
      }
    }
  });
});
