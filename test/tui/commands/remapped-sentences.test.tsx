import { describe, expect, test } from 'vitest';
import { createAppStore } from '../../../src/store/create-store.js';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import type { State } from '../../../src/store/state.js';
import { newTail } from '../../../src/store/tail/tail-state.js';
import { spell } from '../../../src/text/sentence.js';
import { type CommandContext, paneScopes } from '../../../src/tui/commands/command.js';
import { commandWords } from '../../../src/tui/commands/command-words.js';
import { defaultCommands, remapCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { refusalOf, runCommand } from '../../../src/tui/commands/run-command.js';
import { layoutOf } from '../../../src/tui/screen/screen-layout.js';
import { offlineClient } from '../../support/offline-client.js';
import { quiet } from '../../support/quiet-store.js';
import { drawScreen } from '../../support/screen/draw-screen.js';
import { keyMentions } from '../../support/screen/key-mentions.js';
import {
  account,
  call,
  did,
  failed,
  idle,
  list,
  loading,
  numbered,
  ready,
  stateOf,
  watchLine,
  watchOf,
} from '../../support/screen/screen-fixtures.js';
import { browserStates } from '../../support/screen/sign-in-states.js';
import { viewStates } from '../../support/screen/view-states.js';

/** Every command on a letter that nobody has: what a sentence says of `r` is a lie now. */
const ODD = [
  ...'абвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџѠѡѢѣѤѥѦѧѨѩѪѫѬѭѮѯѰѱѲѳѴѵѶѷѸѹѺѻѼѽѾѿҀҁҊҋҌҍҎҏҐґҒғҔҕҖҗҘҙҚқҜҝҞҟҠҡҢңҤҥҦҧҨҩҪҫҬҭҮүҰұҲҳҴҵҶҷҸҹҺһ',
];
const { commands } = remapCommands(
  Object.fromEntries(defaultCommands.map(({ id }, index) => [id, [ODD[index] ?? `key-${index}`]])),
);
const words = commandWords(commands);

const error = new Error('it broke');
const record = { kind: 'record', repo: 'alice.test', collection: 'app.bsky.feed.post', rkey: '3k' } as const;
const uri = `at://${did}/app.bsky.feed.post/3k`;
const recordText = { uri, cid: 'bafy', json: '{"text":"hello"}' };
const tail = { ...newTail('stream', 'all', { collections: [], dids: [] }), newer: 12 };
const signIn = {
  kind: 'sign-in',
  step: 'password',
  prompt: promptOf(''),
  identifier: 'alice.test',
  host: 'pds.test',
  busy: false,
  error: undefined,
} as const;

/** What the screen may look like. */
const scenes: Readonly<Record<string, State>> = {
  'the start screen': stateOf({ address: undefined }),
  'an account': stateOf({ address: { kind: 'repo', repo: 'alice.test' } }),
  'an account that is not there': stateOf({
    address: { kind: 'repo', repo: 'alice.test' },
    account: account({ identity: failed(error), profile: failed(error), description: failed(error) }),
  }),
  'collections that failed': stateOf({ account: account({ description: failed(error) }) }),
  'a list': stateOf(),
  'a list that failed': stateOf({ list: list(numbered(3), { status: 'failed', error }) }),
  'a list with a note': stateOf({ list: list([], { note: 'stopped' }) }),
  'a list that is filtered to nothing': stateOf({
    list: list([], {
      filter: { text: 'x', matches: { length: 0, positionOf: () => 0 } as never, scanned: 0 },
    }),
  }),
  'a list that misses events': stateOf({
    list: list(numbered(3), { news: { isMissing: true, count: () => 2 } as never }),
  }),
  'a record that failed': stateOf({ address: record, state: { records: new Map([[uri, failed(error)]]) } }),
  'a record that changed': stateOf({
    address: record,
    state: {
      records: new Map([[uri, ready({ ...recordText, change: { kind: 'updated', time: 0 } as never })]]),
    },
  }),
  'a watch': stateOf({
    visit: { focus: 'live' },
    state: { watches: new Map([[did, watchOf([watchLine()])]]), live: { kind: 'watch', did } },
  }),
  'a watch that cannot read': stateOf({
    state: {
      watches: new Map([
        [did, watchOf([], { polling: true, baseline: { ...watchOf([]).baseline, status: 'failed', error } })],
      ]),
      live: { kind: 'watch', did },
    },
  }),
  'a tail': stateOf({ visit: { focus: 'live' }, state: { tail, live: { kind: 'tail' } } }),
  help: stateOf({ state: { overlay: { kind: 'menu', view: 'help', cursor: atFirst } } }),
  'help over the start': stateOf({
    address: undefined,
    state: { overlay: { kind: 'menu', view: 'help', cursor: atFirst } },
  }),
  'the prompt': stateOf({ state: { overlay: { kind: 'goto', prompt: promptOf('x y'), cursor: atFirst } } }),
  'the calls': stateOf({
    state: { overlay: { kind: 'menu', view: 'calls', cursor: atFirst }, calls: [call()] },
  }),
  'signing in': stateOf({ state: { overlay: { ...signIn, busy: true } } }),
  'signing in that failed': stateOf({ state: { overlay: { ...signIn, error } } }),
  ...browserStates,
  'an offer to write': viewStates['write-level'],
  'the accounts': stateOf({ state: { overlay: { kind: 'menu', view: 'accounts', cursor: atFirst } } }),
  'a screen that loads': stateOf({
    account: account({ identity: loading(), profile: idle, description: loading() }),
    list: list([], { status: 'loading' }),
  }),
};

describe.each(Object.entries(scenes))('%s', (_name, scene) => {
  const state = { ...scene, words };

  test.each([
    [160, 48],
    [80, 24],
  ])('draws no key that is not bound, at %i×%i', async (columns, rows) => {
    const screen = await drawScreen(state, columns, rows, commands);
    expect(screen.rows().flatMap(keyMentions)).toEqual([]);
  });

  test('refuses with no key that is not bound', () => {
    const refusals = commands.map((command) => spell(refusalOf(command, state) ?? '', words));
    expect(refusals.flatMap(keyMentions)).toEqual([]);
  });
});

/** A store that no service answers, on its way through the places where something is said. */
function unanswered() {
  const client = offlineClient();
  const store = createAppStore({ client, ...quiet, words });
  const said = new Set<string>();
  store.subscribe(({ notice }) => notice && said.add(spell(notice.text, words)));
  const context = (): CommandContext => ({
    state: store.getState(),
    actions: store.actions,
    layout: layoutOf(store.getState(), { columns: 120, rows: 40 }),
    commands,
    offers: offersOf(commands),
    quit: () => {},
    suspend: () => {},
    repaint: () => {},
    mouse: { toggle: () => 'taken' },
  });
  return { store, said, context };
}

test.each(paneScopes)('what commands say in %s names no key that is not bound', (focus) => {
  const { store, said, context } = unanswered();
  for (const command of commands.filter(({ scopes }) => scopes.includes(focus))) {
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    store.actions.focus(focus);
    runCommand(command, context());
    store.actions.closeOverlay();
  }
  store.close();
  expect(said.size).toBeGreaterThan(3);
  expect([...said].flatMap(keyMentions)).toEqual([]);
});

test('a watch that no key starts is called by its name', () => {
  const { store, said, context } = unanswered();
  const unbound = remapCommands({ 'live.watch': [] }).commands;
  store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
  runCommand(unbound.find(({ id }) => id === 'pane.live')!, context());
  store.close();
  const [sentence] = [...said];
  expect(sentence).toContain(`${words('live.watch')} watches the followers`);
  expect(spell(store.getState().notice!.text, commandWords(unbound))).toBe(
    'Nothing is live: :watch watches the followers, t tails the events.',
  );
});
