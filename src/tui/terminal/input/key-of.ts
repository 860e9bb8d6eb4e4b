import type { Token } from '../../../text/input/token.js';

/** A key by its name (`Down`, `Ctrl-d`, `Alt-b`, `Shift-Tab`), or what was typed as text. */
export type Pressed =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Bits of a modifier parameter less one (xterm, and kitty's keyboard protocol, which adds what is above 4). */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
/** Super, Hyper, Meta: no key of ours has them, and a key that has them is none of ours. */
const FOREIGN = 8 | 16 | 32;

/** By final byte of `CSI … letter` and `SS3 letter`. */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  E: 'Begin',
  F: 'End',
  H: 'Home',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
  Z: 'Shift-Tab',
};

/** By number of `CSI number ~` (VT220; the gaps are VT220's, too). */
const BY_NUMBER: Readonly<Record<number, string>> = {
  ...{ 1: 'Home', 2: 'Insert', 3: 'Delete', 4: 'End', 5: 'PgUp', 6: 'PgDn', 7: 'Home', 8: 'End' },
  ...{ 11: 'F1', 12: 'F2', 13: 'F3', 14: 'F4', 15: 'F5', 17: 'F6', 18: 'F7', 19: 'F8', 20: 'F9', 21: 'F10' },
  ...{ 23: 'F11', 24: 'F12', 25: 'F13', 26: 'F14', 28: 'F15', 29: 'F16', 31: 'F17', 32: 'F18', 33: 'F19' },
  ...{ 34: 'F20', 57427: 'Begin' },
};

/** The number block in its application mode: `SS3 letter`. */
const KEYPAD = 'j*k+l,m-n.o/p0q1r2s3t4u5v6w7x8y9X= ';

/** Code points that kitty's protocol gives to keys that are no text; the number block's are text. */
const BY_CODE_POINT: Readonly<Record<number, string>> = {
  ...{ 8: 'Backspace', 9: 'Tab', 13: 'Enter', 27: 'Esc', 127: 'Backspace', 57414: 'Enter' },
  ...{ 57417: 'Left', 57418: 'Right', 57419: 'Up', 57420: 'Down', 57421: 'PgUp', 57422: 'PgDn' },
  ...{ 57423: 'Home', 57424: 'End', 57425: 'Insert', 57426: 'Delete', 57427: 'Begin' },
};
const KEYPAD_FIRST = 57399;
const KEYPAD_TEXT = '0123456789./*-+\r=,';

/** rxvt says by the last character what is held. */
const RXVT_HELD: Readonly<Record<string, number>> = { '~': 0, $: SHIFT, '^': CTRL, '@': SHIFT | CTRL };

const key = (name: string): Pressed => ({ kind: 'key', name });

/** The name of a key that is no text with what is held: Alt, then Ctrl, then Shift. */
function named(name: string, held: number): Pressed | undefined {
  if ((held & FOREIGN) !== 0) return undefined;
  const shift = (held & SHIFT) !== 0 && name !== 'Shift-Tab' ? 'Shift-' : '';
  const ctrl = (held & CTRL) !== 0 ? 'Ctrl-' : '';
  return key(`${(held & ALT) !== 0 ? 'Alt-' : ''}${ctrl}${shift}${name}`);
}

/**
 * What a token is as a key; undefined where it is none: a reply, a report of the mouse, a key let go, or one that nobody knows.
 *
 * `CSI row ; column R` is always where the cursor is, though xterm sends the same for F3 with Shift.
 */
export function keyOf(token: Token): Pressed | undefined {
  switch (token.kind) {
    case 'text':
      return token;
    case 'escape':
      return key('Esc');
    case 'alt':
      return key(`Alt-${token.text === ' ' ? 'Space' : token.text}`);
    case 'control':
      return named(nameOfControl(token.code), token.isAlt ? ALT : 0);
    case 'csi':
      return csiKey(token.body, token.isAlt ? ALT : 0);
    case 'ss3':
      return ss3Key(token.body, token.isAlt ? ALT : 0);
    default:
      return undefined;
  }
}

/** The name of a control character: those that have a key of their own by that, the others as Ctrl and a character. */
function nameOfControl(code: number): string {
  if (code === 0x0d || code === 0x0a) return 'Enter';
  if (code === 0x09) return 'Tab';
  if (code === 0x7f || code === 0x08) return 'Backspace';
  if (code === 0) return 'Ctrl-Space';
  return `Ctrl-${String.fromCharCode(code + (code <= 26 ? 0x60 : 0x40))}`;
}

