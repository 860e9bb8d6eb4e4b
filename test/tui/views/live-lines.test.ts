import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { StreamStatus } from '../../../src/atproto/streams/event-stream.js';
import type { Watch, WatchLine } from '../../../src/store/watch/watch-state.js';
import { palette } from '../../../src/tui/screen/style.js';
import {
  drawLive,
  type LiveView,
  liveInfo,
  sparkline,
  spokenLines,
} from '../../../src/tui/views/live-lines.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { cursorAt, did, hostile, watchLine, watchOf } from '../../support/screen/screen-fixtures.js';

const view = (change: Partial<LiveView> = {}): LiveView => ({
  cursor: cursorAt(0),
  focused: true,
  filter: '',
  ...change,
});

const draw = (watch: Watch, change: Partial<LiveView> = {}, size = { width: 100, height: 6 }) =>
  drawLive(watch, view(change), size).map((line) => stripVTControlCharacters(line).trimEnd());

const named = (...names: string[]): WatchLine[] =>
  names.map((name, index) => watchLine({ id: names.length - index, name, handle: `${name}.test` }));

describe('drawLive', () => {
  test('tells when, who, what, and what is worth knowing of them', () => {
    const lines = draw(
      watchOf([
        watchLine({ followers: 1, mutual: true, name: 'Bob' }),
        watchLine({ kind: 'unfollowed', followers: 1_234_567, away: true, name: undefined }),
        watchLine({ kind: 'unfollowed', mutual: true, name: 'Bob' }),
        watchLine({ kind: 'lost', reason: 'deactivated', mutual: true }),
      ]),
    );

    expect(lines[1]).toMatch(/^▌03:11:07 {2}\+ Bob +@bob\.test +followed · mutual · 1 follower$/);
    expect(lines[2]).toMatch(/^ 03:11:07 {2}− @bob\.test +unfollowed · away · 1\.2M followers$/);
    expect(lines[3]).toMatch(/unfollowed · was mutual$/);
    expect(lines[4]).toMatch(/account deactivated · was mutual$/);
  });

  test.each<[number, WatchLine, RegExp]>([
    [73, watchLine({ name: 'Bob' }), /\+ Bob +@bob\.test +followed/],
    [73, watchLine({ name: 'Bob of the long name' }), /\+ Bob of the long name @bob\.test +followed/],
    [
      73,
      watchLine({ name: 'Bob', handle: 'someone.with-a-long-handle.test' }),
      /\+ @someone\.with-a-long-handle/,
    ],
    [36, watchLine({ name: 'Bob' }), /\+ @bob\.test/],
  ])('in %i cells a name has what the handle leaves', (cells, line, said) => {
    expect(draw(watchOf([line]), {}, { width: cells, height: 3 })[1]).toMatch(said);
  });

  test('tells of accounts that went away and came back, and of stretches that are missing', () => {
    const lines = draw(
      watchOf([
        watchLine({ kind: 'lost', reason: 'deactivated' }),
        watchLine({ kind: 'returned' }),
        watchLine({ kind: 'gap', did: undefined, handle: undefined, reason: 'the cursor is too old' }),
      ]),
    );

    expect(lines[1]).toMatch(/− .*account deactivated$/);
    expect(lines[2]).toMatch(/\+ .*is back$/);
    expect(lines[3]).toMatch(/… events are missing: the cursor is too old$/);
  });

  test('a DID stands in for a handle that is not known yet', () => {
    const [, line] = draw(watchOf([watchLine({ handle: undefined, name: undefined })]));

    expect(line).toContain(`+ ${did} `);
  });

  test.each<[string, Partial<Watch>, string]>([
    ['how many there are', {}, '1 follower in the list · the profile says 1,234'],
    ['that more are not read', { baseline: baseline({ loaded: 100, limited: true }) }, 'more than are read'],
    [
      'what happened meanwhile',
      { away: { gained: 12, lost: 3, since: 0 } },
      'while you were away: +12 −3 (+9)',
    ],
    ['why it is not connected', { stream: stream({ state: 'waiting', reason: 'it refuses' }) }, 'it refuses'],
    ['why the list is missing', { baseline: baseline({ status: 'failed', error: new Error('No.') }) }, 'No.'],
  ])('above the lines it says %s', (_what, change, said) => {
    expect(draw(watchOf([], change))[0]).toContain(said);
  });

  test('shows what passes the filter, the matches marked, with the cursor on its line', () => {
    const watch = watchOf(named('anna', 'bob', 'hannah', 'carl', 'johanna'));
    const hannah = cursorAt(2, 0, String(watch.lines[2]?.id));

    const filtered = draw(watch, { filter: 'anna', cursor: hannah });
    expect(filtered.slice(1)).toEqual([
      expect.stringMatching(/^ .*@anna\.test/),
      expect.stringMatching(/^▌.*@hannah\.test/),
      expect.stringMatching(/^ .*@johanna\.test/),
      '',
      '',
    ]);
    // Before it is filtered and after, the cursor is on the same one.
    expect(draw(watch, { cursor: hannah })[3]).toMatch(/^▌.*@hannah\.test/);
    expect(drawLive(watch, view({ filter: 'anna' }), { width: 100, height: 6 })[2]).toContain(
      palette.match('anna'),
    );
  });

  test('finds a follower by what the line says, whatever its case and accents', () => {
    const watch = watchOf([
      watchLine({ id: 2, kind: 'unfollowed', name: 'Éva' }),
      watchLine({ id: 1, name: 'Bob', mutual: true }),
    ]);
    const found = (filter: string) => draw(watch, { filter })[1];

    expect(found('eva')).toContain('Éva');
    expect(found('UNFOLLOWED')).toContain('Éva');
    expect(found('mutual bob')).toContain('Bob');
    expect(found('nobody')).toBe(' nothing matches');
  });

  test('fills any size exactly, whatever strangers write', () => {
    for (const text of hostile) {
      const watch = watchOf(
        (['followed', 'unfollowed', 'lost', 'returned', 'gap'] as const).flatMap((kind, id) => [
          watchLine({ id, kind, did: text, handle: text, name: text, reason: text, followers: 1e9 }),
          watchLine({ id, kind, did: text, handle: undefined, name: undefined, away: true, mutual: true }),
        ]),
        { stream: stream({ state: 'waiting', reason: text, source: text }) },
      );
      for (const size of [
        ...sizes,
        { width: 3, height: 4 },
        { width: 1, height: 1 },
        { width: 0, height: 0 },
      ]) {
        for (const filter of ['', text.slice(0, 20), 'follow']) {
          expectExact(drawLive(watch, view({ filter, cursor: cursorAt(3, 1) }), size), size);
        }
      }
      const heard = spokenLines(watch, '', cursorAt(0));
      expect(heard).toHaveLength(11);
      expect(heard[0]).toMatch(/^selected, 1 of 10: /);
    }
  });
});

describe('liveInfo', () => {
  test('tells the tally, what the filter found, the rate', () => {
    const watch = watchOf(named('anna', 'bob'), { live: { gained: 3, lost: 1 }, rates: [10, 80] });

    expect(liveInfo(watch, 'anna', 0)).toBe('+3 −1 (+2) · 1 of 2 match “anna” · 61 a second ▁█');
  });

  test('tells how far the list is read', () => {
    const reading = baseline({ status: 'loading', loaded: 3_000, total: 50_000 });

    expect(liveInfo(watchOf([], { baseline: reading }), '', 0)).toContain('reading 3K of 50K followers');
  });
});

test('a sparkline is against its highest', () => {
  expect(sparkline([0, 50, 100])).toBe('▁▄█');
  expect(sparkline([])).toBe('');
});

function baseline(change: Partial<Watch['baseline']>): Watch['baseline'] {
  return { status: 'ready', loaded: 1, total: undefined, limited: false, error: undefined, ...change };
}

function stream(change: Partial<StreamStatus>): StreamStatus {
  return { ...watchOf([]).stream!, ...change };
}
