import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { struckAt } from '../../../src/tui/screen/hit-test.js';
import type { HitTarget } from '../../../src/tui/screen/picture.js';
import { layoutOf } from '../../../src/tui/screen/screen-layout.js';
import { screenViews } from '../../../src/tui/views/registry.js';
import { drawScreen } from '../../support/screen/draw-screen.js';
import {
  call,
  did,
  list,
  numbered,
  posts,
  type Scene,
  stateOf,
  watchLine,
  watchOf,
} from '../../support/screen/screen-fixtures.js';

const sizes = [
  [160, 48],
  [100, 30],
  [60, 20],
] as const;
const row = (position: number): HitTarget => ({ kind: 'row', position });
const command = (id: string): HitTarget => ({ kind: 'command', id });
const caret = (at: number): HitTarget => ({ kind: 'caret', caret: at });
const menu = (view: string): Scene['state'] => ({ overlay: { kind: 'menu', view, cursor: atFirst } });
const watched = (count: number): Scene['state'] => ({
  watches: new Map([
    [
      did,
      watchOf(Array.from({ length: count }, (_, id) => watchLine({ id, handle: `name-${count - id}.test` }))),
    ],
  ]),
  live: { kind: 'watch', did },
});
const signIn = (text: string, step: 'who' | 'password' = 'who'): Scene['state'] => ({
  overlay: {
    kind: 'sign-in',
    step,
    prompt: promptOf(text),
    identifier: 'alice.test',
    host: undefined,
    busy: false,
    error: undefined,
  },
});
const session = {
  did,
  handle: 'alice.test',
  pds: 'https://pds.test',
  since: 0,
  state: 'active',
  access: 'password',
} as const;

/** What to click at (the text, and how many cells into it), and what that hits: the part or the view, and what of it. */
type Click = readonly [text: string | RegExp, by: number, part: string, target: HitTarget | undefined];

const scenes: readonly (readonly [what: string, scene: Scene, clicks: readonly Click[]])[] = [
  [
    'a collection',
    {},
    [
      [/post number 1 /, 0, 'list', row(1)],
      [/post number 7 /, 3, 'list', row(7)],
      ['rkey ', 0, 'list', undefined],
      ['3 app.bsky.feed.post', 2, 'list', undefined],
      [/\? help/, 3, 'status', command('help.show')],
      ['q quit', 0, 'status', command('quit')],
      ['alice.test ›', 4, 'status', { kind: 'place', address: { kind: 'repo', repo: 'alice.test' } }],
      [/app\.bsky\S* {2,}\S+ \S/, 1, 'status', { kind: 'place', address: posts }],
    ],
  ],
  [
    'a list that is scrolled',
    { visit: { cursors: { ...stateOf().visit.cursors, list: { key: undefined, index: 60, top: 58 } } } },
    [
      [/ {2}post number 60 /, 0, 'list', row(60)],
      [/ {2}post number 62 /, 0, 'list', row(62)],
    ],
  ],
  ['a list with little in it', { list: list(numbered(2)) }, [[/post number 1 /, 0, 'list', row(1)]]],
  [
    'the collections',
    { visit: { focus: 'collections' } },
    [
      ['com.example', 0, 'collections', undefined],
      ['like', 1, 'collections', row(16)],
      ['2 Contents', 0, 'collections', undefined],
    ],
  ],
  ['the profile', { visit: { focus: 'profile' } }, [['Developer of things', 0, 'profile', undefined]]],
  [
    'the JSON of a record',
    { visit: { focus: 'record' }, state: { recordParts: 'json' } },
    [
      ['"text":', 0, 'record', row(2)],
      ['"$type"', 2, 'record', row(1)],
      ['at://did', 0, 'record', undefined],
    ],
  ],
  [
    'what a record says, and its JSON below',
    { visit: { focus: 'record' } },
    [
      [/▌Alice @alice/, 0, 'record', row(0)],
      ['{  ', 0, 'record', row(4)],
    ],
  ],
  [
    'the live pane',
    { visit: { focus: 'live' }, state: watched(5) },
    [
      ['name-5', 0, 'live', row(0)],
      ['name-3', 1, 'live', row(2)],
    ],
  ],
  [
    'the start screen',
    {
      address: undefined,
      state: {
        start: { prompt: promptOf('bob.test'), cursor: atFirst, now: 0, examples: [] },
        recents: [
          { address: 'at://bob.test', title: undefined },
          { address: 'at://bob.test/com.example.things', title: undefined },
        ],
      },
    },
    [
      ['bob.test', 3, 'start', caret(3)],
      ['bob.test', 12, 'start', caret(8)],
      ['@bob.test', 2, 'start', row(1)],
      ['com.example.things', 20, 'start', row(2)],
      ['sign in with', 0, 'start', row(3)],
      ['called so', 0, 'start', undefined],
    ],
  ],
  [
    'the calls',
    {
      state: {
        ...menu('calls'),
        calls: [call({ id: 1, nsid: 'com.example.one' }), call({ id: 2, nsid: 'com.example.two' })],
      },
    },
    [
      ['com.example.one', 0, 'calls', row(0)],
      ['com.example.two', 5, 'calls', row(1)],
    ],
  ],
  ['help', { state: menu('help') }, [['open the record or account', 0, 'help', undefined]]],
  [
    'the accounts, and what they cover',
    { state: { ...menu('accounts'), signedIn: [session], session } },
    [
      ['nobody', 0, 'accounts', row(1)],
      [/post number 1 /, -1, 'behind accounts', undefined],
    ],
  ],
  [
    'the copy menu',
    {
      state: {
        overlay: {
          kind: 'copy',
          options: [
            { id: 'did', label: 'the first', text: did },
            { id: 'handle', label: 'the second', text: 'x' },
          ],
          cursor: atFirst,
        },
      },
    },
    [
      ['the second', 4, 'copy', row(1)],
      ['Copy', 0, 'copy', undefined],
      [/post number 1 /, 0, 'behind copy', undefined],
    ],
  ],
  [
    'the palette and its prompt',
    { state: { overlay: { kind: 'goto', prompt: promptOf('help'), cursor: atFirst } } },
    [
      [' : help', 4, 'status', caret(1)],
      [' : help', 12, 'status', caret(4)],
      ['show every key', 0, 'goto', row(0)],
      [/post number 1 /, 0, 'behind goto', undefined],
    ],
  ],
  [
    'the filter',
    { state: { overlay: { kind: 'filter', prompt: promptOf('sea') } } },
    [
      [' / sea', 4, 'status', caret(1)],
      [/post number 2 /, 0, 'list', row(2)],
    ],
  ],
  [
    'a sign-in, of which nothing leads away',
    { state: signIn('bob@test') },
    [
      ['bob@test', 4, 'sign-in', caret(4)],
      [/post number 1 /, 0, 'behind sign-in', undefined],
      ['alice.test ›', 2, 'status', undefined],
    ],
  ],
  [
    'a password, character by character',
    { state: signIn('p👍ss', 'password') },
    [
      ['••••', 1, 'sign-in', caret(1)],
      ['••••', 2, 'sign-in', caret(3)],
    ],
  ],
];

