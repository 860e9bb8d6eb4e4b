import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../../src/places/address.js';
import { contentsLines, contentsRows } from '../../../src/store/contents/contents-lines.js';
import type { ListCursor } from '../../../src/store/cursor/list-cursor.js';
import { ready } from '../../../src/store/loadable.js';
import type { Size } from '../../../src/tui/screen/layout.js';
import { contentsView } from '../../../src/tui/views/contents.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { cursorAt, defaultWords, hostile } from '../../support/screen/screen-fixtures.js';

const collections = [
  'app.bsky.actor.profile',
  'app.bsky.feed.like',
  'app.bsky.feed.post',
  'com.example.one',
  'com.example.two',
];

const treeOf = (of: readonly string[]) =>
  contentsLines({ repo: 'alice.test', collections: of, kept: [], isSignedIn: false, isOwn: false });

const collection = (name: string | undefined): Address | undefined =>
  name === undefined ? undefined : { kind: 'collection', repo: 'alice.test', collection: name };

const picture = (of: readonly string[], cursor: ListCursor, size: Size, open?: string, focused = true) =>
  contentsView.picture(
    {
      tree: treeOf(of),
      description: undefined,
      isUnresolved: false,
      cursor,
      shown: collection(open),
      focused,
      words: defaultWords,
    },
    size,
  );

/** With the cursor on one of the collections, and the first line drawn. */
function draw(selected: string, height: number, open?: string, top = 0): string[] {
  const index = contentsRows(treeOf(collections)).find?.(selected, 0) ?? 0;
  return picture(collections, cursorAt(index, top, selected), { width: 24, height }, open).lines.map((line) =>
    stripVTControlCharacters(line).trimEnd(),
  );
}

describe('the contents', () => {
  test.each(sizes)('tell below what is odd in what the service named, at $width × $height', (size) => {
    const note = 'The service sent null in place of a list of collections, so this is taken for none.';
    for (const of of [[], collections]) {
      const description = ready({ collections: of, note });
      const seen = { tree: treeOf(of), description, cursor: cursorAt(1), shown: undefined, focused: true };
      const { lines } = contentsView.picture({ ...seen, isUnresolved: false, words: defaultWords }, size);
      expectExact(lines, size);
      if (size.width >= 40 && size.height >= 10) expect(lines.join(' ')).toMatch(/taken for\s+none\./);
    }
  });

  test('stands collections under the authority that they share, with marks for the cursor and the open one', () => {
    expect(draw('app.bsky.actor.profile', 12, 'app.bsky.feed.post', 4)).toEqual([
      '   lists',
      '   feeds',
      '   packs',
      '   history',
      ' app.bsky.actor',
      '▌  profile',
      ' app.bsky.feed',
      '   like',
      ' ▸ post',
      ' com.example',
      '   one',
      '   two',
    ]);
  });

  test('keeps the cursor in sight, with its heading where it is the first below it', () => {
    expect(draw('com.example.two', 3)).toEqual([' com.example', '   one', '▌  two']);
    expect(draw('app.bsky.feed.like', 3, undefined, 11)).toEqual([' app.bsky.feed', '▌  like', '   post']);
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
