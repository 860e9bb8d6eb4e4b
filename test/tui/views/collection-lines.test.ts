import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { collectionLines } from '../../../src/store/panes/collection-lines.js';
import { drawCollections } from '../../../src/tui/views/collection-lines.js';
import { hostile } from '../screen-fixtures.js';
import { expectExact, sizes } from './exact.js';

const collections = [
  'app.bsky.actor.profile',
  'app.bsky.feed.like',
  'app.bsky.feed.post',
  'com.example.one',
  'com.example.two',
];

const draw = (selected: number, height: number, current = -1, top = 0): string[] =>
  drawCollections(
    { tree: collectionLines(collections), scroll: { selected, top }, current, focused: true },
    { width: 24, height },
  ).map((line) => stripVTControlCharacters(line).trimEnd());

describe('drawCollections', () => {
  test('stands collections under the authority that they share, with marks for the cursor and the open one', () => {
    expect(draw(0, 9, 2)).toEqual([
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
    expect(draw(4, 3)).toEqual([' com.example', '   one', '▌  two']);
    expect(draw(1, 3, -1, 3)).toEqual([' app.bsky.feed', '▌  like', '   post']);
  });

  test('every line is as wide as the pane, whatever collections are called', () => {
    const tree = collectionLines([...hostile, ...hostile.map((name) => `com.example.${name}`)]);
    for (const size of sizes) {
      for (const selected of [0, 7, 15]) {
        const view = { tree, scroll: { selected, top: 0 }, current: 3, focused: selected === 0 };
        expectExact(drawCollections(view, size), size);
      }
    }
  });
});
