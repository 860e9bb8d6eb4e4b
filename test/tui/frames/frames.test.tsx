import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { steadyClock } from '../../../src/atproto/steady-clock.js';
import { AUTO_THEME } from '../../../src/keep/theme-setting.js';
import { addressKey } from '../../../src/places/address.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import type { State } from '../../../src/store/state.js';
import type { Pane } from '../../../src/store/visits/visits-state.js';
import { paintWith } from '../../../src/tui/screen/style.js';
import { type Depth, themeOf } from '../../../src/tui/screen/themes.js';
import { archiveStates } from '../../support/screen/archive-fixtures.js';
import { calendarAddress, calendarList } from '../../support/screen/calendar-list.js';
import { drawScreen } from '../../support/screen/draw-screen.js';
import { labelStates } from '../../support/screen/label-states.js';
import { manyStates } from '../../support/screen/many-states.js';
import { namedStyles } from '../../support/screen/named-styles.js';
import { pictureStates } from '../../support/screen/picture-states.js';
import {
  account,
  cursorAt,
  cursorsAt,
  failed,
  list,
  loading,
  postRecords,
  ready,
  stateOf,
  watchOf,
} from '../../support/screen/screen-fixtures.js';
import { browserStates } from '../../support/screen/sign-in-states.js';
import { threadList } from '../../support/screen/thread-list.js';
import { treeCar, treeList } from '../../support/screen/tree-list.js';
import { viewStates } from '../../support/screen/view-states.js';

const folder = new URL('../../golden/', import.meta.url);
// `npm run frames` sets it.
const rewrite = process.env.ATSCOPE_WRITE_FRAMES === '1';

const NOW = Date.UTC(2024, 1, 21, 12);
const refused = new Error('The service did not answer.');

const address = {
  kind: 'record',
  repo: 'alice.test',
  collection: 'app.bsky.feed.post',
  rkey: '3kaaaaaaa2222',
} as const;
const [{ uri, cid, value } = { uri: '', cid: '', value: {} }] = postRecords(['A post about the sea.']);
const EDITED_KEY = addressKey({ ...address, rkey: '3k' });
const json = JSON.stringify(value);

const record = (found: ReturnType<typeof loading<{ uri: string; cid: string; json: string }>>): State =>
  stateOf({
    address,
    visit: { focus: 'record' },
    state: { records: new Map([[addressKey(address), found]]) },
  });

const focused = (state: State, focus: Pane): State => ({ ...state, visit: { ...state.visit, focus } });

function accountIs(part: Parameters<typeof account>[0]): State {
  return stateOf({ address: { kind: 'repo', repo: 'alice.test' }, account: account(part) });
}

function liveIn(watch: ReturnType<typeof watchOf>): State {
  const { did } = watch;
  return stateOf({
    visit: { focus: 'live' },
    state: { watches: new Map([[did, watch]]), live: { kind: 'watch', did } },
  });
}

/** A year and a half of records, more of them as time goes on, and none on Saturdays. */
function calendarIs(first: string, change: Partial<ListState> = {}): State {
  const posts = Array.from({ length: 500 }, (_, day) =>
    day % 7 === 2 ? 0 : (day % 4) * Math.ceil(day / 99),
  );
  const of = calendarList(first, posts, { note: 'On no day: 1 record whose key says no time.', ...change });
  return stateOf({ address: calendarAddress, list: of });
}

// One of the nodes is not there, nor the last record.
const { file } = await treeCar(40, [10, 51]);
const tree = await treeList(file, [1]);
const thread = await threadList();

/** A list that rows come into while something looks for a word, which is lit in them. */
function searched(word: string): ListState {
  const found = list(['Harbor lights at night', `the ${word} and its ${word}s`], {
    part: 'coming',
    status: 'loading',
    summary: '2 found · 40 % searched',
  });
  return { ...found, listing: found.listing && { ...found.listing, lit: [word] } };
}

