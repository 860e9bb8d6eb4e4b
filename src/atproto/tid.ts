import { isTid } from '@atcute/lexicons/syntax';
import { create, parse } from '@atcute/tid';

/** A TID can be written for any time; those before atproto existed or far in the future were not made by a clock. */
const EARLIEST_MS = Date.UTC(2022, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

const TID_BYTES = 13;
/** Its last two characters name a clock. */
const TIME_BYTES = 11;
const DIGITS = '234567abcdefghijklmnopqrstuvwxyz';
/** What a byte is worth, or more than any digit. */
const NO_DIGIT = 32;
const VALUES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = DIGITS.indexOf(String.fromCharCode(byte));
  return value === -1 ? NO_DIGIT : value;
});

/**
 * The time that a record key carries, in milliseconds since 1970, where it is a TID of a plausible year
 * (2022–2099). The key is chosen by whoever wrote the record, so this is what they say, not a proof.
 *
 * A TID is 13 characters of sortable base32; its upper 53 bits are microseconds since 1970
 * (atproto.com/specs/tid).
 */
export function tidTime(rkey: string): number | undefined {
  const microseconds = tidMicroseconds(rkey);
  return microseconds === undefined ? undefined : plausible(microseconds);
}

/** The same of a key that stands in bytes from … to …: no text is made of it. */
export function tidTimeIn(bytes: Uint8Array, start: number, end: number): number | undefined {
  // The first bit of a TID is never set, and it is written in 65.
  if (end - start !== TID_BYTES || (VALUES[bytes[start] ?? 0] ?? NO_DIGIT) > 15) return undefined;
  let microseconds = 0;
  for (let at = start; at < end; at++) {
    const value = VALUES[bytes[at] ?? 0] ?? NO_DIGIT;
    if (value === NO_DIGIT) return undefined;
    if (at < start + TIME_BYTES) microseconds = microseconds * 32 + value;
  }
  return plausible(microseconds);
}

function plausible(microseconds: number): number | undefined {
  const milliseconds = Math.floor(microseconds / 1000);
  return milliseconds >= EARLIEST_MS && milliseconds < LATEST_MS ? milliseconds : undefined;
}

/** What a TID says, in microseconds since 1970, however hard that is to believe; undefined where a key is none. */
export const tidMicroseconds = (rkey: string): number | undefined =>
  isTid(rkey) ? parse(rkey).timestamp : undefined;

/** A TID names one of so many clocks behind its time. */
const LAST_CLOCK = 1023;

/** The first TID of a time, in milliseconds since 1970: no other of that time or a later one stands before it. */
export const firstTidAt = (time: number): string => create(time * 1000, 0);

/** The last TID before a time. */
export const lastTidBefore = (time: number): string =>
  time <= 0 ? create(0, 0) : create(time * 1000 - 1, LAST_CLOCK);
