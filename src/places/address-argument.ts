import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Reading } from '../atproto/actor-syntax.js';
import { parseAddress } from './address.js';
import type { Address } from './addresses.js';

/** Whether a text is the path of a file that is there and ends in `.car`. */
export function isCarFile(text: string): boolean {
  if (!text.endsWith('.car')) return false;
  try {
    return statSync(text, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // Too long for a path, a link to itself, in a folder that is somebody else's: no file for us.
    return false;
  }
}

/**
 * Reads an address as it is typed at a shell: what `parseAddress` reads, and the path of a file that is there and ends in `.car`. A
 * handle may end in that, too: with an @ before it, it is always one.
 */
export function readArgument(text: string): Reading<{ address: Address }> {
  return isCarFile(text)
    ? { ok: true, address: { kind: 'archive', of: { file: resolve(text) } } }
    : parseAddress(text);
}
