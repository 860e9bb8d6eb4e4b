import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Reading } from '../atproto/actor-syntax.js';
import { parseAddress } from './address.js';
import type { Address } from './addresses.js';

/**
 * Reads an address as it is typed at a shell: what `parseAddress` reads, and the path of a file that is there and ends in `.car`. A
 * handle may end in that, too: with an @ before it, it is always one.
 */
export function readArgument(text: string): Reading<{ address: Address }> {
  const isFile = text.endsWith('.car') && (statSync(text, { throwIfNoEntry: false })?.isFile() ?? false);
  return isFile ? { ok: true, address: { kind: 'car', file: resolve(text) } } : parseAddress(text);
}
