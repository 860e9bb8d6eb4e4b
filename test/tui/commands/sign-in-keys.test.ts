import { afterEach, describe, expect, test } from 'vitest';
import type { SessionAccount } from '../../../src/atproto/session/session.js';
import { createAppStore } from '../../../src/store/create-store.js';
import type { BrowserSignInOverlay } from '../../../src/store/overlays/overlays-state.js';
import type { State } from '../../../src/store/state.js';
import { spell } from '../../../src/text/sentence.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { createDispatcher } from '../../../src/tui/commands/dispatch.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { refusalOf } from '../../../src/tui/commands/run-command.js';
import { layoutOf } from '../../../src/tui/screen/screen-layout.js';
import { offlineClient } from '../../support/offline-client.js';
import { quiet } from '../../support/quiet-store.js';
import { stateOf } from '../../support/screen/screen-fixtures.js';
import { browserSignIn, SIGN_IN_URL, signedIn } from '../../support/screen/sign-in-states.js';
import { fakeSessions } from '../../support/session/fake-sessions.js';
import { inputsOf } from '../../support/terminal/inputs.js';

const ADDRESS = 'http://127.0.0.1:41234/callback?state=mine&code=y';

const opened: { close(): void }[] = [];

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

/** A screen on which a sign-in waits for the browser. */
function waiting(overlay: State['overlay'] = browserSignIn()) {
  const copied: string[] = [];
  const store = createAppStore({
    ...quiet,
    client: offlineClient({ sessions: fakeSessions() }),
    effects: {
      ...quiet.effects,
      async copy(text) {
        copied.push(text);
        return { kind: 'copied' };
      },
    },
  });
  opened.push(store);
  store.setState({ overlay });
  const dispatcher = createDispatcher({
    store,
    commands: defaultCommands,
    offers: offersOf(defaultCommands),
    layoutOf: () => layoutOf(store.getState(), { columns: 120, rows: 40 }),
    quit: () => {},
    suspend: () => {},
    repaint: () => {},
    mouse: { toggle: () => 'taken' },
  });
  function type(sent: string): void {
    for (const input of inputsOf(sent)) dispatcher(input);
  }
  const typed = () => (store.getState().overlay as BrowserSignInOverlay).prompt.text;
  return { store, copied, type, typed };
}

describe('while a sign-in waits for the browser', () => {
  test('y copies its address', () => {
    const { copied, type, typed } = waiting();
    type('y');
    expect([copied, typed()]).toEqual([[SIGN_IN_URL], '']);
  });

  test.each([
    ['a paste', `\x1b[200~${ADDRESS}\n\x1b[201~`, ADDRESS],
    ['a paste of a letter that is a key', '\x1b[200~y\x1b[201~', 'y'],
    ['a paste that the terminal does not mark as one', ADDRESS, ADDRESS],
    ['one that begins with the key', 'yes', 'yes'],
    ['q and :, which quit and go elsewhere', 'q:quit', 'q:quit'],
  ])('%s is text', (_, sent, text) => {
    const { copied, type, typed } = waiting();
    type(sent);
    expect([copied, typed()]).toEqual([[], text]);
  });

  test('y is a letter once something is typed', () => {
    const { copied, type, typed } = waiting();
    type('code=');
    type('y');
    expect([copied, typed()]).toEqual([[], 'code=y']);
  });

  test('Enter does nothing before something is pasted, and is not offered', () => {
    const { store, type } = waiting();
    const before = store.getState().overlay;
    type('\r');
    expect(store.getState().overlay).toBe(before);
    const hints = (change: Partial<BrowserSignInOverlay>) =>
      offersOf(defaultCommands)
        .hints(stateOf({ state: { overlay: browserSignIn(change) } }))
        .map(({ keys, title }) => `${keys} ${title}`);
    expect(hints({})).toEqual(['y copy', 'Esc cancel']);
    expect(hints({ prompt: { text: 'x', caret: 1 } })).toEqual(['Enter use it', 'Esc cancel']);
    expect(hints({ stage: 'ended', url: undefined })).toEqual(['Enter begin again', 'Esc back']);
  });

  test('nothing is typed any more once it is used, or has ended', () => {
    for (const stage of ['asking', 'finishing', 'ended'] as const) {
      const { type, typed } = waiting(browserSignIn({ stage, url: undefined }));
      type('y');
      type('abc');
      expect(typed()).toBe('');
    }
  });
});

test('Esc leaves the offer to write, for what it lies over', () => {
  const below = { kind: 'filter', prompt: { text: 'typed', caret: 5 } } as const;
  const { store, type } = waiting({ kind: 'write-level', sentence: 'Not allowed.', below });
  type('\x1b');
  expect(store.getState().overlay).toBe(below);
});

test.each<[access: SessionAccount['access'] | undefined, refusal: string | undefined]>([
  ['read', undefined],
  ['write', '@alice.test may write already.'],
  ['password', '@alice.test may write already.'],
  [undefined, 'Nobody is signed in: :login signs in.'],
])('signing in to write as one who signed in by %s', (access, refusal) => {
  const state = stateOf({ state: { session: access && signedIn(access) } });
  const command = defaultCommands.find(({ id }) => id === 'account.sign-in-write')!;
  const found = refusalOf(command, state);
  expect(found && spell(found, state.words)).toBe(refusal);
});
