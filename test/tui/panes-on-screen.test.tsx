import { afterEach, describe, expect, test, vi } from 'vitest';
import { steadyClock } from '../../src/atproto/steady-clock.js';
import { recordsListing } from '../../src/places/records.js';
import type { Account } from '../../src/store/accounts/accounts-state.js';
import type { ListState } from '../../src/store/lists/lists-state.js';
import { PagedRows } from '../../src/store/lists/paged-rows.js';
import { promptOf } from '../../src/store/overlays/prompt.js';
import type { State } from '../../src/store/state.js';
import { defaultCommands } from '../../src/tui/commands/commands.js';
import { offersOf } from '../../src/tui/commands/offers.js';
import { AppStateProvider } from '../../src/tui/screen/app-state.js';
import { Screen } from '../../src/tui/screen/screen.js';
import { screenViews } from '../../src/tui/views/registry.js';
import { rawItemsFromValues } from '../support/rows/raw-items-from-values.js';
import { type Screen as Drawn, renderScreen } from '../support/screen/render-screen.js';
import {
  account,
  call,
  cursorAt,
  cursorsAt,
  did,
  list,
  loading,
  numbered,
  stateOf,
  storeOf,
  watchOf,
} from '../support/screen/screen-fixtures.js';

let screen: Drawn | undefined;

function draw(state: State, size = { columns: 160, rows: 40 }) {
  const store = storeOf(state);
  screen = renderScreen(
    <AppStateProvider store={store} offers={offersOf(defaultCommands)}>
      <Screen views={screenViews} />
    </AppStateProvider>,
    size,
  );
  return { store, screen };
}

afterEach(() => {
  screen?.unmount();
  screen = undefined;
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const moveTo = (selected: number) => (state: State) => ({
  visit: { ...state.visit, cursors: cursorsAt({ list: cursorAt(selected) }) },
});

/** React starts and stops timers in effects of its own time, some turns of the event loop after a frame. */
async function timersAre(count: number): Promise<void> {
  while (vi.getTimerCount() !== count) await new Promise(setImmediate);
}

describe('timers', () => {
  const onlyIntervals = () => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });

  test('there is none while nothing loads and nothing waits, so that idling draws nothing', async () => {
    onlyIntervals();
    const { screen } = draw(stateOf());
    await screen.flush();

    expect(vi.getTimerCount()).toBe(0);
  });

  test('a pane that loads spins, and stops when it has loaded', async () => {
    onlyIntervals();
    const { store, screen } = draw(stateOf({ list: list([], { status: 'loading' }) }));
    await screen.flush();
    const before = screen.lines()[0];
    await timersAre(1);
    vi.advanceTimersByTime(150);
    await screen.waitFor('⠙');
    const after = screen.lines()[0];

    expect(before).toContain('⠋');
    expect(after).toContain('⠙');
    expect(after!.replace('⠙', '⠋')).toBe(before);

    store.setState(stateOf());
    await screen.flush();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a wait for a rate limit is counted down by the second, and ends', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] });
    const waitingUntil = steadyClock.now() + 12_000;
    const { store, screen } = draw(stateOf({ state: { waits: [call({ waitingUntil })] } }));

    await screen.flush();
    expect(screen.lines().at(-1)).toContain('waiting for pds.example.com: 12 s');
    await timersAre(1);
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(3_000);
    await screen.waitFor('waiting for pds.example.com: 9 s');
    store.setState({ waits: [] });
    await screen.waitFor('q quit');
    await timersAre(0);
  });
});

describe('a key in one pane', () => {
  test('does not work the others out anew', async () => {
    let reads = 0;
    const watched: Account = {
      ...account(),
      get profile() {
        reads++;
        return account().profile;
      },
    };
    const { store, screen } = draw(stateOf({ account: watched }));
    await screen.flush();
    const before = reads;
    for (const selected of [1, 2, 3]) {
      store.setState(moveTo(selected));
      await screen.flush();
    }

    expect(screen.lines().join('\n')).toMatch(/▌ 2024-02\? +post number 3 /);
    expect(reads).toBe(before);
  });

  test('asks once for the handles of the DIDs in sight, and for others when they come into sight', async () => {
    const follows = { kind: 'collection', repo: 'alice.test', collection: 'app.bsky.graph.follow' } as const;
    const rows = new PagedRows<unknown>();
    const subject = (index: number) => `did:plc:${String(index).padStart(24, 'a')}`;
    const records = Array.from({ length: 90 }, (_, index) => ({
      uri: `at://${did}/app.bsky.graph.follow/${index}`,
      value: { $type: 'app.bsky.graph.follow', subject: subject(index) },
    }));
    rows.append(rawItemsFromValues(records), undefined);
    const source = { list: () => Promise.reject(new Error('Nothing more is loaded in this test.')) };
    const listing = recordsListing({ address: follows, source, did }) as ListState['listing'];
    const { store, screen } = draw(
      stateOf({ address: follows, list: list([], { address: follows, listing, rows }) }),
    );
    await screen.flush();
    store.setState(moveTo(1));
    await screen.flush();
    store.setState(moveTo(40));
    await screen.flush();

    const asked = store.called.filter(([name]) => name === 'wantNames').map(([, dids]) => dids as string[]);
    expect(asked).toHaveLength(2);
    expect(asked[0]?.[0]).toBe(subject(0));
    expect(asked[1]?.at(-1)).toBe(subject(40));
    expect(asked.every((dids) => dids.length < 40)).toBe(true);
  });
});

