import { describe, expect, test } from 'vitest';
import { createAppStore } from '../../../src/store/create-store.js';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import type { State } from '../../../src/store/state.js';
import { Tokenizer } from '../../../src/text/input/tokenizer.js';
import { remapCommands } from '../../../src/tui/commands/commands.js';
import { createMouseDispatcher } from '../../../src/tui/commands/mouse-dispatch.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { layoutOf } from '../../../src/tui/screen/screen-layout.js';
import { rectOf } from '../../../src/tui/screen/view-rect.js';
import { mouseOf } from '../../../src/tui/terminal/input/mouse-of.js';
import { gotoView } from '../../../src/tui/views/goto.js';
import { offlineClient } from '../../support/offline-client.js';
import { quiet } from '../../support/quiet-store.js';
import { list, numbered, type Scene, stateOf, storeOf } from '../../support/screen/screen-fixtures.js';

/** A screen of 160 × 48 with a mouse, and a clock that goes when it is told to. */
function mouseOn(store: ReturnType<typeof storeOf>, keys: Readonly<Record<string, readonly string[]>> = {}) {
  const said: string[] = [];
  const { commands } = remapCommands(keys);
  let now = 1000;
  const hear = createMouseDispatcher(
    {
      store,
      commands,
      offers: offersOf(commands),
      layoutOf: () => layoutOf(store.getState(), { columns: 160, rows: 48 }),
      quit: () => said.push('quit'),
      suspend: () => {},
      repaint: () => {},
      mouse: { toggle: () => 'taken' },
    },
    () => now,
  );
  function send(reports: string): void {
    for (const token of new Tokenizer().push(Buffer.from(reports))) {
      const event = mouseOf(token);
      if (event) hear(event);
    }
  }
  const report = (code: number, x: number, y: number, final = 'M') =>
    send(`\x1b[<${code};${x + 1};${y + 1}${final}`);
  return {
    store,
    said,
    send,
    report,
    click(x: number, y: number) {
      report(0, x, y);
      report(0, x, y, 'm');
    },
    wait(ms: number) {
      now += ms;
    },
  };
}

const scene = (of: Scene = {}, keys?: Readonly<Record<string, readonly string[]>>) =>
  mouseOn(storeOf(stateOf(of)), keys);

/** A store that does what it is told, with no service to ask. */
function real(change: Partial<State>) {
  const client = offlineClient();
  const store = Object.assign(createAppStore({ client, ...quiet }), { called: [] });
  store.setState({ ...stateOf(), ...change });
  return mouseOn(store);
}

type Mouse = ReturnType<typeof mouseOn>;
const called = ({ store }: Mouse, name: string) => store.called.filter(([action]) => action === name);
const done = ({ store }: Mouse) =>
  store.called.map(([action]) => action).filter((action) => action !== 'dismissNotice');

function shownBy({ store }: Mouse) {
  const state = store.getState();
  const layout = layoutOf(state, { columns: 160, rows: 48 });
  return { state, layout, offers: offersOf(remapCommands({}).commands) };
}

/** A cell of the hint of a command within the list pane. */
/** Cells of rows 2 and 5 of the list, of the record, of the collections, and of the last line. */
const ROW_2 = [60, 4] as const;
const ROW_5 = [60, 7] as const;
const RECORD = [130, 5] as const;
const LIKE = [5, 19] as const;
const QUIT = [154, 47] as const;
const HELP = [146, 47] as const;
const ALICE = [3, 47] as const;
const ANYWHERE: readonly (readonly [x: number, y: number])[] = [ROW_2, RECORD, LIKE, HELP];

describe('the wheel', () => {
  test.each([
    ['down', 65, 3],
    ['up', 64, -3],
    ['down, with Shift', 69, 3],
  ])('%s moves three rows of what has the keys, wherever the pointer is', (_, code, step) => {
    for (const at of ANYWHERE) {
      const mouse = scene();
      mouse.report(code, ...at);
      expect(mouse.store.called.map(([name, id, by]) => [name, id, by])).toEqual([['move', 'list', step]]);
    }
  });

  test('to a side does nothing', () => {
    const mouse = scene();
    mouse.report(66, ...ROW_2);
    mouse.report(67, ...ROW_2);
    expect(mouse.store.called).toEqual([]);
  });

  test.each<[string, Partial<State>, string]>([
    ['a menu', { overlay: { kind: 'menu', view: 'help', cursor: atFirst } }, 'overlay'],
    ['the palette', { overlay: { kind: 'goto', prompt: promptOf(''), cursor: atFirst } }, 'overlay'],
    ['the pane that a filter is typed for', { overlay: { kind: 'filter', prompt: promptOf('a') } }, 'list'],
  ])('moves in %s', (_, state, id) => {
    const mouse = scene({ state });
    mouse.report(65, ...ROW_2);
    expect(called(mouse, 'move').map(([, of]) => of)).toEqual([id]);
  });

  test('a hundred notches in one chunk are three hundred rows', () => {
    const mouse = real({ lists: stateOf({ list: list(numbered(1000)) }).lists });
    mouse.send('\x1b[<65;60;10M'.repeat(100));
    expect(mouse.store.getState().visit.cursors.list.index).toBe(300);
  });
});

