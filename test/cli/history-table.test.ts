import { describe, expect, test } from 'vitest';
import { historyTable } from '../../src/cli/history-table.js';
import { type HistoryLine, withReturns } from '../../src/places/history.js';
import { width } from '../../src/text/width.js';

const now = new Date(2026, 10, 26, 18).getTime();
const at = (day: number, hours: number, minutes: number) => new Date(2026, 10, day, hours, minutes).getTime();

const line = (change: Partial<HistoryLine> = {}): HistoryLine => ({
  id: 1,
  time: at(26, 15, 11),
  kind: 'followed',
  did: 'did:plc:z72i7hdynmk6r22z27h6tvur',
  handle: 'bob.test',
  name: 'Bob',
  away: false,
  ...change,
});

const printed = (lines: readonly HistoryLine[], columns = 100) =>
  historyTable(withReturns(lines), { watched: 'alice.test', now, columns }).split('\n');

describe('a history on a terminal', () => {
  test('has what it comes to, and a heading for each day', () => {
    const dan = { did: 'did:plc:dan', handle: 'dan.test', name: undefined };
    expect(
      printed([
        line({ time: at(26, 15, 11) }),
        line({ kind: 'lost', ...dan, reason: 'deactivated', away: true, time: at(26, 9, 5) }),
        line({ kind: 'unfollowed', mutual: true, time: at(25, 23, 59) }),
        line({
          kind: 'gap',
          did: undefined,
          handle: undefined,
          name: undefined,
          reason: 'too old',
          time: at(3, 0, 0),
        }),
        line({ handle: undefined, time: at(3, 0, 0) }),
      ]),
    ).toEqual([
      'history of alice.test · 5 lines · 1 left and did not return',
      '',
      'today',
      '  15:11  + followed    @bob.test                         Bob',
      '  09:05  − gone        @dan.test                              away · deactivated',
      '',
      'yesterday',
      '  23:59  − unfollowed  @bob.test                         Bob  came back · was mutual',
      '',
      '2026-11-03',
      '  00:00  … missing     too old',
      '  00:00  + followed    did:plc:z72i7hdynmk6r22z27h6tvur  Bob',
      '',
    ]);
  });

  test('says where nobody came or went, and how many where it is one', () => {
    expect(printed([])).toEqual(['history of alice.test · nobody has come or gone', '']);
    expect(printed([line()])[0]).toBe('history of alice.test · 1 line');
  });

  test.each([
    'a\u001b[2J\u001b]0;mine\u0007b',
    'two\nlines\r',
    '🏳️‍🌈'.repeat(60),
    '家'.repeat(80),
    '\u202eback',
  ])('keeps to one line of the terminal whatever a name holds: %j', (name) => {
    for (const columns of [20, 39, 40, 80, 200]) {
      const lines = printed([line({ name }), line({ name, handle: `${'long'.repeat(40)}.test` })], columns);
      // A head, a blank, a heading, two lines, and the end of the last one.
      expect(lines).toHaveLength(6);
      for (const text of lines) {
        expect(width(text)).toBeLessThanOrEqual(columns);
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      }
    }
  });

  test('holds the longest history that is kept', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      line({ id: 10_000 - index, did: `did:plc:${index}` }),
    );
    expect(printed(lines)).toHaveLength(10_004);
  });
});
