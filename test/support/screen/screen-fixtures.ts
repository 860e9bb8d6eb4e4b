import { createStore } from 'zustand/vanilla';
import type { ProfileDetailed } from '../../../src/atproto/appview.js';
import type { JournalEntry } from '../../../src/atproto/calls/journal.js';
import { AUTO_THEME } from '../../../src/keep/theme-setting.js';
import type { Address } from '../../../src/places/address.js';
import { recordsListing } from '../../../src/places/records.js';
import { addressAccountKey } from '../../../src/store/accounts/accounts-selectors.js';
import type { Account } from '../../../src/store/accounts/accounts-state.js';
import type { Actions } from '../../../src/store/actions.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { atFirst, type ListCursor } from '../../../src/store/cursor/list-cursor.js';
import { listAddress, listKey } from '../../../src/store/lists/lists-selectors.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import type { Loadable } from '../../../src/store/loadable.js';
import { emptyPrompt } from '../../../src/store/overlays/prompt.js';
import { NO_PICTURES } from '../../../src/store/pictures/pictures-state.js';
import type { State } from '../../../src/store/state.js';
import type { Visit } from '../../../src/store/visits/visits-state.js';
import { newVisit } from '../../../src/store/visits/visits-update.js';
import type { Watch, WatchLine } from '../../../src/store/watch/watch-state.js';
import { commandWords } from '../../../src/tui/commands/command-words.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { rawItemsFromValues } from '../rows/raw-items-from-values.js';

export const did = 'did:plc:ragtjsm2j2vknwkz3zp4oxrd';
export const posts: Address = { kind: 'collection', repo: 'alice.test', collection: 'app.bsky.feed.post' };

export const ready = <T>(value: T): Loadable<T> => ({ status: 'ready', value, error: undefined });
export const loading = <T>(value?: T): Loadable<T> => ({ status: 'loading', value, error: undefined });
export const failed = <T>(error: unknown, value?: T): Loadable<T> => ({ status: 'failed', value, error });
export const idle: Loadable<never> = { status: 'idle', value: undefined, error: undefined };

/** Text that would break a careless screen: wide and joined characters, escapes, bidi controls, line breaks, length. */
export const hostile = [
  '日本語のテキスト',
  '👩‍👩‍👧‍👦👍🏽🇨🇭❤️1️⃣',
  'שלום עולם ‮txt.exe',
  '\u001B]52;c;aGFjaw==\u0007\u001B[31mred\u001B[2J\u001B[H',
  '\u001B]8;;https://evil.test\u0007link\u001B]8;;\u0007',
  'line\nbreak\r\nand\ttab',
  `e${'\u0301'.repeat(50)}`,
  '\u0000\u0085\u2028zero\u200Bwidth\uFEFF',
  'x'.repeat(5_000),
  '',
] as const;

export function account(change: Partial<Account> = {}): Account {
  return {
    repo: 'alice.test',
    identity: ready({
      did,
      handle: 'alice.test',
      pds: 'https://morel.us-east.host.bsky.network',
      signingKey: 'zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w',
      document: { id: did, alsoKnownAs: ['at://alice.test'] },
      fetchedAt: Date.UTC(2024, 1, 21, 3, 11),
      cached: false,
    }),
    handle: ready({ state: 'confirmed', by: 'dns' }),
    profile: ready({
      source: 'appview',
      profile: {
        did,
        handle: 'alice.test',
        displayName: 'Alice',
        description: 'Developer of things.\n\nLikes the sea.',
        followersCount: 1_234_567,
        followsCount: 412,
        postsCount: 98_765,
        createdAt: '2023-04-12T04:53:57.057Z',
      } as ProfileDetailed,
    }),
    description: ready({
      did,
      handle: 'alice.test',
      handleIsCorrect: true,
      collections: [
        'app.bsky.actor.profile',
        'app.bsky.feed.like',
        'app.bsky.feed.post',
        'com.example.thing',
      ],
    }),
    ...change,
  };
}

/** Records of alice's posts, newest first. */
export const postRecords = (texts: readonly string[]) =>
  texts.map((text, index) => ({
    uri: `at://${did}/app.bsky.feed.post/3kaaaaaaa${String(index).padStart(4, '2')}`,
    cid: 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
    value: { $type: 'app.bsky.feed.post', text, createdAt: '2024-02-21T03:11:00.000Z' },
  }));

export const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `post number ${i}`);

export function list(texts: readonly string[], change: Partial<ListState> = {}): ListState {
  const rows = new PagedRows<unknown>();
  rows.append(rawItemsFromValues(postRecords(texts)), undefined);
  const source = { list: () => Promise.reject(new Error('Nothing more is loaded in this test.')) };
  return {
    key: listKey(posts, undefined),
    address: posts,
    order: undefined,
    reverse: false,
    listing: recordsListing({
      address: posts as Extract<Address, { kind: 'collection' }>,
      source,
      did,
    }) as never,
    rows,
    status: 'ready',
    error: undefined,
    ended: false,
    note: undefined,
    filter: undefined,
    ...change,
  };
}

