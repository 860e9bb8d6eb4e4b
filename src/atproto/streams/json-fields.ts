import { malformed } from './protocol.js';

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object in a frame. Throws a `malformed` StreamFault for anything else. */
export function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`${name} is not an object`);
  return value as Fields;
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

/** Milliseconds since 1970 of a datetime. */
export function timeOf(fields: Fields, name: string): number {
  const time = Date.parse(stringOf(fields, name));
  if (Number.isNaN(time)) throw malformed(`the ${name} of a frame is not a time`);
  return time;
}

export type Operation = 'create' | 'update' | 'delete';

export function isOperation(value: unknown): value is Operation {
  return value === 'create' || value === 'update' || value === 'delete';
}

export function parseFrame(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('a frame is not JSON');
  }
  return fieldsOf(value, 'a frame');
}