function csiKey(body: string, alt: number): Pressed | undefined {
  const linux = /^\[([A-E])$/.exec(body)?.[1];
  if (linux !== undefined) return named(`F${linux.charCodeAt(0) - 64}`, alt);
  const rxvtArrow = /^[abcd]$/.test(body) ? BY_LETTER[body.toUpperCase()] : undefined;
  if (rxvtArrow !== undefined) return named(rxvtArrow, alt | SHIFT);
  const match = /^([\d:]*)((?:;[\d:]*)*)([A-Za-z~^$@])$/.exec(body);
  if (!match) return undefined;
  const [, first = '', rest = '', final = ''] = match;
  const parameters = [first, ...rest.split(';').slice(1)];
  if (final === 'u') return kittyKey(parameters, alt);
  if (parameters[0] === '27' && final === '~') {
    // modifyOtherKeys: CSI 27 ; held ; code point ~
    return kittyKey([parameters[2] ?? '', parameters[1] ?? ''], alt);
  }
  const [held = 1, event = 1] = numbers(parameters[1]);
  if (event === 3) return undefined;
  const number = numbers(first)[0];
  if (final in RXVT_HELD) {
    const name = number === undefined ? undefined : BY_NUMBER[number];
    return name === undefined ? undefined : named(name, alt | heldBits(held) | (RXVT_HELD[final] ?? 0));
  }
  // With two parameters it is the report of the cursor; other letters behind numbers are replies.
  if ((final === 'R' && parameters.length > 1) || (number !== undefined && number !== 1)) return undefined;
  const name = BY_LETTER[final];
  return name === undefined ? undefined : named(name, alt | heldBits(held));
}

function ss3Key(body: string, alt: number): Pressed | undefined {
  const final = body.at(-1) ?? '';
  // Old terminals put what is held before the letter: SS3 5 A, SS3 1 ; 5 A.
  const held = alt | heldBits(numbers(body.slice(0, -1).split(';').at(-1))[0] ?? 1);
  if (final === 'M') return named('Enter', held);
  if (final === 'I') return named('Tab', held);
  if (/^[abcd]$/.test(body)) return named(BY_LETTER[body.toUpperCase()] ?? '', held | CTRL);
  const name = BY_LETTER[final];
  if (name !== undefined && final !== 'Z') return named(name, held);
  const typed = body === ' ' ? ' ' : KEYPAD[KEYPAD.indexOf(final) + 1];
  if (typed === undefined || !/^[j-yX ]$/.test(final)) return undefined;
  return held === 0 ? { kind: 'text', text: typed } : characterKey(typed, held);
}

/** Kitty's `CSI code : shifted : base ; held : event ; text u`. */
function kittyKey(parameters: readonly string[], alt: number): Pressed | undefined {
  const [code, shifted, base] = numbers(parameters[0]);
  const [held = 1, event = 1] = numbers(parameters[1]);
  if (code === undefined || event === 3) return undefined;
  const bits = alt | heldBits(held);
  const name = BY_CODE_POINT[code];
  if (name === 'Tab' && (bits & SHIFT) !== 0) return named('Shift-Tab', bits);
  if (name !== undefined) return named(name, bits);
  const keypad = KEYPAD_TEXT[code - KEYPAD_FIRST];
  const character = keypad ?? characterOf((bits & SHIFT) === 0 ? code : (shifted ?? code));
  if (character === undefined) return undefined;
  const typed = (bits & SHIFT) !== 0 && shifted === undefined ? character.toUpperCase() : character;
  if ((bits & (ALT | CTRL | FOREIGN)) === 0) {
    const text = parameters[2] === undefined ? '' : numbers(parameters[2]).map(characterOf).join('');
    return { kind: 'text', text: text === '' ? typed : text };
  }
  // On another alphabet's keyboard Ctrl-c is the key where c is on a Latin one.
  const latin = code > 127 && base !== undefined ? characterOf(base) : typed;
  return latin === undefined ? undefined : characterKey(latin, bits);
}

/** A character with Ctrl or Alt. With Ctrl a letter is small, as its control character knows no other. */
function characterKey(character: string, held: number): Pressed | undefined {
  if ((held & FOREIGN) !== 0) return undefined;
  const alt = (held & ALT) !== 0 ? 'Alt-' : '';
  const name = character === ' ' ? 'Space' : character;
  if ((held & CTRL) === 0) return key(`${alt}${name}`);
  return key(`${alt}Ctrl-${name.length === 1 ? name.toLowerCase() : name}`);
}

/** Caps and Num Lock are lit, not held. */
const heldBits = (held: number): number => Math.max(0, held - 1) & (SHIFT | ALT | CTRL | FOREIGN);

function numbers(parameter: string | undefined): (number | undefined)[] {
  return (parameter ?? '').split(':').map((part) => (part === '' ? undefined : Number(part)));
}

/** Undefined where it stands for no character: controls, surrogates, the keys that have code points of their own. */
function characterOf(code: number | undefined): string | undefined {
  if (code === undefined || code < 0x20 || code > 0x10ffff) return undefined;
  if (code >= 0x7f && code <= 0x9f) return undefined;
  if ((code >= 0xd800 && code <= 0xdfff) || (code >= 0xe000 && code <= 0xf8ff)) return undefined;
  return String.fromCodePoint(code);
}
