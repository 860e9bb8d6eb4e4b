import { fromString } from '@atcute/cid';

/** Whether a text is a CID. */
export function isCid(text: string): boolean {
  try {
    fromString(text);
    return true;
  } catch {
    return false;
  }
}
