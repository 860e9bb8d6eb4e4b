import type { Key } from 'ink';

const named: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'Up'],
  ['downArrow', 'Down'],
  ['leftArrow', 'Left'],
  ['rightArrow', 'Right'],
  ['pageUp', 'PgUp'],
  ['pageDown', 'PgDn'],
  ['home', 'Home'],
  ['end', 'End'],
  ['return', 'Enter'],
  ['escape', 'Esc'],
  ['backspace', 'Backspace'],
  ['delete', 'Delete'],
];

/**
 * The name of a key that is no text: `Down`, `Shift-Tab`, `Ctrl-d`, `Alt-b`. Undefined for text, which `nameOfCharacter`
 * names one character at a time, since a burst of it arrives as one event.
 *
 * Esc and a key that are read in one chunk are Alt with that key: terminals send the same for both, and a hand is slower. So it is
 * never Esc and then a command (microsoft/edit#207).
 */
export function keyName(input: string, key: Key): string | undefined {
  // Ink says Alt of Esc itself, too.
  const alt = key.meta && !key.escape ? 'Alt-' : '';
  if (key.tab) return `${alt}${key.shift ? 'Shift-Tab' : 'Tab'}`;
  for (const [flag, name] of named) if (key[flag]) return `${alt}${key.ctrl ? `Ctrl-${name}` : name}`;
  if (key.ctrl && input.length === 1) return `${alt}Ctrl-${input}`;
  return alt === '' ? undefined : `${alt}${input}`;
}

/** The name of one character of a burst: control characters stand for keys there, too. */
export function nameOfCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\r' || character === '\n') return 'Enter';
  if (character === '\t') return 'Tab';
  if (code === 0x7f || code === 0x08) return 'Backspace';
  if (code < 0x20) return `Ctrl-${String.fromCharCode(code + 0x60)}`;
  return character === ' ' ? 'Space' : character;
}

/** Keys as people write them: `↓`, `Ctrl-d`. */
export function keyLabel(name: string): string {
  const arrows: Record<string, string> = { Up: '↑', Down: '↓', Left: '←', Right: '→' };
  return arrows[name] ?? name;
}
