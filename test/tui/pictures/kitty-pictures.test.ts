import { describe, expect, test } from 'vitest';
import type { DrawnPicture } from '../../../src/store/pictures/pictures-state.js';
import { createKittyPictures } from '../../../src/tui/pictures/kitty-pictures.js';
import type { Holder } from '../../../src/tui/terminal/terminal-hold.js';

const picture: Omit<DrawnPicture, 'lines'> = {
  facts: { type: 'PNG', width: 16, height: 16 },
  pixels: { width: 16, height: 16, rgba: new Uint8Array(16 * 16 * 4).fill(200) },
  columns: 2,
  rows: 1,
};

function open(wrapForTmux = false) {
  let written = '';
  let change: (holder: Holder) => void = () => {};
  const kitty = createKittyPictures({
    depth: 'all',
    wrapForTmux,
    usedColours: new Set(),
    hold: {
      stdout: {
        write(text: string) {
          written += text;
        },
      } as never,
      onChange(listener) {
        change = listener;
        return () => {
          change = () => {};
        };
      },
    },
  });
  return {
    kitty,
    change: (holder: Holder) => change(holder),
    /** What each message since the last look was about: `T 65536` sends a picture, `d 65536` has it forgotten. */
    seen() {
      const found = [...written.matchAll(/_Ga=([Td])[^;\x1b]*?,i=(\d+)/g)].map(
        ([, verb, id]) => `${verb} ${id}`,
      );
      const raw = written;
      written = '';
      return { found, raw };
    },
  };
}

describe('pictures in the terminal', () => {
  test('are sent once, and named by the colour of their cells', () => {
    const { kitty, seen } = open();
    const drawn = kitty.place(picture);
    const other = kitty.place(picture);
    const { found, raw } = seen();
    expect(found).toEqual(['T 65536', 'T 65537']);
    expect(raw).toContain('U=1,q=2,');
    expect(raw).toContain('c=2,r=1');
    expect(drawn.lines).toEqual(['\x1b[38;2;1;0;0m\u{10eeee}\u0305\u0305\u{10eeee}\u0305\u030d\x1b[39m']);
    expect(other.lines[0]).toMatch(/^\x1b\[38;2;1;0;1m/);
    kitty.close();
  });

  test('go when they are dropped, once', () => {
    const { kitty, seen } = open();
    const drawn = kitty.place(picture);
    seen();
    kitty.drop(drawn);
    kitty.drop(drawn);
    expect(seen().found).toEqual(['d 65536']);
    kitty.close();
    expect(seen().found).toEqual([]);
  });

  test('are sent again when the terminal is ours again, those that are still there', () => {
    const { kitty, seen, change } = open();
    const [first] = [kitty.place(picture), kitty.place(picture)];
    kitty.drop(first!);
    seen();
    change('child');
    expect(seen().found).toEqual([]);
    change('us');
    expect(seen().found).toEqual(['T 65537']);
    kitty.close();
    change('us');
    expect(seen().found).toEqual(['d 65537']);
  });

  test('go through tmux to the terminal around it, each message by itself', () => {
    const { kitty, seen } = open(true);
    kitty.drop(kitty.place(picture));
    const { found, raw } = seen();
    expect(found).toEqual(['T 65536', 'd 65536']);
    expect(raw.match(/\x1bPtmux;\x1b\x1b_G/g)).toHaveLength(2);
    kitty.close();
  });

  test('go whatever ends the program', () => {
    const before = process.listeners('exit');
    const { kitty, seen } = open();
    kitty.place(picture);
    seen();
    const [added] = process.listeners('exit').filter((listener) => !before.includes(listener));
    added?.(0);
    expect(seen().found).toEqual(['d 65536']);
    kitty.close();
    expect(process.listeners('exit')).toEqual(before);
  });
});
