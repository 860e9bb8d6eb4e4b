import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { StreamStatus } from '../../../src/atproto/streams/event-stream.js';
import type { Watch } from '../../../src/store/watch/watch-state.js';
import { statusLine } from '../../../src/tui/screen/status-line.js';
import { watchStatus } from '../../../src/tui/screen/watch-status.js';
import { defaultWords, hostile, watchOf } from '../../support/screen/screen-fixtures.js';

const broken = new Date(2024, 1, 21, 3, 11, 7).getTime();

const watch = (change: Partial<StreamStatus> = {}, more: Partial<Watch> = {}): Watch =>
  watchOf([], { live: { gained: 3, lost: 1 }, stream: { ...watchOf([]).stream!, ...change }, ...more });

const refused: Partial<StreamStatus> = { state: 'waiting', reason: 'it refuses', nextTryAt: broken + 9_000 };

const line = (watches: readonly Watch[], cells: number, notice?: string, who?: string): string =>
  stripVTControlCharacters(
    statusLine(
      {
        place: ['alice.test', 'app.bsky.feed.post'],
        hints: [
          { keys: '?', title: 'help', command: 'help.show' },
          { keys: 'q', title: 'quit', command: 'quit' },
        ],
        notice: notice === undefined ? undefined : { text: notice, kind: 'info' },
        words: defaultWords,
        waits: [],
        watch: watchStatus(watches, broken + 5_000),
        now: broken + 5_000,
        who,
      },
      cells,
    ),
  );

describe('the watch in the status line', () => {
  test.each<[string, Watch, RegExp]>([
    ['is connected', watch(), /● \+3 −1 · 61 a second/],
    ['hears of little', watch({ eventsPerSecond: 0.2 }), /● \+3 −1 · 12 a minute/],
    ['hears of nothing', watch({ eventsPerSecond: 0 }), /● \+3 −1 · 0 a minute/],
    ['hears of more than one a second', watch({ eventsPerSecond: 1.4 }), /● \+3 −1 · 1 a second/],
    ['hears of the whole network', watch({ eventsPerSecond: 4_321 }), /● \+3 −1 · 4,321 a second/],
    ['lags', watch({ behind: 42_000 }), /● \+3 −1 · behind by 42 s · 61 a second/],
    [
      'asks for the list',
      watch({ ...refused, state: 'unreachable' }, { polling: true, brokenSince: broken }),
      /○ \+3 −1 · no stream since 03:11:07: asking for the list now and then, and for the stream in 4 s/,
    ],
    ['connects', watch({ state: 'connecting' }), /○ \+3 −1 · connecting {3}/],
    [
      'is cut off',
      watch(refused, { brokenSince: broken }),
      /○ \+3 −1 · reconnecting since 03:11:07 \(it refuses\), again in 4 s/,
    ],
  ])('says that it %s', (_what, one, said) => {
    expect(line([one], 160)).toMatch(said);
  });

  test('adds up what several watches tell', () => {
    expect(line([watch(), watch(), watch()], 100)).toContain('● +9 −3 · 3 watched · 61 a second');
  });

  test.each([
    [100, '○ +3 −1 · reconnecting, again in 4 s'],
    [80, '○ +3 −1 · reconnecting'],
    [60, '○ +3 −1'],
    [40, '○ +3 −1'],
  ])('is there on %i columns', (cells, said) => {
    const drawn = line([watch(refused, { brokenSince: broken })], cells);

    expect(drawn).toMatch(new RegExp(`${said.replaceAll('+', '\\+')} (?: |$)`));
    expect(stringWidth(drawn)).toBe(cells);
  });

  test('stays beside a notice and beside who is signed in, on the narrowest screen', () => {
    expect(line([watch()], 40, '+ Bob @bob.test → alice.test')).toBe(
      ' + Bob @bob.test → alice.test   ● +3 −1 ',
    );
    expect(line([watch()], 40, undefined, 'alice.test')).toMatch(/● \+3 −1 .*alice\.test $/);
  });

  test('is exactly as wide as the screen, whatever a server writes', () => {
    const many = { gained: 99_900, lost: 99_900 };
    for (const reason of hostile) {
      const one = watch({ ...refused, reason }, { brokenSince: broken, live: many });
      for (let cells = 40; cells < 170; cells += 3) {
        for (const notice of [undefined, reason]) {
          expect(stringWidth(line([one], cells, notice, 'someone.test')), `${cells}`).toBe(cells);
        }
      }
    }
  });
});