/** Every view with something to show, and the panes while they load, where nothing is there, and where something failed. */
const frames: Readonly<Record<string, State>> = {
  ...viewStates,
  ...manyStates,
  ...archiveStates,
  ...labelStates,
  ...pictureStates,
  ...browserStates,
  profile: focused(viewStates.profile, 'profile'),
  'profile-loading': accountIs({ profile: loading() }),
  'profile-failed': accountIs({ profile: failed(refused) }),
  collections: focused(viewStates.collections, 'collections'),
  'collections-loading': accountIs({ description: loading() }),
  'collections-failed': accountIs({ description: failed(refused) }),
  'account-failed': accountIs({ identity: failed(refused), description: failed(refused) }),
  list: focused(viewStates.list, 'list'),
  'list-loading': stateOf({ list: list([], { status: 'loading' }) }),
  'list-empty': stateOf({ list: list([], { ended: true }) }),
  'list-searched': stateOf({ list: searched('harbor') }),
  'list-failed': stateOf({ list: list(['one', 'two'], { status: 'failed', error: refused }) }),
  calendar: calendarIs('2023-04-20'),
  tree: stateOf({ address: tree.address, list: tree }),
  thread: stateOf({
    address: thread.address,
    list: thread,
    visit: { cursors: cursorsAt({ list: cursorAt(2) }) },
  }),
  record: record(ready({ uri, cid, json })),
  'record-loading': record(loading()),
  'record-failed': record(failed(refused)),
  live: focused(viewStates.live, 'live'),
  'live-empty': liveIn(watchOf([])),
  'live-failed': liveIn(
    watchOf([], {
      baseline: { status: 'failed', loaded: 0, total: undefined, limited: false, error: refused },
    }),
  ),
  'diff-ready': { ...viewStates.diff, records: new Map([[EDITED_KEY, ready({ uri, cid, json })]]) },
  'diff-failed': { ...viewStates.diff, records: new Map([[EDITED_KEY, failed(refused)]]) },
  'start-empty': stateOf({ address: undefined }),
  'calls-empty': stateOf({ state: { overlay: viewStates.calls.overlay } }),
};

const LOOKS: readonly {
  readonly called: string;
  readonly columns: number;
  readonly rows: number;
  readonly ground: 'dark' | 'light' | undefined;
  readonly depth: Depth;
}[] = [
  { called: '160×48, dark', columns: 160, rows: 48, ground: 'dark', depth: '256' },
  { called: '100×30, light', columns: 100, rows: 30, ground: 'light', depth: '256' },
  { called: '60×20, NO_COLOR', columns: 60, rows: 20, ground: undefined, depth: 'attributes' },
];

const zone = process.env.TZ;

beforeAll(async () => {
  process.env.TZ = 'UTC';
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  vi.spyOn(steadyClock, 'now').mockReturnValue(NOW);
  if (!rewrite) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
});

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  paintWith(themeOf(AUTO_THEME, undefined, 'text'), 'text');
});

/** A frame as a text that one can read in a diff: its rows, then what each is painted with. */
async function frameText(state: State, { called, columns, rows, ground, depth }: (typeof LOOKS)[number]) {
  paintWith(themeOf(AUTO_THEME, ground, depth), depth);
  const { screen } = await drawScreen(state, columns, rows);
  const lines = screen.frame().split('\n');
  screen.unmount();
  expect(lines).toHaveLength(rows);
  const styles = lines.map(namedStyles);
  return [
    `== ${called} ==`,
    ...lines.map((line) => stripVTControlCharacters(line).trimEnd()),
    `-- styles, by row and cells --`,
    ...styles.flatMap((named, row) => (named === '' ? [] : [`${row + 1}: ${named}`])),
    '',
  ].join('\n');
}

test.each(Object.keys(frames))('%s looks as its golden file says', async (name) => {
  const texts: string[] = [];
  for (const look of LOOKS) texts.push(await frameText(frames[name]!, look));
  const text = texts.join('\n');
  const file = new URL(`${name}.txt`, folder);
  if (rewrite) await writeFile(file, text);
  else expect(text, '`npm run frames` writes it anew').toBe(await readFile(file, 'utf8'));
});

test('there is no golden file of what is not drawn any more', async () => {
  const names = (await readdir(folder)).map((file) => file.replace(/\.txt$/, ''));
  expect(names.sort()).toEqual(Object.keys(frames).sort());
});
