import { expect, test } from 'vitest';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { newTail } from '../../../src/store/tail/tail-state.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { createDispatcher } from '../../../src/tui/commands/dispatch.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { layoutOf } from '../../../src/tui/screen/screen-layout.js';
import { did, stateOf, storeOf } from '../../support/screen/screen-fixtures.js';

const filter = { collections: ['app.bsky.feed.*'], dids: [did] };

function open(text?: string) {
  const store = storeOf(
    stateOf({
      visit: { focus: 'live' },
      state: {
        tail: newTail('stream', 'some', filter),
        live: { kind: 'tail' },
        overlay: text === undefined ? undefined : { kind: 'goto', prompt: promptOf(text), cursor: atFirst },
      },
    }),
  );
  const dispatcher = createDispatcher({
    store,
    commands: defaultCommands,
    offers: offersOf(defaultCommands),
    layoutOf: () => layoutOf(store.getState(), { columns: 160, rows: 48 }),
    quit: () => {},
    suspend: () => {},
    repaint: () => {},
    mouse: { toggle: () => 'taken' },
  });
  return { store, dispatcher };
}

const called = (store: ReturnType<typeof open>['store'], ...names: string[]) =>
  store.called.filter(([name]) => names.includes(name));
const enter = { kind: 'key', name: 'Enter' } as const;

test('the prompt for what is streamed opens with what is streamed now', () => {
  const { store, dispatcher } = open();
  dispatcher({ kind: 'text', text: 'c' });
  expect(called(store, 'openGoto')).toEqual([['openGoto', `stream app.bsky.feed.* ${did}`]]);
});

test.each([
  ['stream com.example.* ', { collections: ['com.example.*'], dids: [] }],
  ['stream ', { collections: [], dids: [] }],
])('Enter on “%s” streams it', (text, wanted) => {
  const { store, dispatcher } = open(text);
  dispatcher(enter);
  expect(called(store, 'setStream')).toEqual([['setStream', wanted]]);
});

test('Enter on what cannot be read leaves the prompt open', () => {
  const { store, dispatcher } = open('stream nonsense');
  dispatcher(enter);
  expect(called(store, 'setStream', 'closeOverlay', 'goToText', 'toggleStream')).toEqual([]);
});
