import { keyCurve } from '../../atproto/identity/signing-key.js';

const DID_KEY = 'did:key:';
/** Enough to tell a handful of keys apart. */
const TAIL_CHARACTERS = 6;

/** The Multikey of a key that is written as a did:key. */
export const multikeyOf = (key: string): string =>
  key.startsWith(DID_KEY) ? key.slice(DID_KEY.length) : key;

/** A key by its end, for where many stand in a line: how they begin is the same for all of a curve. */
export function shortKey(key: string): string {
  const text = multikeyOf(key);
  return text.length > TAIL_CHARACTERS ? `…${text.slice(-TAIL_CHARACTERS)}` : text;
}

/** What kind of key it is, and itself: `K-256 zQ3sh…`. */
export function keyText(key: string): string {
  const text = multikeyOf(key);
  const curve = keyCurve(text);
  return curve === undefined ? `of another kind ${text}` : `${curve} ${text}`;
}
