import stringWidth from 'string-width';
import { describe, expect, onTestFinished, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { AUTO_THEME, type ThemeSetting } from '../../../src/keep/theme-setting.js';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { followTheme } from '../../../src/tui/screen/follow-theme.js';
import { paintWith } from '../../../src/tui/screen/style.js';
import { themeOf } from '../../../src/tui/screen/themes.js';
import { isFull } from '../../support/full.js';
import { drawScreen } from '../../support/screen/draw-screen.js';
import {
  account,
  call,
  cursorAt,
  did,
  failed,
  hostile,
  idle,
  list,
  loading,
  posts,
  ready,
  type Scene,
  stateOf,
} from '../../support/screen/screen-fixtures.js';

const allSizes = [
  [200, 50],
  [160, 48],
  [120, 20],
  [119, 40],
  [100, 30],
  [80, 12],
  [60, 20],
  [40, 10],
] as const;
const sizes = isFull ? allSizes : allSizes.filter((_, index) => index % 3 === 1);

const unreachable = new XrpcError({
  failure: 'connection',
  service: 'pds.example.com',
  nsid: 'com.atproto.repo.listRecords',
  message: 'the connection was refused',
});

const record = {
  kind: 'record',
  repo: 'alice.test',
  collection: 'app.bsky.feed.post',
  rkey: '3kabc',
} as const;
const uri = `at://${did}/app.bsky.feed.post/3kabc`;
const opened = (value: unknown) => ({
  records: new Map([
    [
      'network at://alice.test/app.bsky.feed.post/3kabc',
      ready({ uri, cid: 'bafyrei', json: JSON.stringify(value) }),
    ],
  ]),
});

const nothingYet = account({
  identity: loading(),
  handle: idle,
  profile: loading(),
  description: idle,
});
const nothingWorks = account({
  identity: failed(unreachable),
  handle: idle,
  profile: failed(unreachable),
  description: failed(unreachable),
});
const deep = JSON.parse(`${'{"a":['.repeat(50)}"end"${']}'.repeat(50)}`) as unknown;

const scenes: Readonly<Record<string, Scene>> = {
  'an account': { address: { kind: 'repo', repo: 'alice.test' } },
  'an account that loads': { address: { kind: 'repo', repo: 'alice.test' }, account: nothingYet },
  'an account of which nothing answers': {
    address: { kind: 'repo', repo: 'alice.test' },
    account: nothingWorks,
  },
  'a profile from the repository': {
    address: { kind: 'repo', repo: 'alice.test' },
    visit: { focus: 'profile' },
    account: account({
      profile: ready({
        source: 'repo',
        record: { displayName: hostile.join(' '), description: 7 },
        reason: unreachable,
      }),
      handle: ready({ state: 'wrong', reason: 'handle does not point back' }),
    }),
  },
  'a list': {},
  'a list of hostile rows': { list: list(hostile) },
  'an empty list': { list: list([], { ended: true }) },
  'a list that loads': { list: list([], { status: 'loading' }) },
  'a list that failed': { list: list(['one'], { status: 'failed', error: unreachable }) },
  'a record of hostile text': {
    address: record,
    state: opened({ ...hostile, nested: { text: hostile.join(''), number: 1.5, none: null, yes: true } }),
  },
  'a record 50 levels deep': { address: record, state: opened(deep) },
  'a record that failed': {
    address: record,
    state: { records: new Map([['network at://alice.test/app.bsky.feed.post/3kabc', failed(unreachable)]]) },
  },
  'the start screen': {
    address: undefined,
    state: { start: { prompt: promptOf(hostile.join('')), cursor: atFirst, now: 0, examples: [] } },
  },
  help: { state: { overlay: { kind: 'menu', view: 'help', cursor: atFirst } } },
  'the : prompt': {
    state: { overlay: { kind: 'goto', prompt: promptOf('日本'.repeat(100)), cursor: atFirst } },
  },
  'the filter': { state: { overlay: { kind: 'filter', prompt: promptOf(hostile.join('')) } } },
  'the copy menu': {
    state: {
      overlay: {
        kind: 'copy',
        options: hostile.map((text) => ({ id: 'text' as const, label: 'text', text })),
        cursor: cursorAt(3),
      },
    },
  },
  'the calls': {
    state: {
      calls: [call(), call({ id: 2, status: undefined, milliseconds: undefined, note: hostile.join(' ') })],
      overlay: { kind: 'menu', view: 'calls', cursor: atFirst },
    },
  },
  'an answer': {
    state: {
      calls: [call({ body: hostile.join('\n') })],
      overlay: {
        kind: 'call',
        call: 1,
        cursor: atFirst,
        below: { kind: 'menu', view: 'calls', cursor: atFirst },
      },
    },
  },
  'signing in': {
    state: {
      session: {
        did,
        handle: hostile.join(''),
        pds: 'https://pds.test',
        since: 0,
        state: 'active',
        access: 'password',
      },
      overlay: {
        kind: 'sign-in',
        step: 'password',
        prompt: promptOf(hostile.join('')),
        identifier: hostile.join(''),
        host: hostile.join(''),
        busy: true,
        error: unreachable,
      },
    },
  },
  'the accounts': {
    state: {
      signedIn: hostile.map((text) => ({
        did: text,
        handle: text,
        pds: text,
        since: 0,
        state: text,
        access: 'read' as const,
      })),
      overlay: { kind: 'menu', view: 'accounts', cursor: cursorAt(3) },
    },
  },
  'a notice': { state: { notice: { text: hostile.join(' '), kind: 'error' } } },
  'a wait': { state: { waits: [call({ waitingUntil: Date.UTC(2100, 0, 1) })] } },
  'a zoomed pane': { state: { zoomed: true } },
};

describe.each(Object.entries(scenes))('%s', (_, scene) => {
  test.each(sizes)('fills %i×%i exactly', async (columns, rows) => {
    const drawn = await drawScreen(stateOf(scene), columns, rows);
    expect(drawn.rows()).toHaveLength(rows);
    for (const row of drawn.rows()) expect(stringWidth(row), row).toBeLessThanOrEqual(columns);
    // Each frame that is begun at the left is ended at the right edge, so nothing inside it is too wide.
    for (const row of drawn.rows().slice(0, -1)) {
      if (/^[│├╭╰]/.test(row) && !scene.state?.overlay) expect(row, row).toMatch(/[│┤╮╯]$/);
    }
    expect(drawn.rows().join('')).not.toMatch(/cannot be drawn/);
  });
});

describe('a screen too small', () => {
  test.each([
    [39, 30],
    [100, 9],
    [1, 1],
    [3, 2],
  ])('%i×%i says what size is needed, as far as it fits', async (columns, rows) => {
    const drawn = await drawScreen(stateOf(), columns, rows);
    const [line = ''] = drawn.rows();
    expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    if (columns > 30) expect(line).toContain('40×10');
  });

  test('draws everything again once it is large enough, and again when it shrinks', async () => {
    const { screen } = await drawScreen(stateOf(), 30, 8);
    await screen.resize(160, 48);
    await screen.waitFor('1 Profile');
    await screen.resize(60, 20);
    await screen.waitFor((frame) => !frame.includes('1 Profile'));
    expect(screen.lines()).toHaveLength(20);
  });
});

describe('what is drawn', () => {
  test('follows the state', async () => {
    const { store, screen } = await drawScreen(stateOf(), 160, 48);
    store.setState({ notice: { text: 'Copied the DID.', kind: 'info' } });
    await screen.flush();
    expect(screen.lines().at(-1)).toContain('Copied the DID.');
  });

  test('asks for the handles of the DIDs in sight, once', async () => {
    const likes = list(['one', 'two']);
    const { store, screen } = await drawScreen(stateOf({ list: likes }), 160, 48);
    store.setState({ zoomed: true });
    await screen.flush();
    expect(store.called.filter(([name]) => name === 'wantNames').length).toBeLessThanOrEqual(2);
  });

  test('a pane that throws shows its error in its own frame, and the others stay', async () => {
    const broken = list(['one']);
    const listing = {
      ...broken.listing!,
      row() {
        throw new Error('no row can be read');
      },
    };
    const { rows } = await drawScreen(stateOf({ list: { ...broken, listing } }), 160, 48);
    const text = rows().join('\n');
    expect(text).toContain('cannot be drawn');
    expect(text).toContain('no row can be read');
    expect(text).toContain('2 Contents');
    expect(text).toContain('Alice');
  });

  test('an error in a pane says which key tries again', async () => {
    const { rows } = await drawScreen(
      stateOf({ list: list([], { status: 'failed', error: unreachable }) }),
      160,
      48,
    );
    expect(rows().join('\n')).toMatch(/pds\.example\.com cannot be reached/);
    expect(rows().join('\n')).toMatch(/r tries/);
  });

  test('the place is told by names, not DIDs, where names are known', async () => {
    const address = { ...posts, repo: did };
    const { rows } = await drawScreen(stateOf({ address, state: { names: () => 'alice.test' } }), 160, 48);
    expect(rows().at(-1)).toContain('alice.test › app.bsky.feed.post');
  });
});

test.each([
  ['the panes', {}],
  ['help, which keeps its lines', { overlay: { kind: 'menu', view: 'help', cursor: atFirst } }],
  [
    'a prompt',
    { overlay: { kind: 'filter', prompt: promptOf('') }, notice: { text: 'Said.', kind: 'info' } },
  ],
] as const)('another theme has %s drawn anew, with no colour of the one before', async (_, state) => {
  onTestFinished(() => paintWith(themeOf(AUTO_THEME, undefined, 'text'), 'text'));
  const { store, screen } = await drawScreen(stateOf({ state }), 160, 48);
  followTheme(store, {}, 3);
  const useTheme = (name: ThemeSetting['name']) =>
    store.setState({ theme: { setting: { name, own: {} }, background: undefined } });
  useTheme('dark');
  await screen.flush();
  const coloursOf = () => [...screen.frame().matchAll(/38;5;(\d+)/g)].map(([, index]) => Number(index));
  const dark = coloursOf();
  expect(dark).toContain(80);
  useTheme('light');
  await screen.flush();
  const light = coloursOf();
  expect(light).toContain(23);
  expect(light).toHaveLength(dark.length);
  expect(light.filter((index) => [80, 243, 111, 117, 114].includes(index))).toEqual([]);
});
