import { hash } from 'node:crypto';

/** A collection has 317 characters and a record key 512 at most. Longer ones would have a node of a few bytes make gigabytes. */
export const KEY_MAX_BYTES = 1024;

/** The layer that a key belongs on: half of the zero bits that its SHA-256 begins with. */
export function layerOf(key: Uint8Array): number {
  const digest = hash('sha256', key, 'binary');
  let zeros = 0;
  for (let index = 0; index < digest.length; index++) {
    const byte = digest.charCodeAt(index);
    if (byte !== 0) return (zeros + Math.clz32(byte) - 24) >> 1;
    zeros += 8;
  }
  return zeros >> 1;
}
