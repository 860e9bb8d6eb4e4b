import type { Token } from '../../../text/input/token.js';

/** What the mouse did, in a cell counted from 0 at the top left. */
export type MouseEvent = MouseWhere &
  (
    | {
        readonly kind: 'press' | 'release' | 'drag';
        /** Undefined where a release does not say of which (X10, 1015). */
        readonly button: MouseButton | undefined;
      }
    /** One notch. */
    | { readonly kind: 'wheel'; readonly button: undefined; readonly direction: WheelDirection }
  );

export type MouseButton = 'left' | 'middle' | 'right';
export type WheelDirection = 'up' | 'down' | 'left' | 'right';

interface MouseWhere {
  readonly column: number;
  readonly row: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

const BUTTONS: readonly MouseButton[] = ['left', 'middle', 'right'];
const DIRECTIONS: readonly WheelDirection[] = ['up', 'down', 'left', 'right'];
const SHIFT = 4;
const ALT = 8;
const CTRL = 16;
const MOTION = 32;
const WHEEL = 64;
const FURTHER_BUTTONS = 128;
/** What X10 adds to each number so that it is a printable character. */
const X10_OFFSET = 32;

/** True of whatever reports a mouse, also of what is no event for us: a move without a button, the buttons beyond the wheel. */
export const isMouse = (token: Token): boolean =>
  token.kind === 'x10' || (token.kind === 'csi' && /^(?:<[\d;]*[Mm]|\d+;\d+;\d+M)$/.test(token.body));

/** What a report of the mouse says: SGR (1006), rxvt's (1015) or X10's. Undefined where it is none, or none for us. */
export function mouseOf(token: Token): MouseEvent | undefined {
  if (token.kind === 'x10') {
    const [code = 0, x = 0, y = 0] = token.codes;
    return eventOf(code - X10_OFFSET, x - X10_OFFSET, y - X10_OFFSET, 'by-code');
  }
  if (token.kind !== 'csi') return undefined;
  const match = /^(<?)(\d+);(\d+);(\d+)([Mm])$/.exec(token.body);
  if (!match) return undefined;
  const [, sgr, code, x, y, final] = match;
  if (sgr === '<') return eventOf(Number(code), Number(x), Number(y), final === 'm' ? 'release' : 'press');
  return final === 'M' ? eventOf(Number(code) - X10_OFFSET, Number(x), Number(y), 'by-code') : undefined;
}

function eventOf(
  code: number,
  x: number,
  y: number,
  said: 'press' | 'release' | 'by-code',
): MouseEvent | undefined {
  if (code < 0 || x < 1 || y < 1 || (code & FURTHER_BUTTONS) !== 0) return undefined;
  const where: MouseWhere = {
    column: x - 1,
    row: y - 1,
    shift: (code & SHIFT) !== 0,
    alt: (code & ALT) !== 0,
    ctrl: (code & CTRL) !== 0,
  };
  const low = code & 3;
  const direction = DIRECTIONS[low];
  if ((code & WHEEL) !== 0) {
    return said === 'release' || direction === undefined
      ? undefined
      : { kind: 'wheel', button: undefined, direction, ...where };
  }
  const button = BUTTONS[low];
  if ((code & MOTION) !== 0) return button && { kind: 'drag', button, ...where };
  if (said === 'release') return { kind: 'release', button, ...where };
  if (button !== undefined) return { kind: 'press', button, ...where };
  return said === 'by-code' ? { kind: 'release', button: undefined, ...where } : undefined;
}