describe('a click', () => {
  test('selects a row and gives its pane the keys', () => {
    const mouse = real({});
    mouse.click(...LIKE);
    const { focus, cursors } = mouse.store.getState().visit;
    expect([focus, cursors.collections.index]).toEqual(['collections', 3]);
    mouse.click(...ROW_5);
    expect(mouse.store.getState().visit.focus).toBe('list');
    expect(mouse.store.getState().visit.cursors.list.index).toBe(5);
  });

  test('at the row that is selected leaves the record open that it is of', () => {
    const address = {
      kind: 'record',
      repo: 'alice.test',
      collection: 'app.bsky.feed.post',
      rkey: '3k',
    } as const;
    const mouse = scene({ address });
    mouse.click(60, 2);
    expect(done(mouse)).toEqual(['focus']);
  });

  test('at a border or a title gives the pane the keys, and selects nothing', () => {
    for (const [x, y] of [
      [40, 0],
      [32, 10],
      [60, 1],
    ] as const) {
      const mouse = scene({ visit: { focus: 'record' } });
      mouse.click(x, y);
      expect(done(mouse)).toEqual(['focus']);
      expect(called(mouse, 'focus')).toEqual([['focus', 'list']]);
    }
  });

  test('at a hint runs its command when the button comes up', () => {
    const mouse = scene();
    mouse.report(0, ...QUIT);
    expect(mouse.said).toEqual([]);
    mouse.report(0, ...QUIT, 'm');
    expect(mouse.said).toEqual(['quit']);
  });

  test.each<[string, (mouse: Mouse) => void]>([
    [
      'comes up at another hint',
      (mouse) => {
        mouse.report(0, ...QUIT);
        mouse.report(0, ...HELP, 'm');
      },
    ],
    [
      'comes up over the panes',
      (mouse) => {
        mouse.report(0, ...QUIT);
        mouse.report(0, ...ROW_2, 'm');
      },
    ],
    ['comes up without having gone down', (mouse) => mouse.report(0, ...QUIT, 'm')],
    [
      'went down before another one did',
      (mouse) => {
        mouse.report(0, ...QUIT);
        mouse.report(2, ...ROW_2);
        mouse.report(0, ...QUIT, 'm');
      },
    ],
  ])('runs nothing where the button %s', (_, send) => {
    const mouse = scene();
    send(mouse);
    expect([mouse.said, done(mouse)]).toEqual([[], []]);
  });

  test('at a step of the breadcrumb goes there', () => {
    const mouse = scene();
    mouse.click(...ALICE);
    expect(called(mouse, 'goTo')).toEqual([['goTo', { kind: 'repo', repo: 'alice.test' }]]);
  });

  test('is reported by X10 and by rxvt as well', () => {
    for (const [press, release] of [
      [
        '\x1b[M \x7e\x50'
          .replace('\x7e', String.fromCharCode(32 + 61))
          .replace('\x50', String.fromCharCode(32 + 8)),
        '\x1b[M#](',
      ],
      ['\x1b[32;61;8M', '\x1b[35;61;8M'],
    ] as const) {
      const mouse = scene();
      mouse.send(press + release);
      expect(called(mouse, 'moveTo').map(([, id, position]) => [id, position])).toEqual([['list', 5]]);
    }
  });

  test.each([
    4, 8, 16, 1, 2, 32, 128,
  ])('with a key held, another button, or moving does nothing: code %i', (code) => {
    const mouse = scene();
    mouse.report(code, ...ROW_5);
    mouse.report(code, ...ROW_5, 'm');
    mouse.report(code, ...QUIT);
    mouse.report(code, ...QUIT, 'm');
    expect([done(mouse), mouse.said]).toEqual([[], []]);
  });

  test('beyond the screen does nothing', () => {
    const mouse = scene();
    mouse.click(400, 20);
    mouse.click(20, 400);
    expect(done(mouse)).toEqual([]);
  });
});

