/** The names of keys that `Terminal.press` knows beside single characters and `Ctrl-a` … `Ctrl-z`. */
export type KeyName =
  | 'Enter'
  | 'Esc'
  | 'Tab'
  | 'Shift-Tab'
  | 'Space'
  | 'Backspace'
  | 'Delete'
  | 'Up'
  | 'Down'
  | 'Left'
  | 'Right'
  | 'Home'
  | 'End'
  | 'PgUp'
  | 'PgDn';

const fixedKeys: Readonly<Record<string, string>> = {
  Enter: '\r',
  Esc: '\u001B',
  Tab: '\t',
  'Shift-Tab': '\u001B[Z',
  Space: ' ',
  Backspace: '\u007F',
  Delete: '\u001B[3~',
  PgUp: '\u001B[5~',
  PgDn: '\u001B[6~',
};

/** Keys whose bytes depend on DECCKM (application cursor keys). */
const cursorKeys: Readonly<Record<string, string>> = {
  Up: 'A',
  Down: 'B',
  Right: 'C',
  Left: 'D',
  Home: 'H',
  End: 'F',
};

/**
 * The bytes that xterm sends for a key: a `KeyName`, `Ctrl-` and a letter, or one character that stands for itself.
 * Throws on anything else, so that a misspelt name is not typed as text.
 */
export function keyBytes(key: string, applicationCursorKeys = false): string {
  const fixed = fixedKeys[key];
  if (fixed !== undefined) return fixed;
  const cursor = cursorKeys[key];
  if (cursor !== undefined) return `\u001B${applicationCursorKeys ? 'O' : '['}${cursor}`;
  const control = /^Ctrl-([a-z])$/.exec(key)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) - 96);
  if ([...key].length === 1) return key;
  throw new Error(`No key is called ${JSON.stringify(key)}.`);
}
