const CONTINUATION_MIN = 0x80;
const CONTINUATION_MAX = 0xbf;

/** Whether a byte can be no first one. */
export const isContinuation = (byte: number): boolean => byte >= CONTINUATION_MIN && byte <= CONTINUATION_MAX;

/** How many bytes follow a first byte of UTF-8; 0 where none may. */
export function followers(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
}

/** Whether a second byte may follow the first: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629, 4). */
export function maySecond(lead: number, second: number): boolean {
  if (!isContinuation(second)) return false;
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second <= 0x9f;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second <= 0x8f;
}
