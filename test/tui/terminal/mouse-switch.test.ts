import { describe, expect, test } from 'vitest';
import { createMouseSwitch, mayHaveMouse } from '../../../src/tui/terminal/mouse-switch.js';
import { createTerminalModes } from '../../../src/tui/terminal/terminal-modes.js';

const taken = '\x1b[?1000h\x1b[?1006h';
const notTaken = '\x1b[?1006l\x1b[?1000l';
const scrolls = '\x1b[?1007s\x1b[?1007h';
const asBefore = '\x1b[?1007r';

function made(change: Partial<Parameters<typeof createMouseSwitch>[1]> = {}) {
  const written: string[] = [];
  const modes = createTerminalModes([], (sequence) => void written.push(sequence));
  modes.takeBack();
  const options = { isWanted: true, isSpoken: false, term: 'xterm-256color', ...change };
  return { written, modes, mouse: createMouseSwitch(modes, options) };
}

describe('the mouse', () => {
  test('is taken from the start, let go of, and taken again; its wheel sends arrow keys meanwhile', () => {
    const { written, mouse } = made();
    expect([mouse.toggle(), mouse.toggle()]).toEqual(['let-go', 'taken']);
    expect(written).toEqual([taken, notTaken, scrolls, asBefore, taken]);
  });

  test('is the terminal’s where the settings say so, until it is taken', () => {
    const { written, mouse } = made({ isWanted: false });
    expect(mouse.toggle()).toBe('taken');
    expect(written).toEqual([scrolls, asBefore, taken]);
  });

  test('is as it was for whoever is given the terminal, and as we had it after that', () => {
    const { written, modes, mouse } = made();
    modes.giveBack();
    mouse.toggle();
    modes.takeBack();
    modes.giveBack();
    expect(written).toEqual([taken, notTaken, scrolls, asBefore]);
  });

  test.each([
    ['the terminal has none', { term: 'vt220' }, /TERM=vt220/],
    ['nothing is said of the terminal', { term: undefined }, /TERM=\)/],
    ['the screen is read aloud', { isSpoken: true }, /read aloud/],
  ])('is never touched where %s', (_, change, missing) => {
    const { written, mouse } = made(change);
    expect(mouse.toggle()).toEqual({ missing: expect.stringMatching(missing) });
    expect(written).toEqual([]);
  });
});

test.each([
  ...[
    'xterm',
    'xterm-256color',
    'xterm-kitty',
    'xterm-ghostty',
    'screen',
    'screen-256color',
    'tmux-256color',
  ],
  ...[
    'rxvt-unicode-256color',
    'alacritty',
    'foot',
    'st-256color',
    'konsole',
    'wezterm',
    'linux',
    'putty',
    'mlterm',
  ],
])('%s may have a mouse', (term) => {
  expect(mayHaveMouse(term)).toBe(true);
});

test.each([
  ...[
    'vt100',
    'vt220',
    'vt52',
    'ansi',
    'pcansi',
    'dumb',
    'unknown',
    'eterm-color',
    'emacs',
    'sun',
    'wyse60',
    'wy50',
  ],
  ...['hp2621', 'adm3a', 'ibm3151', ''],
])('%j has none', (term) => {
  expect(mayHaveMouse(term)).toBe(false);
});
