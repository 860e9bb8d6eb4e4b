import { isNsid } from '@atcute/lexicons/syntax';

const RKEY_MAX_BYTES = 512;
const RKEY_CHARACTERS = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~:')) {
  RKEY_CHARACTERS[byte] = 1;
}
const DOT = 0x2e;

/** Whether a name is an NSID as a path has it: its authority in lower case (atproto.com/specs/nsid). */
export function isCollectionName(name: string): boolean {
  const authority = name.slice(0, name.lastIndexOf('.'));
  return isNsid(name) && authority === authority.toLowerCase();
}

/** Whether the bytes from `from` to `to` are a record key (atproto.com/specs/record-key). */
export function isRkeyAt(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length < 1 || length > RKEY_MAX_BYTES) return false;
  for (let at = from; at < to; at++) {
    if (RKEY_CHARACTERS[bytes[at] ?? 0] === 0) return false;
  }
  return length > 2 || bytes[from] !== DOT || bytes[to - 1] !== DOT;
}