describe.each(sizes)('on %i × %i', (columns, rows) => {
  test.each(scenes)('a click hits %s', async (_, scene, clicks) => {
    const state = stateOf(scene);
    const lines = (await drawScreen(state, columns, rows)).rows();
    const shown = {
      state,
      offers: offersOf(defaultCommands),
      layout: layoutOf(state, { columns, rows }),
      views: screenViews,
      now: Date.now(),
    };
    let tried = 0;
    for (const [text, by, part, target] of clicks) {
      const y = lines.findIndex((line) => line.search(text) >= 0);
      const line = lines[y];
      // A pane that has no room at this size is not there.
      if (line === undefined) continue;
      tried += 1;
      const x = stringWidth(line.slice(0, line.search(text))) + by;
      const struck = struckAt(shown, x, y);
      const found =
        struck &&
        (struck.part === 'status'
          ? 'status'
          : struck.part === 'view'
            ? struck.view.id
            : `behind ${struck.view.id}`);
      expect(
        [found, struck && 'target' in struck ? struck.target : undefined],
        `${text} at ${x}, ${y}`,
      ).toEqual([part, target]);
    }
    expect(tried, lines.join('\n')).toBeGreaterThan(0);
  });
});

test('nothing is hit beyond the screen, and on one that is too small', () => {
  const state = stateOf();
  const at = (columns: number, rows: number, x: number, y: number) =>
    struckAt(
      {
        state,
        offers: offersOf(defaultCommands),
        layout: layoutOf(state, { columns, rows }),
        views: screenViews,
        now: 0,
      },
      x,
      y,
    );
  expect(at(100, 30, 100, 10)).toBeUndefined();
  expect(at(100, 30, 10, 30)).toBeUndefined();
  expect(at(100, 30, 222, 222)).toBeUndefined();
  expect(at(30, 8, 3, 3)).toBeUndefined();
  expect(at(100, 30, 0, 0)).toMatchObject({ part: 'view', target: undefined });
});

test('every cell of the screen is a part of one pane or of the last line, whatever the size', () => {
  const state = stateOf({ state: watched(3) });
  for (const [columns, rows] of [...sizes, [120, 24], [200, 60], [80, 10], [40, 10]] as const) {
    const layout = layoutOf(state, { columns, rows });
    const shown = { state, offers: offersOf(defaultCommands), layout, views: screenViews, now: 0 };
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 7) {
        expect(struckAt(shown, x, y)?.part, `${x}, ${y} of ${columns} × ${rows}`).toBe(
          y === rows - 1 ? 'status' : 'view',
        );
      }
    }
  }
});
