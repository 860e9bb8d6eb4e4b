import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { State } from '../../src/store/state.js';
import { drawScreen } from '../support/screen/draw-screen.js';
import { did, hostile, stateOf, watchLine, watchOf } from '../support/screen/screen-fixtures.js';

const sizes = [
  [160, 48],
  [100, 30],
  [60, 20],
  [40, 10],
] as const;

async function draw(state: Partial<State>, columns: number, rows: number): Promise<readonly string[]> {
  const all = stateOf({ visit: { focus: 'live' }, state: { live: { kind: 'watch', did }, ...state } });
  return (await drawScreen(all, columns, rows)).rows();
}

const lines = ['anna', 'bob', 'hannah'].map((name, index) =>
  watchLine({ id: 3 - index, name, handle: `${name}.test` }),
);
const watches = new Map([[did, watchOf(lines, { live: { gained: 3, lost: 1 } })]]);

describe.each(sizes)('at %i×%i', (columns, rows) => {
  test('the pane tells who came, and the status line that a watch runs', async () => {
    const screen = await draw({ watches }, columns, rows);

    expect(screen).toHaveLength(rows);
    const title = screen.find((row) => row.includes('5 Live ── @alice.test'));
    expect(title).toContain('+3 −1');
    expect(
      screen.filter((row) => /\d\d:\d\d:\d\d {2}\+ .*@(?:anna|bob|hannah)\.test/.test(row)),
    ).toHaveLength(3);
    expect(screen.at(-1)).toContain('● +3 −1');
  });

  test('a filter leaves what matches, with its prompt below', async () => {
    const prompt = { text: 'anna', caret: 4 };
    const screen = await draw(
      {
        watches,
        liveFilter: { of: did, text: 'anna' },
        overlay: { kind: 'filter', prompt, live: true },
      },
      columns,
      rows,
    );

    expect(screen.filter((row) => /\d\d:\d\d:\d\d /.test(row))).toHaveLength(2);
    expect(screen.some((row) => row.includes('@bob.test'))).toBe(false);
    expect(screen.at(-1)!.trim()).toBe('/ anna');
  });

  test('nothing that strangers write breaks the frame', async () => {
    const named = hostile.flatMap((text, id) => [
      watchLine({ id, name: text, handle: text }),
      watchLine({ id: 100 + id, kind: 'gap', did: undefined, handle: undefined, reason: text }),
    ]);
    const screen = await draw(
      { watches: new Map([[did, watchOf(named, { repo: hostile[3] })]]), liveFilter: undefined },
      columns,
      rows,
    );

    expect(screen).toHaveLength(rows);
    // Ink leaves out the spaces at the end of the status line.
    for (const row of screen.slice(0, -1)) expect(stringWidth(row), row).toBe(columns);
    expect(stringWidth(screen.at(-1)!)).toBeLessThanOrEqual(columns);
  });
});
