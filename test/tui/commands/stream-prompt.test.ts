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
  const { input } = createDispatcher({
    store,
    commands: defaultCommands,
    offers: offersOf(defaultCommands),
    layoutOf: () => layoutOf(store.getState(), { columns: 160, rows: 48 }),
    quit: () => {},
    suspend: () => {},
    repaint: () => {},
  });
  return { store, input };
}

const called = (store: ReturnType<typeof open>['store'], ...names: string[]) =>
  store.called.filter(([name]) => names.includes(name));
const enter = { return: true } as Parameters<ReturnType<typeof open>['input']>[1];

test('the prompt for what is streamed opens with what is streamed now', () => {
  const { store, input } = open();
  input('c', {} as typeof enter);
  expect(called(store, 'openGoto')).toEqual([['openGoto', `stream app.bsky.feed.* ${did}`]]);
});

test.each([
  ['stream com.example.* ', { collections: ['com.example.*'], dids: [] }],
  ['stream ', { collections: [], dids: [] }],
])('Enter on “%s” streams it', (text, wanted) => {
  const { store, input } = open(text);
  input('\r', enter);
  expect(called(store, 'setStream')).toEqual([['setStream', wanted]]);
});

test('Enter on what cannot be read leaves the prompt open', () => {
  const { store, input } = open('stream nonsense');
  input('\r', enter);
  expect(called(store, 'setStream', 'closeOverlay', 'goToText', 'toggleStream')).toEqual([]);
});