describe('a double click', () => {
  function twice(mouse: Mouse, ms: number, at: readonly [number, number] = ROW_5): void {
    mouse.click(...at);
    mouse.wait(ms);
    mouse.click(...at);
  }

  test.each([
    [0, 1],
    [400, 1],
    [401, 0],
  ])('with %i ms between opens %i times', (ms, times) => {
    const mouse = scene();
    twice(mouse, ms);
    expect(called(mouse, 'openRow')).toHaveLength(times);
  });

  test('opens once where a third press follows', () => {
    const mouse = scene();
    for (let press = 0; press < 3; press += 1) mouse.click(...ROW_5);
    expect(called(mouse, 'openRow')).toHaveLength(1);
  });

  test('at two rows opens nothing', () => {
    const mouse = scene();
    mouse.click(...ROW_2);
    mouse.click(...ROW_5);
    expect(called(mouse, 'openRow')).toEqual([]);
  });

  test('at a cell where another row has come to stand opens nothing; at the row, wherever it stands, it opens that', () => {
    const mouse = real({});
    let opened = 0;
    mouse.store.actions.openRow = () => {
      opened += 1;
    };
    const scrollTo = (top: number) =>
      mouse.store.setState(({ visit }) => ({
        visit: { ...visit, cursors: { ...visit.cursors, list: { ...visit.cursors.list, top } } },
      }));
    mouse.click(...ROW_5);
    scrollTo(3);
    mouse.click(...ROW_5);
    expect([opened, mouse.store.getState().visit.cursors.list.index]).toEqual([0, 8]);
    mouse.wait(1000);
    scrollTo(0);
    mouse.click(...ROW_5);
    scrollTo(3);
    mouse.click(ROW_5[0], ROW_5[1] - 3);
    expect([opened, mouse.store.getState().visit.cursors.list.index]).toEqual([1, 5]);
  });

  test('does what Enter does, whichever key that has', () => {
    const mouse = scene({}, { 'open.row': ['e'], 'help.show': ['Enter'] });
    twice(mouse, 100);
    expect(called(mouse, 'openRow')).toHaveLength(1);
    expect(called(mouse, 'openMenu')).toEqual([]);
  });

  test('follows or folds a line of JSON', () => {
    const mouse = real({ visit: { ...stateOf().visit, focus: 'record' }, recordParts: 'json' });
    twice(mouse, 100, [125, 3]);
    expect(mouse.store.getState().visit.folded.size).toBe(1);
  });

  test('at a border, at nothing, or at a hint opens nothing', () => {
    for (const at of [
      [60, 0],
      [60, 1],
    ] as const) {
      const mouse = scene();
      twice(mouse, 10, at);
      expect(done(mouse)).toEqual([]);
    }
  });
});

describe('where something lies over the panes', () => {
  const overlays: Readonly<Record<string, State['overlay']>> = {
    copy: { kind: 'copy', options: [{ id: 'did', label: 'DID', text: 'x' }], cursor: atFirst },
    accounts: { kind: 'menu', view: 'accounts', cursor: atFirst },
    palette: { kind: 'goto', prompt: promptOf('sea'), cursor: atFirst },
    'sign-in': {
      kind: 'sign-in',
      step: 'who',
      prompt: promptOf('alice'),
      identifier: '',
      host: undefined,
      busy: false,
      error: undefined,
    },
  };

  test.each([
    ['copy', ['closeOverlay']],
    ['accounts', ['closeOverlay']],
    ['palette', ['closeOverlay']],
    ['sign-in', []],
  ] as const)('a click beside %s does %j, and no more', (name, expected) => {
    const mouse = scene({ state: { overlay: overlays[name] } });
    mouse.click(120, 2);
    expect(done(mouse)).toEqual(expected);
  });

  test('nothing leads away from a sign-in', () => {
    const mouse = scene({ state: { overlay: overlays['sign-in'] } });
    mouse.click(...ALICE);
    expect(done(mouse)).toEqual([]);
  });

  test('a click in what is typed puts the caret there', () => {
    const mouse = scene({ state: { overlay: overlays.palette } });
    mouse.click(4, 47);
    expect(called(mouse, 'edit')).toEqual([['edit', { kind: 'caret', at: 1 }]]);
  });

  test('a double click at a line of the palette runs it', () => {
    const mouse = real({ overlay: { kind: 'goto', prompt: promptOf('help'), cursor: atFirst } });
    const { state, layout, offers } = shownBy(mouse);
    const rect = rectOf(gotoView, gotoView.see(state, offers), layout);
    for (const _ of ['first', 'second']) mouse.click(5, (rect?.y ?? 0) + 1);
    expect(mouse.store.getState().overlay).toMatchObject({ kind: 'menu', view: 'help' });
  });

  test('a click at a row while a filter is typed keeps the filter and selects the row', () => {
    const mouse = real({ overlay: { kind: 'filter', prompt: promptOf('post') } });
    mouse.click(...ROW_5);
    const { overlay, visit } = mouse.store.getState();
    expect([overlay, visit.focus, visit.cursors.list.index]).toEqual([undefined, 'list', 5]);
  });
});