/** The words of the commands as nobody has remapped them. */
export const defaultWords = commandWords(defaultCommands);

/** A cursor on whatever stands at an index, or on the row of a key that stood there. */
export const cursorAt = (index: number, top = 0, key?: string): ListCursor => ({ key, index, top });

/** The cursors of a place, on the first rows save where it is said. */
export const cursorsAt = (change: Partial<Visit['cursors']>): Visit['cursors'] => ({
  ...newVisit(0, undefined).cursors,
  ...change,
});

export interface Scene {
  readonly address?: Address | undefined;
  readonly visit?: Partial<Visit>;
  readonly account?: Account;
  readonly list?: ListState;
  readonly state?: Partial<State>;
}

/** A state as it is after going to `address`, with what was loaded there. */
export function stateOf(scene: Scene = {}): State {
  const address = 'address' in scene ? scene.address : posts;
  const visit = newVisit(1, address, scene.visit);
  const listed = listAddress(address);
  const key = address && addressAccountKey(address);
  return {
    earlier: [],
    visit,
    later: [],
    visited: 1,
    archives: new Map(),
    kept: new Map(),
    accounts: new Map(key === undefined ? [] : [[key, scene.account ?? account()]]),
    lists: new Map(listed ? [[listKey(listed, visit.order), scene.list ?? list(numbered(100))]] : []),
    jobs: [],
    records: new Map(),
    proofs: new Map(),
    validities: new Map(),
    recordParts: 'both',
    posts: new Map(),
    pictures: new Map(),
    uncovered: new Set(),
    pictureSetting: 'off',
    pictureTerminal: NO_PICTURES,
    pictureDrawing: undefined,
    lexiconLenses: new Map(),
    names: () => undefined,
    namesVersion: 0,
    people: [],
    own: new Map(),
    watches: new Map(),
    tail: undefined,
    live: undefined,
    liveCursor: atFirst,
    liveFilter: undefined,
    overlay: undefined,
    searching: undefined,
    words: defaultWords,
    session: undefined,
    theme: { setting: AUTO_THEME, background: undefined },
    signedIn: [],
    start: { prompt: emptyPrompt, cursor: atFirst, now: 0, examples: [] },
    zoomed: false,
    notice: undefined,
    recents: [],
    calls: [],
    waits: [],
    mirrored: new Map(),
    ...scene.state,
  };
}

export interface RecordedStore extends AppStore {
  /** The actions called, oldest first. */
  readonly called: readonly (readonly [keyof Actions, ...unknown[]])[];
}

/** A store that holds a state and notes the actions that it is asked for. */
export function storeOf(state: State): RecordedStore {
  const called: [keyof Actions, ...unknown[]][] = [];
  const actions = new Proxy({} as Actions, {
    get: (cache, name: keyof Actions) => {
      const known = Reflect.get(cache, name) as unknown;
      if (known) return known;
      const action = (...args: unknown[]) => void called.push([name, ...args]);
      Reflect.set(cache, name, action);
      return action;
    },
  });
  return Object.assign(
    createStore<State>(() => state),
    { actions, called, close: () => {} },
  );
}

export const call = (change: Partial<JournalEntry> = {}): JournalEntry => ({
  id: 1,
  method: 'GET',
  nsid: 'com.atproto.repo.listRecords',
  url: 'https://pds.example.com/xrpc/com.atproto.repo.listRecords?repo=did%3Aplc%3Aabc&limit=100',
  headers: { accept: 'application/json' },
  startedAt: Date.UTC(2024, 1, 21, 3, 11),
  milliseconds: 84.4,
  status: 200,
  bytes: 48_213,
  note: undefined,
  body: '{"records": [{"uri": "at://did:plc:abc/a.b.c/1"}], "cursor": "x"}',
  waitingUntil: undefined,
  ...change,
});

export const watchLine = (change: Partial<WatchLine> = {}): WatchLine => ({
  id: 1,
  time: new Date(2024, 1, 21, 3, 11, 7).getTime(),
  kind: 'followed',
  did,
  handle: 'bob.test',
  away: false,
  ...change,
});

/** A watch of alice whose list is read and whose stream is connected. */
export const watchOf = (lines: readonly WatchLine[], change: Partial<Watch> = {}): Watch => ({
  did,
  repo: 'alice.test',
  since: 0,
  stream: {
    state: 'connected',
    source: 'jetstream.test',
    kind: 'jetstream',
    since: 0,
    reason: undefined,
    nextTryAt: undefined,
    behind: undefined,
    eventsPerSecond: 61,
  },
  rates: [],
  polling: false,
  baseline: { status: 'ready', loaded: 1, total: 1_234, limited: false, error: undefined },
  live: { gained: 0, lost: 0 },
  away: undefined,
  lines,
  ...change,
});
