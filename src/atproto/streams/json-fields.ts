import { dateTime } from '../../text/date-time.js';
import { isObject, type JsonObject } from '../../text/json-fields.js';
import { malformed } from './protocol.js';

export type Fields = JsonObject;

/** The fields of an object in a frame. Throws a `malformed` StreamFault for anything else. */
export function fieldsOf(value: unknown, name: string): Fields {
  if (!isObject(value)) throw malformed(`${name} is not an object`);
  return value;
}

export function stringOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw malformed(`a frame has no ${name}`);
  return value;
}

export function optionalString(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

/** A number that counts without loss. */
export function wholeOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw malformed(`a frame has no ${name}`);
  return value as number;
}

/** The same, or undefined for anything else. */
export function optionalWhole(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Milliseconds since 1970 of a datetime, or undefined for anything else. */
export function optionalTime(fields: Fields, name: string): number | undefined {
  const text = optionalString(fields, name);
  const time = text === undefined ? Number.NaN : millisecondsOf(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Milliseconds since 1970 of a datetime. */
export function timeOf(fields: Fields, name: string): number {
  const text = stringOf(fields, name);
  const time = millisecondsOf(text);
  if (Number.isNaN(time)) throw malformed(`the ${name} of a frame is not a time`);
  return time;
}

const EXACT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,6}Z$/;
/** The last second that was worked out: all but a thousandth of the frames of a busy stream are of the same one. */
let knownSecond = '';
let knownTime = 0;

/** The moment of a datetime in a frame; one without a zone is in UTC, as all of a stream is. NaN for what names no moment. */
export const momentOf = (text: string): number => dateTime(text) ?? dateTime(`${text}Z`) ?? Number.NaN;

/** The same for one of many frames, of which reading it would be a tenth of the work. */
export function millisecondsOf(text: string): number {
  if (knownSecond === '' || !text.startsWith(knownSecond)) {
    const time = momentOf(text);
    if (EXACT.test(text) && !Number.isNaN(time)) {
      // Joined, since a slice would keep the frame.
      knownSecond = `${text.slice(0, 10)}${text.slice(10, 20)}`;
      knownTime = Math.floor(time / 1000) * 1000;
    }
    return time;
  }
  return EXACT.test(text) ? knownTime + Number(text.slice(20, 23)) : momentOf(text);
}

export type Operation = 'create' | 'update' | 'delete';

export function isOperation(value: unknown): value is Operation {
  return value === 'create' || value === 'update' || value === 'delete';
}

/** A word for what may be done to a record, which is none that is known today. */
export function isUnknownOperation(value: unknown): boolean {
  return typeof value === 'string' && !isOperation(value);
}

/** The word itself rather than a window on the frame that it was found in. */
export function operationOf(word: string): Operation {
  return word === 'create' ? 'create' : word === 'update' ? 'update' : 'delete';
}

/** @param parse what reads the JSON: `parseWritten` where numbers are wanted as they were written. */
export function parseFrame(text: string, parse: (text: string) => unknown = JSON.parse): Fields {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw malformed('a frame is not JSON');
  }
  return fieldsOf(value, 'a frame');
}
