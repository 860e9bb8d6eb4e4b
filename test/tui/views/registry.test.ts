import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { withCursor } from '../../../src/store/cursor/cursors.js';
import { move, type Step, windowOf } from '../../../src/store/cursor/list-cursor.js';
import { PANES } from '../../../src/store/visits/visits-state.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { hitAt } from '../../../src/tui/screen/picture.js';
import type { View } from '../../../src/tui/screen/view.js';
import { activeView, menuIds, paneIds, promptIds, views } from '../../../src/tui/views/registry.js';
import { list, numbered, stateOf } from '../../support/screen/screen-fixtures.js';
import { viewStates } from '../../support/screen/view-states.js';

/** What is within a border on screens of eight sizes, from the largest to the smallest. */
const sizes = [
  { width: 198, height: 47 },
  { width: 158, height: 45 },
  { width: 118, height: 17 },
  { width: 74, height: 37 },
  { width: 68, height: 27 },
  { width: 58, height: 17 },
  { width: 38, height: 7 },
  { width: 28, height: 2 },
] as const;

const offers = offersOf(defaultCommands);
const drawn: readonly View[] = views.filter(({ stand }) => stand !== 'status');
const seenBy = (view: View) => view.see(viewStates[view.id as keyof typeof viewStates], offers);

describe.each(drawn.map((view) => [view.id, view] as const))('%s', (_, view) => {
  test.each(sizes)('draws $width × $height cells exactly, and says something', (size) => {
    const seen = seenBy(view);
    const picture = view.picture(seen, size);
    expect(picture.lines).toHaveLength(size.height);
    for (const line of picture.lines) expect(stringWidth(line), line).toBe(size.width);
    expect(view.title(seen, size, 0).name).not.toBe('');
    const spoken = picture.spoken();
    expect([spoken.title, ...spoken.lines].join('').trim()).not.toBe('');
  });

  test.each(
    sizes,
  )('moves through the rows that it draws at $width × $height, and a click hits those', (size) => {
    const seen = seenBy(view);
    const found = view.list?.(seen, size);
    const { hits: hitsOf, lines } = view.picture(seen, size);
    const hits = hitsOf();
    const rows = new Set<number>();
    for (const { x, y, width, height } of hits) {
      expect(x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height).toBe(true);
      for (let line = y; line < y + height; line++) {
        const target = hitAt(hits, x, line);
        if (target?.kind === 'row') rows.add(target.position);
      }
    }
    if (!found || found.viewport.rows.isText || view.id === 'start') return;
    const { rows: all, height } = found.viewport;
    const { top, end, position } = windowOf(found.cursor, found.viewport);
    expect(end - top).toBeLessThanOrEqual(Math.max(1, height));
    const inSight = Array.from({ length: end - top }, (_, offset) => top + offset);
    expect([...rows].sort((a, b) => a - b)).toEqual(inSight.filter((at) => !all.isHeading?.(at)));
    // The mark stands where a click would put it; a pane without the keys may leave it out.
    const marked = lines.flatMap((line, y) => (stripVTControlCharacters(line).startsWith('▌') ? [y] : []));
    if (view.id === 'live' || inSight.length === 0) return;
    expect(marked.map((y) => hitAt(hits, 0, y))).toEqual([{ kind: 'row', position }]);
  });
});

test('every view has a name of its own, and is where the keys go in its state', () => {
  expect(new Set(views.map(({ id }) => id)).size).toBe(views.length);
  for (const { id, stand } of views) {
    if (stand !== 'pane') expect(activeView(viewStates[id]).id).toBe(id);
  }
});

test('each is a pane, takes text, or takes keys over the panes', () => {
  expect([...paneIds, ...promptIds, ...menuIds].sort()).toEqual(views.map(({ id }) => id).sort());
  expect(paneIds).toEqual(PANES);
});

describe('with something at the foot of the list', () => {
  const view: View = views[2];
  const size = { width: 70, height: 12 };

  test.each([
    ['a note', list(numbered(100), { note: 'stopped: the service gave the same cursor twice' })],
    [
      'a page that failed',
      list(numbered(100), { status: 'failed', error: new Error('The page is missing.') }),
    ],
  ])('%s, one k on the last row scrolls nothing', (_, of) => {
    let state = stateOf({ list: of });
    function press(step: Step): number {
      const { cursor, viewport } = view.list?.(view.see(state, offers), size) ?? raise();
      state = { ...state, ...withCursor(state, 'list', move(cursor, step, viewport)) };
      const picture = view.picture(view.see(state, offers), size);
      expect(stripVTControlCharacters(picture.lines.slice(-2).join(' '))).toMatch(
        /same cursor twice|page is missing/,
      );
      const target = picture.hits()[0]?.target;
      return target?.kind === 'row' ? target.position : raise();
    }
    const last = press('last');
    expect(press(-1)).toBe(last);
    expect(press(-1)).toBe(last);
    expect(press('first')).toBe(0);
  });
});

function raise(): never {
  throw new Error('The list has no rows.');
}
