import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../../src/places/address.js';
import {
  type ContentsLine,
  contentsLines,
  contentsRows,
} from '../../../src/store/contents/contents-lines.js';
import type { ListCursor } from '../../../src/store/cursor/list-cursor.js';
import { ready } from '../../../src/store/loadable.js';
import type { Size } from '../../../src/tui/screen/layout.js';
import { contentsView } from '../../../src/tui/views/contents.js';
import { drawContents } from '../../../src/tui/views/contents-lines.js';
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
    expect(draw('app.bsky.actor.profile', 12, 'app.bsky.feed.post', 9)).toEqual([
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
    expect(draw('app.bsky.feed.like', 3, undefined, 15)).toEqual([' app.bsky.feed', '▌  like', '   post']);
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

test('collections of an archive have their activity between name and count, where there is room', () => {
  const place = (name: string, note: string, strip?: string): ContentsLine => ({
    kind: 'place',
    name,
    key: name,
    notes: [note],
    strip: strip === undefined ? undefined : () => strip,
    address: { kind: 'archiveCollection', of: { file: 'a.car' }, collection: name },
  });
  const tree = [
    place('post', '1,200', '▁▂▃▅▇▁▂▃▅▇'),
    place('like', '7', '     ▇   '),
    place('aVeryLongNameOfRecords', '3', '▇'),
    place('profile', '1', ''),
  ];
  const window = { top: 0, end: 4, position: -1, length: 4 };
  const drawn = (width: number) =>
    drawContents({ tree, window, open: undefined, focused: false }, { width, height: 4 });
  expect(drawn(28)).toEqual([
    '   post    ▁▂▃▅▇▁▂▃▅▇ 1,200 ',
    '   like         ▇         7 ',
    '   aVeryLongNameOfRecords 3 ',
    '   profile                1 ',
  ]);
  // In fewer cells the strips are of the same time, too.
  expect(drawn(24).slice(0, 2)).toEqual(['   post    ▁▃▇▁▃▇ 1,200 ', '   like       ▇       7 ']);
  expect(drawn(22).slice(0, 2)).toEqual(['   post         1,200 ', '   like             7 ']);
});
