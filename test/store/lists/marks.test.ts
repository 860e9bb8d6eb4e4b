import { describe, expect, test } from 'vitest';
import type { StoreContext } from '../../../src/store/context.js';
import { createMarks, currentMarks } from '../../../src/store/lists/marks.js';
import { Matches } from '../../../src/store/lists/matches.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { listAsCsv, listAsNdjson } from '../../../src/store/overlays/copy-list.js';
import { copyOptions } from '../../../src/store/overlays/copy-options.js';
import type { State } from '../../../src/store/state.js';
import { back, visitAddress } from '../../../src/store/visits/visits-update.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { commandFor } from '../../../src/tui/commands/commands-here.js';
import { shownText } from '../../../src/tui/commands/shown-text.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';
import { drawScreen } from '../../support/screen/draw-screen.js';
import {
  cursorAt,
  cursorsAt,
  list,
  numbered,
  postRecords,
  type Scene,
  stateOf,
} from '../../support/screen/screen-fixtures.js';

/** A state whose marks can be changed, with the cursor where it is put. */
function marking(scene: Scene = { visit: { focus: 'list' } }) {
  let state = stateOf(scene);
  const context: Pick<StoreContext, 'get' | 'set'> = {
    get: () => state,
    set(change) {
      state = { ...state, ...(typeof change === 'function' ? change(state) : change) };
    },
  };
  const actions = createMarks(context as StoreContext);
  return {
    ...actions,
    at(index: number) {
      state = { ...state, visit: { ...state.visit, cursors: cursorsAt({ list: cursorAt(index) }) } };
      return actions;
    },
    become: (change: (state: State) => State) => {
      state = change(state);
    },
    state: () => state,
    count: () => currentMarks(state)?.keys.size ?? 0,
  };
}

function filtered(texts: readonly string[], passing: readonly number[]) {
  const matches = new Matches();
  for (const index of passing) matches.push(index);
  return list(texts, { filter: { text: 'x', matches, scanned: texts.length } });
}

const keyFor = (key: string, state: State) => commandFor(key, { state, commands: defaultCommands })?.id;

describe('marks', () => {
  test('a row is marked and let go of by the same key', () => {
    const marks = marking();
    marks.at(3).toggleMark();
    marks.at(5).toggleMark();
    expect(marks.count()).toBe(2);
    marks.at(3).toggleMark();
    expect(marks.count()).toBe(1);
    marks.letGoOfMarks();
    expect(marks.count()).toBe(0);
  });

  test('all that pass the filter are marked, and stay so when it is cleared', () => {
    const marks = marking({ visit: { focus: 'list' }, list: filtered(numbered(10), [1, 4, 7]) });
    marks.markShown();
    expect(marks.count()).toBe(3);
    const unfiltered = list(numbered(10));
    marks.become((state) => ({ ...state, lists: new Map([[unfiltered.key, unfiltered]]) }));
    expect(listAsNdjson(unfiltered, currentMarks(marks.state())).match(/post number \d/g)).toEqual([
      'post number 1',
      'post number 4',
      'post number 7',
    ]);
  });

  test('they are told by keys: rows loaded again have theirs, in another order, and a page that arrives has none', () => {
    const marks = marking();
    marks.at(0).toggleMark();
    const again = list(numbered(100));
    const rows = new PagedRows<unknown>();
    rows.append(rawItemsFromValues(postRecords(numbered(10)).toReversed()), undefined);
    rows.append(rawItemsFromValues(postRecords(numbered(20)).slice(10)), 'more');
    marks.become((state) => ({ ...state, lists: new Map([[again.key, { ...again, rows }]]) }));
    const now = marks.state().lists.get(again.key);
    expect(now && listAsNdjson(now, currentMarks(marks.state())).match(/post number \d+/g)).toEqual([
      'post number 0',
    ]);
  });

  test('what is copied, and what a program gets, are the marked rows', () => {
    const marks = marking();
    marks.at(2).toggleMark();
    marks.at(4).toggleMark();
    const options = copyOptions(marks.state());
    expect(options.find(({ id }) => id === 'ndjson')?.label).toBe('marked as NDJSON, 2 rows');
    const csv = options.find(({ id }) => id === 'csv')?.text;
    expect(typeof csv === 'function' && csv().match(/post number \d+/g)).toEqual([
      'post number 2',
      'post number 4',
    ]);
    expect([...(shownText(marks.state())?.chunks() ?? [])]).toHaveLength(2);
    const whole = marks.state().lists.values().next().value;
    expect(whole && listAsCsv(whole, () => undefined).split('\r\n')).toHaveLength(102);
  });

  test('they go with the visit: back is back', () => {
    const marks = marking();
    marks.at(2).toggleMark();
    marks.become((state) => visitAddress(state, { kind: 'followers', repo: 'alice.test' }));
    expect(marks.count()).toBe(0);
    marks.become(back);
    expect(marks.count()).toBe(1);
  });

  test('the list beside a record that was opened from it has them, too', () => {
    const marks = marking();
    marks.at(2).toggleMark();
    marks.become((state) =>
      visitAddress(state, {
        kind: 'record',
        repo: 'alice.test',
        collection: 'app.bsky.feed.post',
        rkey: '3kaaaaaaa2222',
      }),
    );
    expect(marks.count()).toBe(1);
  });

  test('Esc clears a filter, then lets go of marks, then ends a zoom, then goes back', () => {
    const marks = marking({
      visit: { focus: 'list' },
      list: filtered(numbered(9), [1]),
      state: { zoomed: true },
    });
    marks.markShown();
    expect(keyFor('Esc', marks.state())).toBe('list.clear-filter');
    const unfiltered = list(numbered(9));
    marks.become((state) => ({ ...state, lists: new Map([[unfiltered.key, unfiltered]]) }));
    expect(keyFor('Esc', marks.state())).toBe('list.unmark');
    marks.letGoOfMarks();
    expect(keyFor('Esc', marks.state())).toBe('pane.unzoom');
    expect(keyFor('Esc', { ...marks.state(), zoomed: false })).toBe('place.out');
  });

  test('Space marks in a list, folds in JSON, and holds a tail', () => {
    const focused = (focus: 'list' | 'record' | 'live') => stateOf({ visit: { focus } });
    expect(keyFor('Space', focused('list'))).toBe('list.mark');
    expect(keyFor('*', focused('list'))).toBe('list.mark-all');
    expect(keyFor('Space', focused('record'))).toBe('record.fold');
    expect(keyFor('Space', { ...focused('live'), live: { kind: 'stream' } as never })).toBe('live.pause');
  });

  test.each([
    [160, 48],
    [100, 30],
    [60, 20],
    [40, 10],
  ])('they are seen without colours, and counted in the title: %i×%i', async (columns, rows) => {
    const marks = marking();
    marks.at(0).toggleMark();
    marks.at(2).toggleMark();
    const screen = await drawScreen(marks.at(1) && marks.state(), columns, rows);
    const lines = screen.rows();
    expect(lines.join('\n')).toContain('2 marked');
    const line = (text: string) => lines.find((one) => one.includes(text)) ?? '';
    expect(line('post number 0')).toMatch(/│ \*/);
    expect(line('post number 1')).not.toContain('*');
    expect(line('post number 2')).toMatch(/│ \*/);
  });

  test('a mark costs the same beside a hundred thousand others: the set is never copied', () => {
    const marks = marking();
    marks.at(1).toggleMark();
    const before = currentMarks(marks.state());
    marks.at(2).toggleMark();
    const after = currentMarks(marks.state());
    expect(after?.keys).toBe(before?.keys);
    expect(after).not.toBe(before);
  });
});