test('a pane that could not be drawn is drawn again once the cursor stands elsewhere', async () => {
  let broken = true;
  const of = list(numbered(5));
  const listing = of.listing!;
  const fragile: ListState = {
    ...of,
    listing: {
      ...listing,
      row(item, names) {
        if (broken) throw new Error('no row can be read');
        return listing.row(item, names);
      },
    },
  };
  const { store, screen } = draw(stateOf({ list: fragile }));
  await screen.waitFor('This pane cannot be drawn.');
  broken = false;
  store.setState(moveTo(1));
  await screen.waitFor('post number 1');

  expect(screen.frame()).not.toContain('cannot be drawn');
});

describe('with a screen reader', () => {
  function read(state: State) {
    vi.stubEnv('INK_SCREEN_READER', 'true');
    return draw(state).screen.lines();
  }

  test('the list says what is selected, and nothing has a border', () => {
    const lines = read(stateOf({ visit: { cursors: cursorsAt({ list: cursorAt(2) }) } }));

    expect(lines.join('\n')).toMatch(/list: app\.bsky\.feed\.post, 1–\d+ of 100 loaded · more/);
    expect(lines.join('\n')).toMatch(/selected, row 3 of 100 loaded: 2024-02\?, post number 2\n/);
    expect(lines.join('\n')).not.toMatch(/[╭╮╰╯│├┤]/);
  });

  test.each([
    ['profile', /^Profile: Alice @alice\.test ✓$/],
    ['collections', /^list: Contents$/],
    ['list', /^list: app\.bsky\.feed\.post, 1–\d+ of 100/],
    ['record', /^Preview/],
  ] as const)('of the panes the one that has the keys is read, here %s, and no other', (focus, title) => {
    const lines = read(stateOf({ visit: { focus } }));

    expect(lines[0]).toBe('alice.test › app.bsky.feed.post');
    expect(lines[1]).toMatch(title);
    expect(lines.at(-1)).toMatch(/^Keys: .*\? help, q quit$/);
    const others = ['Profile: Alice', 'list: Contents', 'list: app.bsky.feed.post', 'Preview'];
    expect(others.filter((other) => lines.some((line) => line.startsWith(other)))).toHaveLength(1);
  });

  test('the selected row comes first, in the contents and in a record', () => {
    expect(
      read(stateOf({ visit: { focus: 'collections', cursors: cursorsAt({ collections: cursorAt(0) }) } }))[2],
    ).toMatch(/^selected, 1 of \d+: \/identity$/);
    screen?.unmount();
    const inRecord = { focus: 'record', cursors: cursorsAt({ record: cursorAt(5) }) } as const;
    expect(read(stateOf({ visit: inRecord }))[2]).toMatch(/^selected, 6 of \d+: "/);
  });

  test('what has to be said comes before all else, whole and with what it is', () => {
    const text = `The list cannot be read: ${'why '.repeat(100)}`;
    const lines = read(stateOf({ state: { notice: { text, kind: 'error' } } })).join(' ');

    expect(lines).toContain(`Error: ${text.trim()}`);
    expect(lines.indexOf('Error:')).toBe(0);
    expect(lines).not.toMatch(/xx|…/);
  });

  test('a prompt says what is typed, and then what it finds', () => {
    const filter = { kind: 'filter', prompt: promptOf('sea') } as const;
    const lines = read(stateOf({ state: { overlay: filter } }));
    expect(lines[0]).toBe('/ sea');
    expect(lines[1]).toMatch(/^list: app\.bsky\.feed\.post/);
    screen?.unmount();
    const goto = { kind: 'goto', prompt: promptOf('foll'), cursor: cursorAt(0) } as const;
    const choices = read(stateOf({ state: { overlay: goto } }));
    expect(choices[0]).toBe(': foll');
    expect(choices.slice(1, 3).join('\n')).toMatch(/^menu: Go to\nselected, 1 of \d+: follows/);
  });

  test('what goes on in the background is said, and does not count the seconds', () => {
    const waits = [call({ waitingUntil: Date.now() + 30_000 })];
    const lines = read(stateOf({ state: { waits, watches: new Map([[did, watchOf([])]]) } }));
    expect(lines.slice(1, 3)).toEqual(['waiting for pds.example.com', 'watch: ● +0 −0']);
  });

  test('a menu says what is selected', () => {
    const options = [
      { id: 'did', label: 'DID', text: did },
      { id: 'json', label: 'JSON', text: '{}' },
    ] as const;
    const lines = read(stateOf({ state: { overlay: { kind: 'copy', options, cursor: cursorAt(1) } } }));

    expect(lines.join('\n')).toMatch(/menu: Copy\nselected, 2 of 2: j {2}JSON/);
  });

  test('a list that loads or is empty says so', () => {
    expect(read(stateOf({ list: list([], { status: 'loading' }) })).join('\n')).toContain('loading …');
    screen?.unmount();
    expect(
      read(stateOf({ list: list([], { ended: true }), account: account({ profile: loading() }) })).join('\n'),
    ).toContain('No records here.');
  });
});
