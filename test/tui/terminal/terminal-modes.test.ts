import { expect, test } from 'vitest';
import { createTerminalModes, type TerminalMode } from '../../../src/tui/terminal/terminal-modes.js';

function modesOf(wanted: readonly TerminalMode[]) {
  const written: string[] = [];
  return { modes: createTerminalModes(wanted, (sequence) => void written.push(sequence)), written };
}

const pastesOn = '\x1b[?2004h';
const pastesOff = '\x1b[?2004l';
const altOn = '\x1b[?1036s\x1b[?1036h';
const altOff = '\x1b[?1036r';

test('what is wanted is on while the terminal is ours, and off again, the last first', () => {
  const { modes, written } = modesOf(['pastes', 'xtermAlt']);
  modes.takeBack();
  modes.giveBack();
  modes.takeBack();
  expect(written).toEqual([pastesOn + altOn, altOff + pastesOff, pastesOn + altOn]);
});

test('taking and giving twice is once', () => {
  const { modes, written } = modesOf(['pastes']);
  modes.giveBack();
  modes.takeBack();
  modes.takeBack();
  modes.giveBack();
  modes.giveBack();
  expect(written).toEqual([pastesOn, pastesOff]);
});

test('a mode that is wanted later comes at once, is given back and taken with the others, and goes at once', () => {
  const { modes, written } = modesOf(['pastes']);
  modes.takeBack();
  modes.want('xtermAlt', true);
  modes.want('xtermAlt', true);
  modes.giveBack();
  modes.takeBack();
  modes.want('xtermAlt', false);
  expect(written).toEqual([pastesOn, altOn, altOff + pastesOff, pastesOn + altOn, altOff]);
  expect(modes.isWanted('xtermAlt')).toBe(false);
});

test('while the terminal is somebody else’s nothing is written, and what is wanted by then comes when it is ours', () => {
  const { modes, written } = modesOf(['pastes']);
  modes.want('xtermAlt', true);
  modes.want('pastes', false);
  expect(written).toEqual([]);
  modes.takeBack();
  expect(written).toEqual([altOn]);
});

test('the background is asked for each time that the terminal is ours again, and told no more when it is not', () => {
  const { modes, written } = modesOf(['background']);
  modes.takeBack();
  modes.giveBack();
  modes.takeBack();
  expect(written).toEqual([
    '\x1b[?2031h\x1b]11;?\x1b\\\x1b[?996n\x1b[c',
    '\x1b[?2031l',
    '\x1b[?2031h\x1b]11;?\x1b\\\x1b[?996n\x1b[c',
  ]);
});
